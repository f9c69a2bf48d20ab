/// Rows of `Connection.insert` that wait to be written, those of a table together. Each driver's connection holds one.
package struct PendingInserts {
    private var tables: [(head: SQL, rows: [SQL])] = []

    /// libpq gives up the description of a statement with more than 7,500 parameters.
    private static let mostValues = 7_000
    private static let mostRows = 512

    package init() {}

    /// Takes a row on. There is no moment at which they are too many: to write some between two rows that belong together would turn
    /// the order of their tables round.
    package mutating func add(_ row: SQL, into head: SQL) {
        if let known = tables.firstIndex(where: { $0.head == head }) {
            tables[known].rows.append(row)
        } else {
            tables.append((head, [row]))
        }
    }

    /// The statements that write all of it, for tables in the order of their first rows.
    ///
    /// Each has a power of two of rows: lists of all lengths then share a few prepared statements.
    package mutating func take() -> [SQL] {
        defer { tables = [] }
        return tables.flatMap { head, rows in
            var (statements, rest): ([SQL], ArraySlice<SQL>) = ([], rows[...])
            let most = min(Self.mostRows, Self.mostValues / max(1, rows[0].valueCount))
            while !rest.isEmpty {
                let some = rest.prefix(Self.powerOfTwo(below: min(rest.count, most)))
                statements.append("INSERT INTO \(head) VALUES \(some.joined(", "))")
                rest = rest.dropFirst(some.count)
            }
            return statements
        }
    }

    package mutating func drop() { tables = [] }

    /// The largest that is not more than `count`, which is at least 1.
    private static func powerOfTwo(below count: Int) -> Int {
        1 << (Int.bitWidth - 1 - max(1, count).leadingZeroBitCount)
    }
}
