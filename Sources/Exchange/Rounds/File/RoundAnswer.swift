public import Platform

/// A solved round with ids and words: what the command prints and the API answers.
public struct RoundAnswer: Encodable, Sendable {
    public let method: RoundMethod
    public let proposing: RoundSide?
    public let pairs: [[String]]
    public let blockingPairs: [[String]]
    public let unmatched: [Unmatched]
    public let totalFit: Double?
    public let fit: RoundFigures.Spread?
    public let pairsWithoutFit: Int
    public let exposure: RoundFigures.Exposure
    /// Pairs of which one side did not list the other.
    public let unlistedPairs: [[String]]
    public let guarantee: Guarantee

    public struct Unmatched: Encodable, Sendable {
        public let id: String
        public let side: RoundSide
        public let reason: String
        public let code: RoundResult.Reason
    }

    public struct Guarantee: Encodable, Sendable {
        public let code: RoundResult.Guarantee
        public let text: String
    }

    public init(_ result: RoundResult, _ input: RoundInput, words: Words) {
        func named(_ pairs: [RoundPair]) -> [[String]] {
            pairs.map { [input.proposers[$0.proposer].id, input.acceptors[$0.acceptor].id] }
        }
        method = result.method
        proposing = result.proposing
        pairs = named(result.pairs)
        blockingPairs = named(result.blockingPairs)
        unmatched = result.unmatched.map { one in
            Unmatched(
                id: (one.side == .proposers ? input.proposers : input.acceptors)[one.place].id, side: one.side,
                reason: words("round.reason." + one.reason.rawValue), code: one.reason)
        }
        totalFit = result.figures.totalFit
        fit = result.figures.spread
        pairsWithoutFit = result.figures.pairsWithoutFit
        exposure = result.figures.exposure
        unlistedPairs = named(result.unlistedPairs)
        guarantee = Guarantee(
            code: result.guarantee, text: words("round.guarantee." + result.guarantee.rawValue))
    }

    private enum CodingKeys: String, CodingKey {
        case method, proposing, pairs, blockingPairs, unmatched, totalFit, fit, pairsWithoutFit, exposure, unlistedPairs,
            guarantee
    }

    /// `totalFit` is written as null when no fit is known, so that the answer always has its four parts.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(method, forKey: .method)
        try fields.encodeIfPresent(proposing, forKey: .proposing)
        try fields.encode(pairs, forKey: .pairs)
        try fields.encode(blockingPairs, forKey: .blockingPairs)
        try fields.encode(unmatched, forKey: .unmatched)
        try fields.encode(totalFit, forKey: .totalFit)
        try fields.encodeIfPresent(fit, forKey: .fit)
        try fields.encode(pairsWithoutFit, forKey: .pairsWithoutFit)
        try fields.encode(exposure, forKey: .exposure)
        try fields.encode(unlistedPairs, forKey: .unlistedPairs)
        try fields.encode(guarantee, forKey: .guarantee)
    }

    /// For a terminal. Long lists are cut, saying so by their counts.
    public func text(words: Words) -> String {
        func list(_ heading: String, _ lines: [String]) -> [String] {
            [heading] + lines.prefix(Self.shown).map { "  " + $0 } + (lines.count > Self.shown ? ["  …"] : [])
        }
        var lines = list(words("round.text.pairs", count: pairs.count), pairs.map { $0.joined(separator: " – ") })
        lines += list(words("round.text.blocking", count: blockingPairs.count), blockingPairs.map { $0.joined(separator: " – ") })
        lines += list(words("round.text.unmatched", count: unmatched.count), unmatched.map { "\($0.id): \($0.reason)" })
        func number(_ value: Double) -> String { words.number(value, fractionDigits: 3) }
        if let totalFit, let fit {
            lines.append(
                words(
                    "round.text.fit",
                    [
                        "total": number(totalFit), "least": number(fit.least), "lower": number(fit.lowerQuartile),
                        "median": number(fit.median), "upper": number(fit.upperQuartile), "greatest": number(fit.greatest),
                    ]))
        }
        if let value = exposure.acceptors { lines.append(words("round.text.exposure", ["value": number(value)])) }
        lines.append(guarantee.text)
        return lines.joined(separator: "\n") + "\n"
    }

    private static let shown = 100
}
