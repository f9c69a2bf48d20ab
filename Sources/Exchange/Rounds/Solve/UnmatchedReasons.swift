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

    /// One side: who meets nobody, and the nearest that each of them came.
    private struct Side {
        let participants: [RoundInput.Participant]
        let isAlone: [Bool]
        let isFull: [Bool]
        private(set) var reasons: [RoundResult.Reason?]

        init(_ participants: [RoundInput.Participant], _ met: [Int]) {
            var meetings = [Int](repeating: 0, count: participants.count)
            for place in met { meetings[place] += 1 }
            self.participants = participants
            isAlone = meetings.map { $0 == 0 }
            isFull = zip(meetings, participants).map { $0 >= $1.capacity }
            reasons = Array(repeating: nil, count: participants.count)
        }

        mutating func note(_ reason: RoundResult.Reason, _ place: Int) {
            if isAlone[place], reasons[place].map({ $0 < reason }) ?? true { reasons[place] = reason }
        }
    }

    private struct Book {
        let limits: RoundLimits
        private var proposers: Side
        private var acceptors: Side

        init(_ pairs: [RoundPair], _ input: RoundInput, _ limits: RoundLimits) {
            self.limits = limits
            proposers = Side(input.proposers, pairs.map(\.proposer))
            acceptors = Side(input.acceptors, pairs.map(\.acceptor))
        }

        private subscript(side: RoundSide) -> Side {
            get { side == .proposers ? proposers : acceptors }
            set {
                switch side {
                case .proposers: proposers = newValue
                case .acceptors: acceptors = newValue
                }
            }
        }

        private func barrier(_ proposer: Int, _ acceptor: Int, _ side: RoundSide) -> RoundResult.Reason? {
            if limits.forbids(proposer, acceptor) { return .ruledOut }
            let (here, there) = side == .proposers ? (proposer, acceptor) : (acceptor, proposer)
            if limits[side.other].capacity[there] <= 0 { return .noRoom }
            return limits[side].hasRoom(here) && limits[side.other].hasRoom(there) ? nil : .countryLimit
        }

        /// What stood between two who both would and may: the other is full, or a country is.
        mutating func readLists(_ edges: AcceptableEdges) {
            var (here, there) = (self[edges.from], self[edges.from.other])
            for one in edges.start.indices.dropLast() {
                let reason: RoundResult.Reason = here.isFull[one] ? .othersPreferred : .countryLimit
                for edge in edges.start[one]..<edges.start[one + 1] {
                    let other = Int(edges.all[edge].target)
                    if here.isAlone[one] { here.note(there.isFull[other] ? .othersPreferred : .countryLimit, one) }
                    // Known already, as for most of the millions that a large round has.
                    if there.isAlone[other], there.reasons[other] != reason { there.note(reason, other) }
                }
            }
            (self[edges.from], self[edges.from.other]) = (here, there)
            for side in RoundSide.allCases { readWithoutEdges(side) }
        }

        /// Those who are left without a single acceptable pair: were they not listed, or did a rule or a lack of room stand there?
        private mutating func readWithoutEdges(_ side: RoundSide) {
            var mine = self[side]
            var lists: [Int: Set<Int32>] = [:]
            for place in mine.participants.indices where mine.isAlone[place] && mine.reasons[place] == nil {
                let others = mine.participants[place].preferences?.others ?? []
                if others.isEmpty { continue }
                mine.note(.notListed, place)
                lists[place] = Set(others)
            }
            if lists.isEmpty { return }
            for (other, participant) in self[side.other].participants.enumerated() {
                for place in participant.preferences?.others ?? [] {
                    guard let list = lists[Int(place)], list.contains(Int32(other)) else { continue }
                    let (proposer, acceptor) = side == .proposers ? (Int(place), other) : (other, Int(place))
                    if let reason = barrier(proposer, acceptor, side) { mine.note(reason, Int(place)) }
                }
            }
            self[side] = mine
        }

        mutating func readFits(_ fits: FitTable) {
            for proposer in proposers.participants.indices {
                for index in fits.start[proposer]..<fits.start[proposer + 1] {
                    let acceptor = Int(fits.others[index])
                    guard proposers.isAlone[proposer] || acceptors.isAlone[acceptor] else { continue }
                    func reason(_ side: RoundSide, isFull: Bool) -> RoundResult.Reason {
                        if fits.values[index] < 0 { return .belowZero }
                        return barrier(proposer, acceptor, side) ?? (isFull ? .greaterElsewhere : .countryLimit)
                    }
                    if proposers.isAlone[proposer] {
                        proposers.note(reason(.proposers, isFull: acceptors.isFull[acceptor]), proposer)
                    }
                    if acceptors.isAlone[acceptor] {
                        acceptors.note(reason(.acceptors, isFull: proposers.isFull[proposer]), acceptor)
                    }
                }
            }
        }

        func unmatched(_ method: RoundMethod) -> [RoundResult.Unmatched] {
            RoundSide.allCases.flatMap { side in
                let mine = self[side]
                return mine.participants.indices.filter { mine.isAlone[$0] }.map { place in
                    let otherwise: RoundResult.Reason = method == .maxFit ? .noFit : .emptyList
                    return RoundResult.Unmatched(
                        side: side, place: place,
                        reason: mine.participants[place].capacity == 0 ? .noCapacity : mine.reasons[place] ?? otherwise)
                }
            }
        }
    }
}
