/// The fits of a round, row by row, each row in the order of its acceptors.
struct FitTable: Sendable {
    /// Where the row of a proposer begins; one more than there are rows.
    let start: [Int]
    let acceptors: [Int32]
    let values: [Double]
    private let width: Int

    init(_ input: RoundInput) {
        let (rows, columns) = (input.proposers.count, input.acceptors.count)
        width = columns
        // Two stable counting sorts: by acceptor, then by proposer.
        let byAcceptor = Self.order(input.fits.count, keys: columns) { input.fits[$0].acceptor }
        let byRow = Self.order(input.fits.count, keys: rows) { input.fits[byAcceptor.order[$0]].proposer }
        start = byRow.start
        acceptors = byRow.order.map { input.fits[byAcceptor.order[$0]].acceptor }
        values = byRow.order.map { input.fits[byAcceptor.order[$0]].value }
    }

    private static func order(_ count: Int, keys: Int, _ key: (Int) -> Int32) -> (start: [Int], order: [Int]) {
        var start = [Int](repeating: 0, count: keys + 1)
        for item in 0..<count { start[Int(key(item)) + 1] += 1 }
        for index in 0..<keys { start[index + 1] += start[index] }
        var next = start
        var order = [Int](repeating: 0, count: count)
        for item in 0..<count {
            let place = Int(key(item))
            order[next[place]] = item
            next[place] += 1
        }
        return (start, order)
    }

    var isEmpty: Bool { values.isEmpty }

    func value(_ proposer: Int, _ acceptor: Int) -> Double? {
        var (low, high) = (start[proposer], start[proposer + 1])
        // A row that knows everybody needs no search.
        if high - low == width { return values[low + acceptor] }
        while low < high {
            let middle = (low + high) / 2
            if acceptors[middle] < Int32(acceptor) { low = middle + 1 } else { high = middle }
        }
        return low < start[proposer + 1] && acceptors[low] == Int32(acceptor) ? values[low] : nil
    }

    /// The lists of those who gave none: by their fits, greatest first, equal fits as equals. Fits below zero are not wanted.
    func completed(_ input: RoundInput) -> RoundInput {
        guard !isEmpty else { return input }
        var input = input
        for proposer in input.proposers.indices where input.proposers[proposer].preferences == nil {
            let row = start[proposer]..<start[proposer + 1]
            input.proposers[proposer].preferences = Self.list(row.map { (acceptors[$0], values[$0]) })
        }
        guard input.acceptors.contains(where: { $0.preferences == nil }) else { return input }
        var columns = [[(Int32, Double)]](repeating: [], count: input.acceptors.count)
        for proposer in input.proposers.indices {
            for place in start[proposer]..<start[proposer + 1] {
                columns[Int(acceptors[place])].append((Int32(proposer), values[place]))
            }
        }
        for acceptor in input.acceptors.indices where input.acceptors[acceptor].preferences == nil {
            input.acceptors[acceptor].preferences = Self.list(columns[acceptor])
        }
        return input
    }

    private static func list(_ entries: [(other: Int32, value: Double)]) -> RankedList {
        let sorted = entries.filter { $0.value >= 0 }.sorted { ($1.value, $0.other) < ($0.value, $1.other) }
        var list = RankedList()
        var index = 0
        while index < sorted.count {
            let end = sorted[index...].firstIndex { $0.value < sorted[index].value } ?? sorted.count
            list.append(sorted[index..<end].map(\.other))
            index = end
        }
        return list
    }
}
