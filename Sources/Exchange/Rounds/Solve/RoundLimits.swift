/// What the rules leave for the solvers, once the must-have pairs have their places.
///
/// The must-have pairs stand in every result; so they are placed first, and what they use is taken from the limits.
struct RoundLimits: Sendable {
    struct Side: Sendable {
        /// How many more each can meet.
        var capacity: [Int]
        /// Of each participant: its place in `left`; nil where no limit holds.
        var country: [Int?]
        /// How many more pairs each limited country may have.
        var left: [Int]

        /// True when one more pair of this participant breaks no limit by itself.
        func hasRoom(_ place: Int) -> Bool { capacity[place] > 0 && (country[place].map { left[$0] > 0 } ?? true) }
    }

    let proposers: Side
    let acceptors: Side
    let must: [RoundPair]
    private let rules: RoundRules
    private let barred: Set<RoundPair>
    /// Equal numbers on both sides mean the same country; -1 for none.
    private let proposerCountries: [Int32]
    private let acceptorCountries: [Int32]
    /// The acceptor with the same id; -1 for none.
    private let twins: [Int32]

    init(_ input: RoundInput) {
        rules = input.rules
        must = input.rules.mustHave
        barred = Set(input.rules.conflicts).union(must)
        var numbers: [String: Int32] = [:]
        func number(_ country: String?) -> Int32 {
            guard let country else { return -1 }
            if let known = numbers[country] { return known }
            let new = Int32(numbers.count)
            numbers[country] = new
            return new
        }
        proposerCountries = input.proposers.map { number($0.country) }
        acceptorCountries = input.acceptors.map { number($0.country) }
        let places = Dictionary(
            input.acceptors.enumerated().map { ($1.id, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        twins = input.proposers.map { places[$0.id] ?? -1 }
        proposers = Self.side(
            input.proposers, proposerCountries, most: rules.mostPerProposerCountry, must: must.map(\.proposer))
        acceptors = Self.side(
            input.acceptors, acceptorCountries, most: rules.mostPerAcceptorCountry, must: must.map(\.acceptor))
    }

    private static func side(
        _ participants: [RoundInput.Participant], _ countries: [Int32], most: Int?, must: [Int]
    ) -> Side {
        var side = Side(
            capacity: participants.map(\.capacity), country: Array(repeating: nil, count: participants.count), left: [])
        if let most {
            var groups: [Int32: Int] = [:]
            for (place, country) in countries.enumerated() where country >= 0 {
                if groups[country] == nil {
                    groups[country] = side.left.count
                    side.left.append(most)
                }
                side.country[place] = groups[country]
            }
        }
        for place in must {
            side.capacity[place] -= 1
            if let country = side.country[place] { side.left[country] -= 1 }
        }
        return side
    }

    subscript(side: RoundSide) -> Side { side == .proposers ? proposers : acceptors }

    /// True when the rules keep this pair apart, whatever else is paired.
    func forbids(_ proposer: Int, _ acceptor: Int) -> Bool {
        if rules.noSelfMatch {
            if twins[proposer] == Int32(acceptor) { return true }
            let country = proposerCountries[proposer]
            if country >= 0, country == acceptorCountries[acceptor] { return true }
        }
        return !barred.isEmpty && barred.contains(RoundPair(proposer, acceptor))
    }

}
