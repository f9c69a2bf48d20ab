/// Pairs who would rather meet each other than keep what a result gives them: not paired, each on the other's list, and each with
/// room or with a partner that it likes strictly less and would leave.
///
/// A pair that the rules forbid does not block. Nor does one that would break the limit of a country, also after both have left
/// a partner for it; must-have partners are not left.
enum BlockingPairs {
    /// - Parameter pairs: the result, without the must-have pairs.
    static func find(
        _ pairs: [RoundPair], _ input: RoundInput, _ limits: RoundLimits, _ edges: AcceptableEdges
    ) -> [RoundPair] {
        let check = Check(pairs, input, limits, from: edges.from)
        let paired = Set(pairs)
        var found: [RoundPair] = []
        for one in edges.start.indices.dropLast() {
            let floor = check.here.floor[one]
            for edge in edges.start[one]..<edges.start[one + 1] {
                // The list is in order: nothing further down is wanted more than what it has.
                if edges.all[edge].rankHere >= floor { break }
                let other = Int(edges.all[edge].target)
                guard edges.all[edge].rankThere < check.there.floor[other] else { continue }
                let pair = edges.from == .proposers ? RoundPair(one, other) : RoundPair(other, one)
                guard !paired.contains(pair) else { continue }
                if check.keepsLimits(one, edges.all[edge].rankHere, other, edges.all[edge].rankThere) { found.append(pair) }
            }
        }
        return found.sorted()
    }

    /// One side's partners, with how it ranks them.
    private struct Side {
        let limits: RoundLimits.Side
        /// A rank below this is wanted: the worst partner's, or everything while there is room.
        var floor: [Int32]
        var partners: [[(other: Int, rank: Int32)]]
        var left: [Int]

        init(_ participants: [RoundInput.Participant], _ limits: RoundLimits.Side, _ pairs: [(here: Int, there: Int)]) {
            self.limits = limits
            partners = Array(repeating: [], count: participants.count)
            left = limits.left
            for pair in pairs {
                partners[pair.here].append((pair.there, .max))
                if let country = limits.country[pair.here] { left[country] -= 1 }
            }
            floor = Array(repeating: .max, count: participants.count)
            for place in participants.indices where !partners[place].isEmpty {
                rank(place, participants[place].preferences)
                if partners[place].count >= limits.capacity[place] {
                    floor[place] = partners[place].map(\.rank).max() ?? .max
                }
            }
        }

        /// A partner that is not listed is liked less than all that are.
        private mutating func rank(_ place: Int, _ list: RankedList?) {
            guard let list else { return }
            let at = Dictionary(uniqueKeysWithValues: partners[place].enumerated().map { (Int32($1.other), $0) })
            var left = at.count
            for (other, rank) in zip(list.others, list.ranks) {
                guard let index = at[other] else { continue }
                partners[place][index].rank = rank
                left -= 1
                if left == 0 { break }
            }
        }

        func hasRoom(_ place: Int) -> Bool { partners[place].count < limits.capacity[place] }
        func isFull(countryOf place: Int) -> Bool { limits.country[place].map { left[$0] <= 0 } ?? false }
    }

    private struct Check {
        let here: Side
        let there: Side
        let countryHere: [String?]
        let countryThere: [String?]

        init(_ pairs: [RoundPair], _ input: RoundInput, _ limits: RoundLimits, from: RoundSide) {
            let ordered = pairs.map { from == .proposers ? ($0.proposer, $0.acceptor) : ($0.acceptor, $0.proposer) }
            let (one, other) = from == .proposers ? (input.proposers, input.acceptors) : (input.acceptors, input.proposers)
            here = Side(one, limits[from], ordered.map { (here: $0.0, there: $0.1) })
            there = Side(other, limits[from.other], ordered.map { (here: $0.1, there: $0.0) })
            countryHere = one.map(\.country)
            countryThere = other.map(\.country)
        }

        /// True when the two can meet without breaking the limit of a country, each having left at most one partner for the other.
        func keepsLimits(_ one: Int, _ rankHere: Int32, _ other: Int, _ rankThere: Int32) -> Bool {
            let (fullHere, fullThere) = (here.isFull(countryOf: one), there.isFull(countryOf: other))
            if !fullHere, !fullThere { return true }
            // What each could leave: nobody, somebody of the country of the other's partner, somebody else.
            let leavesHere = leaves(here, one, rankHere) { countryThere[$0] == countryThere[other] }
            let leavesThere = leaves(there, other, rankThere) { countryHere[$0] == countryHere[one] }
            return leavesHere.contains { mine in
                leavesThere.contains { theirs in
                    (!fullHere || mine != .nobody || theirs == .sameCountry)
                        && (!fullThere || theirs != .nobody || mine == .sameCountry)
                }
            }
        }

        private enum Leaves { case nobody, sameCountry, somebody }

        private func leaves(
            _ side: Side, _ place: Int, _ rank: Int32, isSameCountry: (Int) -> Bool
        ) -> [Leaves] {
            var found: [Leaves] = side.hasRoom(place) ? [.nobody] : []
            let worse = side.partners[place].filter { $0.rank > rank }
            if worse.contains(where: { isSameCountry($0.other) }) { found.append(.sameCountry) }
            if worse.contains(where: { !isSameCountry($0.other) }) { found.append(.somebody) }
            return found
        }
    }
}
