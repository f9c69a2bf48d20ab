import TestSupport
import Testing

@testable import Exchange

/// What the solvers promise, on thousands of generated rounds.
struct RoundsSolverTests {
    /// With the lists that the solver made for those who gave none, for the checker.
    private func completed(_ input: RoundInput) -> RoundInput { FitTable(input).completed(input) }

    private func check(_ result: RoundResult, _ input: RoundInput, seed: UInt64) {
        let checker = RoundChecker(input: completed(input), pairs: Set(result.pairs))
        #expect(checker.breaches(result.pairs) == [], "seed \(seed)")
        #expect(result.blockingPairs == checker.blocking(), "seed \(seed), \(result.method)")
        let alone = result.unmatched.map { ($0.side == .proposers ? "p" : "a", $0.place) }
        let expected =
            input.proposers.indices.filter { place in !result.pairs.contains { $0.proposer == place } }.map { ("p", $0) }
            + input.acceptors.indices.filter { place in !result.pairs.contains { $0.acceptor == place } }.map { ("a", $0) }
        #expect(alone.elementsEqual(expected, by: ==), "seed \(seed)")
    }

    @Test(arguments: [RoundSide.proposers, .acceptors])
    func withoutCountryLimitsNoPairBlocks(proposing: RoundSide) {
        for seed in UInt64(1)...3000 {
            var made = RoundsGenerated(seed: seed)
            let input = made.round(.init(hasRules: seed % 2 == 0))
            let result = RoundSolver.solve(input, method: .deferredAcceptance, proposing: proposing)
            #expect(result.blockingPairs == [], "seed \(seed)")
            #expect(result.guarantee == .stable)
            check(result, input, seed: seed)
        }
    }

    /// With limits a pair may block, but only where somebody would move within a country whose limit is reached.
    @Test(arguments: [RoundSide.proposers, .acceptors])
    func withCountryLimitsOnlyMovesWithinACountryBlock(proposing: RoundSide) {
        var blocked = 0
        for seed in UInt64(1)...3000 {
            var made = RoundsGenerated(seed: seed)
            let input = made.round(.init(hasRules: seed % 2 == 0, hasCountryLimits: true))
            let result = RoundSolver.solve(input, method: .deferredAcceptance, proposing: proposing)
            check(result, input, seed: seed)
            blocked += result.blockingPairs.count
            for pair in result.blockingPairs {
                let movesThere = result.pairs.contains {
                    $0.proposer == pair.proposer && $0.acceptor != pair.acceptor
                        && input.acceptors[$0.acceptor].country == input.acceptors[pair.acceptor].country
                }
                let movesHere = result.pairs.contains {
                    $0.acceptor == pair.acceptor && $0.proposer != pair.proposer
                        && input.proposers[$0.proposer].country == input.proposers[pair.proposer].country
                }
                #expect(result.guarantee == .stableWithinLimits && (movesThere || movesHere), "seed \(seed), \(pair)")
            }
        }
        // The tests see the case that the guarantee speaks of.
        #expect(blocked > 0)
    }

    @Test func theGreatestFitIsFoundAndItsBlockingPairsAreTold() {
        for seed in UInt64(1)...2000 {
            var made = RoundsGenerated(seed: seed)
            let input = made.round(.init(most: 4, hasRules: seed % 2 == 0, hasCountryLimits: seed % 3 == 0, largestCapacity: 2))
            let result = RoundSolver.solve(input, method: .maxFit)
            check(result, input, seed: seed)
            let best = greatest(input)
            #expect(abs((result.figures.totalFit ?? 0) - best.total) < 1e-9 && result.pairs.count == best.pairs, "seed \(seed)")
        }
    }

    /// Tries every choice of pairs: the greatest total, and the most pairs that it can have.
    private func greatest(_ input: RoundInput) -> (total: Double, pairs: Int) {
        let fits = input.fits.filter { fit in
            fit.value >= 0 && !input.rules.mustHave.contains(RoundPair(Int(fit.proposer), Int(fit.acceptor)))
        }
        let must = input.rules.mustHave
        let known = Dictionary(uniqueKeysWithValues: input.fits.map { (RoundPair(Int($0.proposer), Int($0.acceptor)), $0.value) })
        var best = (total: -Double.infinity, pairs: 0)
        func go(_ index: Int, _ pairs: Set<RoundPair>, _ total: Double) {
            let checker = RoundChecker(input: input, pairs: pairs)
            guard checker.breaches(Array(pairs)) == [] else { return }
            if total > best.total + 1e-9 || (total > best.total - 1e-9 && pairs.count > best.pairs) { best = (total, pairs.count) }
            for next in index..<max(index, fits.count) {
                let fit = fits[next]
                go(next + 1, pairs.union([RoundPair(Int(fit.proposer), Int(fit.acceptor))]), total + fit.value)
            }
        }
        go(0, Set(must), must.compactMap { known[$0] }.reduce(0, +))
        return best
    }

    /// With strict lists and one meeting each, the side that proposes can have nothing better in any stable result.
    @Test func theProposingSideFaresBest() {
        for seed in UInt64(1)...300 {
            var made = RoundsGenerated(seed: seed)
            var input = made.round(.init(most: 4, hasTies: false, largestCapacity: 1))
            input.fits = []
            input.rules.noSelfMatch = false
            let ours = RoundSolver.solve(input, method: .deferredAcceptance)
            let theirs = RoundSolver.solve(input, method: .deferredAcceptance, proposing: .acceptors)
            func rank(_ result: RoundResult, _ proposer: Int) -> Int {
                guard let pair = result.pairs.first(where: { $0.proposer == proposer }) else { return .max }
                return input.proposers[proposer].preferences?.others.firstIndex(of: Int32(pair.acceptor)) ?? .max
            }
            for proposer in input.proposers.indices { #expect(rank(ours, proposer) <= rank(theirs, proposer), "seed \(seed)") }
            // The same are left alone in every stable result.
            #expect(ours.unmatched.map(\.place) == theirs.unmatched.map(\.place), "seed \(seed)")
        }
    }

    @Test func exposureAndSpreadAreFiguresThatCanBeWorkedOutByHand() throws {
        #expect(RoundFigures.gini([2, 2, 2]) == 0)
        #expect(RoundFigures.gini([0, 0, 3]) == 2.0 / 3)
        #expect(RoundFigures.gini([]) == nil && RoundFigures.gini([0, 0]) == nil)
        let spread = try #require(RoundFigures.spread([1, 2, 3, 4]))
        #expect(spread.lowerQuartile == 1.75 && spread.median == 2.5 && spread.upperQuartile == 3.25)
        #expect(RoundFigures.spread([]) == nil)
    }

    @Test func eachReasonIsGiven() {
        func reasons(_ method: RoundMethod, _ change: (inout RoundInput) -> Void) -> [String: RoundResult.Reason] {
            var input = RoundInput(
                proposers: [.init(id: "p0", country: "BD", preferences: RankedList([[0]])), .init(id: "p1", preferences: RankedList([[0]]))],
                acceptors: [.init(id: "a0", country: "FJ", preferences: RankedList([[0], [1]]))], fits: [.init(0, 0, 2), .init(1, 0, 1)])
            change(&input)
            let unmatched = RoundSolver.solve(input, method: method).unmatched
            return Dictionary(uniqueKeysWithValues: unmatched.map {
                (($0.side == .proposers ? input.proposers : input.acceptors)[$0.place].id, $0.reason)
            })
        }
        #expect(reasons(.deferredAcceptance) { _ in } == ["p1": .othersPreferred])
        #expect(reasons(.maxFit) { _ in } == ["p1": .greaterElsewhere])
        #expect(reasons(.deferredAcceptance) { $0.proposers[1].capacity = 0 } == ["p1": .noCapacity])
        #expect(reasons(.deferredAcceptance) { $0.proposers[1].preferences = RankedList() } == ["p1": .emptyList])
        #expect(reasons(.deferredAcceptance) { $0.acceptors[0].preferences = RankedList([[0]]) } == ["p1": .notListed])
        #expect(reasons(.deferredAcceptance) { $0.rules.conflicts = [RoundPair(1, 0)] } == ["p1": .ruledOut])
        #expect(reasons(.deferredAcceptance) { $0.acceptors[0].capacity = 0 } == ["p0": .noRoom, "p1": .noRoom, "a0": .noCapacity])
        #expect(reasons(.maxFit) { $0.fits.removeLast() } == ["p1": .noFit])
        #expect(reasons(.maxFit) { $0.fits[1].value = -1 } == ["p1": .belowZero])
        #expect(
            reasons(.deferredAcceptance) { input in
                input.acceptors[0].capacity = 2
                input.rules.mostPerAcceptorCountry = 1
            } == ["p1": .countryLimit])
    }
}
