/// The pairs in which both sides list each other, no rule forbids, and both have room beside their must-have pairs: for each of the
/// proposing side, best first.
struct AcceptableEdges: Sendable {
    /// Which side the edges are listed by.
    let from: RoundSide
    /// Where the edges of a participant begin; one more than there are participants.
    private(set) var start: [Int]
    private(set) var target: [Int32] = []
    /// How `target` ranks in the list of the one who proposes; equals share a rank.
    private(set) var rankHere: [Int32] = []
    /// How the one who proposes ranks in the list of `target`.
    private(set) var rankThere: [Int32] = []
    /// The same without equals: ties are broken by the greater fit, then by the order of the file.
    private(set) var placeThere: [Int32] = []

    init(_ input: RoundInput, _ limits: RoundLimits, _ fits: FitTable, from: RoundSide) {
        self.from = from
        let (here, there) = from == .proposers ? (input.proposers, input.acceptors) : (input.acceptors, input.proposers)
        let (roomHere, roomThere) = (limits[from], limits[from.other])
        let fit = { (here: Int, there: Int) in
            (from == .proposers ? fits.value(here, there) : fits.value(there, here)) ?? -.infinity
        }
        // What the other side thinks, turned round: for each participant here, who lists it and where.
        var first = [Int](repeating: 0, count: here.count + 1)
        for participant in there {
            for other in participant.preferences?.others ?? [] { first[Int(other) + 1] += 1 }
        }
        for index in here.indices { first[index + 1] += first[index] }
        var next = first
        let zero = [Int32](repeating: 0, count: first[here.count])
        var (lister, place, rank) = (zero, zero, zero)
        for (index, participant) in there.enumerated() {
            guard let list = participant.preferences else { continue }
            let order = Self.order(list, hasFits: !fits.isEmpty) { fit($0, index) }
            for (position, entry) in order.enumerated() {
                let other = Int(list.others[entry])
                lister[next[other]] = Int32(index)
                place[next[other]] = Int32(position)
                rank[next[other]] = list.ranks[entry]
                next[other] += 1
            }
        }

        start = [0]
        start.reserveCapacity(here.count + 1)
        target.reserveCapacity(zero.count)
        rankHere.reserveCapacity(zero.count)
        rankThere.reserveCapacity(zero.count)
        placeThere.reserveCapacity(zero.count)
        var entryOf = [Int32](repeating: -1, count: there.count)
        for (index, participant) in here.enumerated() {
            if let list = participant.preferences, roomHere.hasRoom(index) {
                let row = first[index]..<first[index + 1]
                for entry in row { entryOf[Int(lister[entry])] = Int32(entry - row.lowerBound) }
                for position in Self.order(list, hasFits: !fits.isEmpty, { fit(index, $0) }) {
                    let other = Int(list.others[position])
                    guard entryOf[other] >= 0, roomThere.hasRoom(other) else { continue }
                    let forbidden = from == .proposers ? limits.forbids(index, other) : limits.forbids(other, index)
                    if forbidden { continue }
                    let entry = row.lowerBound + Int(entryOf[other])
                    target.append(Int32(other))
                    rankHere.append(list.ranks[position])
                    rankThere.append(rank[entry])
                    placeThere.append(place[entry])
                }
                for entry in row { entryOf[Int(lister[entry])] = -1 }
            }
            start.append(target.count)
        }
    }

    /// The entries of a list with its ties broken.
    private static func order(_ list: RankedList, hasFits: Bool, _ fit: (Int) -> Double) -> [Int] {
        var order = Array(0..<list.count)
        guard let last = list.ranks.last, Int(last) + 1 < list.count else { return order }
        var begin = 0
        while begin < order.count {
            var end = begin + 1
            while end < order.count, list.ranks[end] == list.ranks[begin] { end += 1 }
            if end - begin > 1, !isInOrder(list, begin..<end, hasFits: hasFits, fit) {
                let keys = order[begin..<end].map { entry in
                    (fit: hasFits ? fit(Int(list.others[entry])) : 0, other: list.others[entry], entry: entry)
                }.sorted { ($1.fit, $0.other) < ($0.fit, $1.other) }
                for (offset, key) in keys.enumerated() { order[begin + offset] = key.entry }
            }
            begin = end
        }
        return order
    }

    /// True for equals that stand in the order in which ties are broken, as most do: then nothing is sorted.
    private static func isInOrder(_ list: RankedList, _ equals: Range<Int>, hasFits: Bool, _ fit: (Int) -> Double) -> Bool {
        var last = hasFits ? fit(Int(list.others[equals.lowerBound])) : 0
        for entry in equals.dropFirst() {
            let next = hasFits ? fit(Int(list.others[entry])) : 0
            if next > last || (next == last && list.others[entry] < list.others[entry - 1]) { return false }
            last = next
        }
        return true
    }
}
