/// Rows of `Connection.insert` that wait to be written, those of a table together. Each driver's connection holds one.
package struct PendingInserts {
    private var tables: [(head: SQL, rows: [SQL])] = []
    private var ready: [(head: SQL, rows: ArraySlice<SQL>)] = []

    /// libpq gives up the description of a statement with more than 7,500 parameters.
    private static let mostValues = 7_000

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

    /// The next statement that writes some of them, tables in the order of their first rows; nil when none is left.
    package mutating func next() -> SQL? {
        if ready.isEmpty, !tables.isEmpty {
            ready = tables.reversed().flatMap { head, rows in
                let widest = rows.lazy.map(\.valueCount).max() ?? 1
                return rows.powersOfTwo(most: min(512, Self.mostValues / max(1, widest))).reversed().map { (head, $0) }
            }
            tables = []
        }
        return ready.popLast().map { "INSERT INTO \($0.head) VALUES \($0.rows.joined(", "))" }
    }

    package mutating func drop() { (tables, ready) = ([], []) }
}
