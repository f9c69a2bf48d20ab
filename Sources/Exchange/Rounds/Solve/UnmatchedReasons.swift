/// Says of each who meets nobody what stood in the way.
enum UnmatchedReasons {
    static func find(
        _ pairs: [RoundPair], _ input: RoundInput, _ limits: RoundLimits, _ edges: AcceptableEdges, _ fits: FitTable,
        method: RoundMethod
    ) -> [RoundResult.Unmatched] {
        var book = Book(pairs, input, limits)
        switch method {
        case .deferredAcceptance: book.readLists(edges)
        case .maxFit: book.readFits(fits)
        }
        return book.unmatched(method)
    }

    private struct Book {
        let input: RoundInput
        let limits: RoundLimits
        private var meetings: [RoundSide: [Int]] = [:]
        private var reasons: [RoundSide: [RoundResult.Reason?]] = [:]

        init(_ pairs: [RoundPair], _ input: RoundInput, _ limits: RoundLimits) {
            (self.input, self.limits) = (input, limits)
            var (proposers, acceptors) = (
                [Int](repeating: 0, count: input.proposers.count), [Int](repeating: 0, count: input.acceptors.count)
            )
            for pair in pairs {
                proposers[pair.proposer] += 1
                acceptors[pair.acceptor] += 1
            }
            meetings = [.proposers: proposers, .acceptors: acceptors]
            reasons = [
                .proposers: Array(repeating: nil, count: proposers.count),
                .acceptors: Array(repeating: nil, count: acceptors.count),
            ]
        }

        private func participants(_ side: RoundSide) -> [RoundInput.Participant] {
            side == .proposers ? input.proposers : input.acceptors
        }

        private func isAlone(_ side: RoundSide, _ place: Int) -> Bool { meetings[side]?[place] == 0 }
        private func isFull(_ side: RoundSide, _ place: Int) -> Bool {
            (meetings[side]?[place] ?? 0) >= participants(side)[place].capacity
        }

        private mutating func note(_ reason: RoundResult.Reason, _ side: RoundSide, _ place: Int) {
            guard isAlone(side, place) else { return }
            let known = reasons[side]?[place]
            if known == nil || known.flatMap({ $0 }).map({ $0 < reason }) ?? true { reasons[side]?[place] = reason }
        }

        /// What stood between two who both would and may.
        private func last(_ side: RoundSide, _ other: Int, _ lost: RoundResult.Reason) -> RoundResult.Reason {
            isFull(side.other, other) ? lost : .countryLimit
        }

        private func barrier(_ proposer: Int, _ acceptor: Int, _ side: RoundSide) -> RoundResult.Reason? {
            if limits.forbids(proposer, acceptor) { return .ruledOut }
            let (here, there) = side == .proposers ? (proposer, acceptor) : (acceptor, proposer)
            if limits[side.other].capacity[there] <= 0 { return .noRoom }
            return limits[side].hasRoom(here) && limits[side.other].hasRoom(there) ? nil : .countryLimit
        }

        mutating func readLists(_ edges: AcceptableEdges) {
            for one in edges.start.indices.dropLast() {
                for edge in edges.start[one]..<edges.start[one + 1] {
                    let other = Int(edges.target[edge])
                    if isAlone(edges.from, one) { note(last(edges.from, other, .othersPreferred), edges.from, one) }
                    if isAlone(edges.from.other, other) {
                        note(last(edges.from.other, one, .othersPreferred), edges.from.other, other)
                    }
                }
            }
            for side in RoundSide.allCases { readWithoutEdges(side) }
        }

        /// Those who are left without a single acceptable pair: were they not listed, or did a rule or a lack of room stand there?
        private mutating func readWithoutEdges(_ side: RoundSide) {
            let mine = participants(side)
            let wanted = mine.indices.filter { isAlone(side, $0) && reasons[side]?[$0] == .some(nil) }
            var lists: [Int: Set<Int32>] = [:]
            for place in wanted {
                let others = mine[place].preferences?.others ?? []
                if others.isEmpty { continue }
                note(.notListed, side, place)
                lists[place] = Set(others)
            }
            if lists.isEmpty { return }
            for (other, participant) in participants(side.other).enumerated() {
                for place in participant.preferences?.others ?? [] {
                    guard let list = lists[Int(place)], list.contains(Int32(other)) else { continue }
                    let (proposer, acceptor) = side == .proposers ? (Int(place), other) : (other, Int(place))
                    if let reason = barrier(proposer, acceptor, side) { note(reason, side, Int(place)) }
                }
            }
        }

        mutating func readFits(_ fits: FitTable) {
            for proposer in input.proposers.indices {
                for index in fits.start[proposer]..<fits.start[proposer + 1] {
                    let acceptor = Int(fits.acceptors[index])
                    for (side, place) in [(RoundSide.proposers, proposer), (.acceptors, acceptor)] where isAlone(side, place) {
                        let other = side == .proposers ? acceptor : proposer
                        note(
                            fits.values[index] < 0
                                ? .belowZero
                                : barrier(proposer, acceptor, side) ?? last(side, other, .greaterElsewhere), side, place)
                    }
                }
            }
        }

        func unmatched(_ method: RoundMethod) -> [RoundResult.Unmatched] {
            RoundSide.allCases.flatMap { side in
                participants(side).indices.filter { isAlone(side, $0) }.map { place in
                    let otherwise: RoundResult.Reason = method == .maxFit ? .noFit : .emptyList
                    return RoundResult.Unmatched(
                        side: side, place: place,
                        reason: participants(side)[place].capacity == 0
                            ? .noCapacity : reasons[side]?[place].flatMap { $0 } ?? otherwise)
                }
            }
        }
    }
}
