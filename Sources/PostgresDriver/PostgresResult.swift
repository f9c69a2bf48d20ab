import CPostgres
import SQL

/// An answer of the server, freed with the object.
final class PostgresResult {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit { PQclear(pointer) }

    var status: ExecStatusType { PQresultStatus(pointer) }
    var rowCount: Int { Int(PQntuples(pointer)) }
    var commandTag: String { String(cString: PQcmdStatus(pointer)) }

    /// How many rows an INSERT, UPDATE, DELETE or MERGE changed; 0 for all else.
    var changedRows: Int {
        commandTag.hasPrefix("SELECT") || commandTag.hasPrefix("FETCH")
            ? 0 : Int(String(cString: PQcmdTuples(pointer))) ?? 0
    }

    /// The columns' names and how their cells are read.
    struct Layout {
        let columns: Row.Columns
        let decoders: [PostgresDecoder]
    }

    var layout: Layout {
        let count = PQnfields(pointer)
        return Layout(
            columns: Row.Columns((0..<count).map { String(cString: PQfname(pointer, $0)) }),
            decoders: (0..<count).map { column in
                PostgresDecoder(type: PQftype(pointer, column), binary: PQfformat(pointer, column) == 1)
            })
    }

    func rows(_ layout: Layout) -> [Row] {
        var rows: [Row] = []
        rows.reserveCapacity(rowCount)
        forEachRow(layout) { row in
            rows.append(row)
            return true
        }
        return rows
    }

    /// Calls `body` with each row until it returns false. Returns whether it went to the end.
    @discardableResult
    func forEachRow(_ layout: Layout, _ body: (Row) throws -> Bool) rethrows -> Bool {
        let (columns, decoders) = (layout.columns, layout.decoders)
        let count = decoders.count
        for row in 0..<Int32(rowCount) {
            let values = [SQLValue](unsafeUninitializedCapacity: count) { buffer, filled in
                for column in 0..<count {
                    (buffer.baseAddress! + column).initialize(to: value(row, Int32(column), decoders[column]))
                }
                filled = count
            }
            if try !body(Row(columns: columns, values: values)) { return false }
        }
        return true
    }

    private func value(_ row: Int32, _ column: Int32, _ decoder: PostgresDecoder) -> SQLValue {
        if PQgetisnull(pointer, row, column) == 1 { return .null }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(pointer, row, column), count: Int(PQgetlength(pointer, row, column)))
        return decoder.decode(bytes)
    }
}
