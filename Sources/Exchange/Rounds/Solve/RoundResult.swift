/// Who meets whom, and what can be said of it.
public struct RoundResult: Sendable, Equatable {
    public var method: RoundMethod
    /// Which side proposed; nil for the greatest fit, which prefers neither.
    public var proposing: RoundSide?
    /// In the order of their places, the must-have pairs among them.
    public var pairs: [RoundPair]
    public var blockingPairs: [RoundPair]
    public var unmatched: [Unmatched]
    /// Pairs of which one side did not list the other: possible by the greatest fit and as must-have pairs.
    public var unlistedPairs: [RoundPair]
    public var guarantee: Guarantee
    public var figures: RoundFigures

    public struct Unmatched: Sendable, Equatable {
        public var side: RoundSide
        public var place: Int
        public var reason: Reason
    }

    /// Why somebody has no partner: the last thing that stood in the way of the one who came nearest. In that order.
    public enum Reason: String, Sendable, CaseIterable, Codable, Comparable {
        case noCapacity = "no-capacity"
        case emptyList = "empty-list"
        case noFit = "no-fit"
        case belowZero = "fit-below-zero"
        case notListed = "not-listed"
        case ruledOut = "ruled-out"
        case noRoom = "no-room"
        case countryLimit = "country-limit"
        case othersPreferred = "others-preferred"
        case greaterElsewhere = "greater-elsewhere"

        public static func < (one: Reason, other: Reason) -> Bool {
            (allCases.firstIndex(of: one) ?? 0) < (allCases.firstIndex(of: other) ?? 0)
        }
    }

    /// What the method promises for every input of this kind.
    public enum Guarantee: String, Sendable, CaseIterable, Codable {
        /// No pair blocks.
        case stable
        /// With a limit for each country nothing can promise that no pair blocks. A pair can then block only where one side would
        /// move from one participant of a country to another of the same country, whose limit is reached.
        case stableWithinLimits = "stable-within-limits"
        /// No other choice of pairs has a greater total fit; of equal ones none has more pairs. Pairs may block.
        case greatestFit = "greatest-fit"
    }
}

/// Solves a round.
public enum RoundSolver {
    /// - Parameter input: checked by `RoundRulesCheck`.
    public static func solve(
        _ input: RoundInput, method: RoundMethod, proposing: RoundSide = .proposers
    ) -> RoundResult {
        let fits = FitTable(input)
        let input = fits.completed(input)
        let limits = RoundLimits(input)
        let edges = AcceptableEdges(input, limits, fits, from: method == .maxFit ? .proposers : proposing)
        let made: [RoundPair] =
            switch method {
            case .deferredAcceptance: DeferredAcceptance.solve(edges, limits)
            case .maxFit: MaxFit.solve(input, limits, fits)
            }
        let pairs = (made + limits.must).sorted()
        let isLimited = input.rules.mostPerProposerCountry != nil || input.rules.mostPerAcceptorCountry != nil
        return RoundResult(
            method: method, proposing: method == .maxFit ? nil : proposing, pairs: pairs,
            blockingPairs: BlockingPairs.find(made, input, limits, edges),
            unmatched: UnmatchedReasons.find(pairs, input, limits, edges, fits, method: method),
            unlistedPairs: unlisted(pairs, input),
            guarantee: method == .maxFit ? .greatestFit : isLimited ? .stableWithinLimits : .stable,
            figures: RoundFigures(pairs, input, fits))
    }

    /// The same, off the connections' threads: it may take seconds, for which the others of a thread should not wait.
    static func solveAside(
        _ input: RoundInput, method: RoundMethod, proposing: RoundSide = .proposers
    ) async -> RoundResult {
        await withTaskExecutorPreference(globalConcurrentExecutor) { solve(input, method: method, proposing: proposing) }
    }

    private static func unlisted(_ pairs: [RoundPair], _ input: RoundInput) -> [RoundPair] {
        /// Whether each is on its owner's list. A list is read no further than to the last that is looked for.
        func listed(_ participants: [RoundInput.Participant], _ wanted: [(owner: Int, other: Int)]) -> [Bool] {
            var byOwner = [[(other: Int32, index: Int)]](repeating: [], count: participants.count)
            for (index, pair) in wanted.enumerated() { byOwner[pair.owner].append((Int32(pair.other), index)) }
            var found = [Bool](repeating: false, count: wanted.count)
            for (owner, partners) in byOwner.enumerated() where !partners.isEmpty {
                var left = partners.count
                for other in participants[owner].preferences?.others ?? [] {
                    for partner in partners where partner.other == other {
                        found[partner.index] = true
                        left -= 1
                    }
                    if left == 0 { break }
                }
            }
            return found
        }
        let here = listed(input.proposers, pairs.map { ($0.proposer, $0.acceptor) })
        let there = listed(input.acceptors, pairs.map { ($0.acceptor, $0.proposer) })
        return pairs.indices.filter { !(here[$0] && there[$0]) }.map { pairs[$0] }
    }
}
