/// The fits of a round, row by row, each row in the order of its columns. Rows are proposers; of the table turned round they are
/// acceptors.
struct FitTable: Sendable {
    /// Where a row begins; one more than there are rows.
    let start: [Int]
    /// Who stands in which column.
    let others: [Int32]
    let values: [Double]
    private let width: Int

    init(_ input: RoundInput) {
        let (rows, columns) = (input.proposers.count, input.acceptors.count)
        width = columns
        if Self.isInOrder(input.fits) {
            start = Self.starts(input.fits.count, keys: rows) { input.fits[$0].proposer }
            others = input.fits.map(\.acceptor)
            values = input.fits.map(\.value)
            return
        }
        // Two stable counting sorts: by acceptor, then by proposer.
        let byAcceptor = Self.order(input.fits.count, keys: columns) { input.fits[$0].acceptor }
        let byRow = Self.order(input.fits.count, keys: rows) { input.fits[byAcceptor.order[$0]].proposer }
        start = byRow.start
        others = byRow.order.map { input.fits[byAcceptor.order[$0]].acceptor }
        values = byRow.order.map { input.fits[byAcceptor.order[$0]].value }
    }

    private init(start: [Int], others: [Int32], values: [Double], width: Int) {
        (self.start, self.others, self.values, self.width) = (start, others, values, width)
    }

    /// As files are written: then nothing is sorted.
    private static func isInOrder(_ fits: [RoundInput.Fit]) -> Bool {
        guard var last = fits.first else { return true }
        for fit in fits.dropFirst() {
            if fit.proposer < last.proposer || (fit.proposer == last.proposer && fit.acceptor <= last.acceptor) { return false }
            last = fit
        }
        return true
    }

    private static func starts(_ count: Int, keys: Int, _ key: (Int) -> Int32) -> [Int] {
        var start = [Int](repeating: 0, count: keys + 1)
        for item in 0..<count { start[Int(key(item)) + 1] += 1 }
        for index in 0..<keys { start[index + 1] += start[index] }
        return start
    }

    private static func order(_ count: Int, keys: Int, _ key: (Int) -> Int32) -> (start: [Int], order: [Int]) {
        let start = starts(count, keys: keys, key)
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
    private var rows: Int { start.count - 1 }
    /// Everybody's fit with everybody is known.
    private var isFull: Bool { values.count == rows * width }

    /// - Parameter row: a proposer; of the table turned round an acceptor.
    func value(_ row: Int, _ column: Int) -> Double? {
        var (low, high) = (start[row], start[row + 1])
        // A row that knows everybody needs no search.
        if high - low == width { return values[low + column] }
        while low < high {
            let middle = (low + high) / 2
            if others[middle] < Int32(column) { low = middle + 1 } else { high = middle }
        }
        return low < start[row + 1] && others[low] == Int32(column) ? values[low] : nil
    }

    /// The same with rows and columns changed over: who walks along an acceptor's fits then walks through memory in order, which
    /// with millions of fits is many times as quick.
    func turned() -> FitTable {
        if isFull { return turnedFull() }
        let start = Self.starts(values.count, keys: width) { others[$0] }
        var next = start
        var (turnedOthers, turnedValues) = ([Int32](repeating: 0, count: values.count), [Double](repeating: 0, count: values.count))
        for row in 0..<rows {
            for entry in self.start[row]..<self.start[row + 1] {
                let place = Int(others[entry])
                turnedOthers[next[place]] = Int32(row)
                turnedValues[next[place]] = values[entry]
                next[place] += 1
            }
        }
        return FitTable(start: start, others: turnedOthers, values: turnedValues, width: rows)
    }

    /// In strips of a few columns, so that what is read and what is written both stay in the processor's cache.
    private func turnedFull() -> FitTable {
        let (rows, width) = (rows, width)
        let turned = [Double](unsafeUninitializedCapacity: values.count) { buffer, count in
            for strip in stride(from: 0, to: width, by: 16) {
                let end = min(strip + 16, width)
                for row in 0..<rows {
                    for column in strip..<end { buffer.initializeElement(at: column * rows + row, to: values[row * width + column]) }
                }
            }
            count = values.count
        }
        let everybody = (0..<Int32(rows))
        return FitTable(
            start: (0...width).map { $0 * rows }, others: (0..<width).flatMap { _ in everybody }, values: turned, width: rows)
    }

    /// The lists of those who gave none: by their fits, greatest first, equal fits as equals. Fits below zero are not wanted.
    func completed(_ input: RoundInput) -> RoundInput {
        guard !isEmpty else { return input }
        var input = input
        for proposer in input.proposers.indices where input.proposers[proposer].preferences == nil {
            input.proposers[proposer].preferences = list(proposer)
        }
        guard input.acceptors.contains(where: { $0.preferences == nil }) else { return input }
        let turned = turned()
        for acceptor in input.acceptors.indices where input.acceptors[acceptor].preferences == nil {
            input.acceptors[acceptor].preferences = turned.list(acceptor)
        }
        return input
    }

    private func list(_ row: Int) -> RankedList {
        let entries = (start[row]..<start[row + 1]).filter { values[$0] >= 0 }
            .sorted { (values[$1], others[$0]) < (values[$0], others[$1]) }
        var list = RankedList()
        var index = 0
        while index < entries.count {
            let end = entries[index...].firstIndex { values[$0] < values[entries[index]] } ?? entries.count
            list.append(entries[index..<end].map { others[$0] })
            index = end
        }
        return list
    }
}
