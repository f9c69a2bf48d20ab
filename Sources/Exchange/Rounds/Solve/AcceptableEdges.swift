/// The pairs in which both sides list each other, no rule forbids, and both have room beside their must-have pairs: for each of the
/// proposing side, best first.
struct AcceptableEdges: Sendable {
    /// Which side the edges are listed by.
    let from: RoundSide
    /// Where the edges of a participant begin; one more than there are participants.
    let start: [Int]
    /// Millions in a large round: they are written once, without being cleared before.
    let all: [Edge]

    struct Edge: Sendable {
        let target: Int32
        /// How `target` ranks in the list of the one who proposes; equals share a rank.
        let rankHere: Int32
        /// How the one who proposes ranks in the list of `target`.
        let rankThere: Int32
        /// The same without equals: ties are broken by the greater fit, then by the order of the file.
        let placeThere: Int32
    }

    /// An entry of a list, seen from the one who stands in it.
    private struct Mention {
        let lister: Int32
        let place: Int32
        let rank: Int32
    }

    init(_ input: RoundInput, _ limits: RoundLimits, _ fits: FitTable, from: RoundSide) {
        self.from = from
        let (here, there) = from == .proposers ? (input.proposers, input.acceptors) : (input.acceptors, input.proposers)
        let (roomHere, roomThere) = (limits[from], limits[from.other])
        let byAcceptor = input.acceptors.contains { $0.preferences?.hasTies ?? false } ? fits.turned() : fits
        let (fitsHere, fitsThere) = from == .proposers ? (fits, byAcceptor) : (byAcceptor, fits)
        let (first, mentions) = Self.mentions(of: here.count, in: there, fitsThere)
        let hasRoomThere = there.indices.map(roomThere.hasRoom)
        var mentionOf = [Int32](repeating: -1, count: there.count)
        var start = [0]
        start.reserveCapacity(here.count + 1)
        all = [Edge](unsafeUninitializedCapacity: mentions.count) { edges, count in
            for (index, participant) in here.enumerated() {
                if let list = participant.preferences, roomHere.hasRoom(index) {
                    let row = first[index]..<first[index + 1]
                    for entry in row { mentionOf[Int(mentions[entry].lister)] = Int32(entry - row.lowerBound) }
                    let order = Self.order(list, fitsHere, row: index)
                    for position in 0..<list.count {
                        let entry = order?[position] ?? position
                        let other = Int(list.others[entry])
                        guard mentionOf[other] >= 0, hasRoomThere[other] else { continue }
                        let forbidden = from == .proposers ? limits.forbids(index, other) : limits.forbids(other, index)
                        if forbidden { continue }
                        let mention = mentions[row.lowerBound + Int(mentionOf[other])]
                        edges.initializeElement(
                            at: count,
                            to: Edge(
                                target: Int32(other), rankHere: list.ranks[entry], rankThere: mention.rank, placeThere: mention.place))
                        count += 1
                    }
                    for entry in row { mentionOf[Int(mentions[entry].lister)] = -1 }
                }
                start.append(count)
            }
        }
        self.start = start
    }

    /// What the other side thinks, turned round: for each participant here, who lists it and where.
    private static func mentions(
        of count: Int, in there: [RoundInput.Participant], _ fits: FitTable
    ) -> (first: [Int], mentions: [Mention]) {
        var first = [Int](repeating: 0, count: count + 1)
        for participant in there {
            for other in participant.preferences?.others ?? [] { first[Int(other) + 1] += 1 }
        }
        for index in 0..<count { first[index + 1] += first[index] }
        var next = first
        let mentions = [Mention](unsafeUninitializedCapacity: first[count]) { mentions, written in
            for (index, participant) in there.enumerated() {
                guard let list = participant.preferences else { continue }
                let order = order(list, fits, row: index)
                for position in 0..<list.count {
                    let entry = order?[position] ?? position
                    let other = Int(list.others[entry])
                    mentions.initializeElement(
                        at: next[other], to: Mention(lister: Int32(index), place: Int32(position), rank: list.ranks[entry]))
                    next[other] += 1
                }
            }
            written = first[count]
        }
        return (first, mentions)
    }

    /// The entries of a list with its ties broken; nil for one that stands in that order already, as most do: nothing is sorted then.
    private static func order(_ list: RankedList, _ fits: FitTable, row: Int) -> [Int]? {
        guard list.hasTies else { return nil }
        func fit(_ entry: Int) -> Double { fits.isEmpty ? 0 : fits.value(row, Int(list.others[entry])) ?? -.infinity }
        var order: [Int]?
        var begin = 0
        while begin < list.count {
            var end = begin + 1
            while end < list.count, list.ranks[end] == list.ranks[begin] { end += 1 }
            if end - begin > 1, !isInOrder(list, begin..<end, fit) {
                let keys = (begin..<end).map { (fit: fit($0), other: list.others[$0], entry: $0) }
                    .sorted { ($1.fit, $0.other) < ($0.fit, $1.other) }
                if order == nil { order = Array(0..<list.count) }
                for (offset, key) in keys.enumerated() { order?[begin + offset] = key.entry }
            }
            begin = end
        }
        return order
    }

    private static func isInOrder(_ list: RankedList, _ equals: Range<Int>, _ fit: (Int) -> Double) -> Bool {
        var last = fit(equals.lowerBound)
        for entry in equals.dropFirst() {
            let next = fit(entry)
            if next > last || (next == last && list.others[entry] < list.others[entry - 1]) { return false }
            last = next
        }
        return true
    }
}
