import GRDBSQLite
import SQL

/// A prepared statement of one connection; finalized with the object.
final class SQLiteStatement {
    let pointer: OpaquePointer
    /// Being stepped: a closure that runs the same text within its own loop needs a second statement.
    var inUse = false
    private var columns: (shared: Row.Columns, preparation: Int32)?

    init(_ text: String, on handle: OpaquePointer, keep: Bool) throws(DatabaseError) {
        var pointer: OpaquePointer?
        let flags: UInt32 = keep ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        var tail = ""
        let code = text.withCString { start in
            var rest: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v3(handle, start, -1, flags, &pointer, &rest)
            if code == SQLITE_OK, let rest { tail = String(cString: rest) }
            return code
        }
        guard code == SQLITE_OK else { throw DatabaseError(sqlite: handle, statement: text) }
        guard let pointer else { throw DatabaseError(.other, message: "The statement is empty.", statement: text) }
        self.pointer = pointer
        // As on PostgreSQL: a second statement would silently not be run.
        if tail.contains(where: { !$0.isWhitespace && $0 != ";" }) {
            throw DatabaseError(.other, message: "More than one statement; use script for that.", statement: text)
        }
    }

    deinit { sqlite3_finalize(pointer) }

    var isReadOnly: Bool { sqlite3_stmt_readonly(pointer) != 0 }

    func bind(_ values: [SQLValue], text: String) throws(DatabaseError) {
        guard sqlite3_bind_parameter_count(pointer) == Int32(values.count) else {
            throw DatabaseError(
                .other, message: "The statement's text holds a placeholder of its own: interpolate the value instead.",
                statement: text)
        }
        for (offset, value) in values.enumerated() {
            let index = Int32(offset + 1)
            let code =
                switch value {
                case .null: sqlite3_bind_null(pointer, index)
                case .integer(let number): sqlite3_bind_int64(pointer, index, number)
                case .real(let number): sqlite3_bind_double(pointer, index, number)
                case .text(let string): try bind(string, at: index, text: text)
                case .blob(let bytes):
                    bytes.withUnsafeBytes { buffer in
                        // An empty array may have no address, which SQLite would take for NULL.
                        if let start = buffer.baseAddress, !buffer.isEmpty {
                            sqlite3_bind_blob64(pointer, index, start, UInt64(buffer.count), transient)
                        } else {
                            sqlite3_bind_zeroblob(pointer, index, 0)
                        }
                    }
                }
            guard code == SQLITE_OK else {
                throw DatabaseError(.other, message: String(cString: sqlite3_errstr(code)), statement: text)
            }
        }
    }

    private func bind(_ string: String, at index: Int32, text: String) throws(DatabaseError) -> Int32 {
        var string = string
        let code: Int32? = string.withUTF8 { buffer in
            // PostgreSQL cannot store it, so neither engine does.
            if buffer.contains(0) { return nil }
            return buffer.withMemoryRebound(to: CChar.self) { characters in
                guard let start = characters.baseAddress else { return sqlite3_bind_text(pointer, index, "", 0, transient) }
                return sqlite3_bind_text(pointer, index, start, Int32(characters.count), transient)
            }
        }
        guard let code else { throw DatabaseError(.other, message: "A text holds the character U+0000.", statement: text) }
        return code
    }

    /// The row that the statement stands on.
    func row() -> Row {
        // A schema change prepares the statement anew and may change its columns.
        let preparation = sqlite3_stmt_status(pointer, SQLITE_STMTSTATUS_REPREPARE, 0)
        let shared: Row.Columns
        if let columns, columns.preparation == preparation {
            shared = columns.shared
        } else {
            shared = Row.Columns(
                (0..<sqlite3_column_count(pointer)).map { String(cString: sqlite3_column_name(pointer, $0)) })
            columns = (shared, preparation)
        }
        let count = shared.names.count
        let values = [SQLValue](unsafeUninitializedCapacity: count) { buffer, filled in
            for index in 0..<count {
                (buffer.baseAddress! + index).initialize(to: value(at: Int32(index)))
            }
            filled = count
        }
        return Row(columns: shared, values: values)
    }

    private func value(at index: Int32) -> SQLValue {
        switch sqlite3_column_type(pointer, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(pointer, index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(pointer, index))
        case SQLITE_TEXT:
            let start = sqlite3_column_text(pointer, index)
            let count = Int(sqlite3_column_bytes(pointer, index))
            return .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(pointer, index)
            let count = Int(sqlite3_column_bytes(pointer, index))
            return .blob([UInt8](UnsafeRawBufferPointer(start: start, count: count)))
        default: return .null
        }
    }
}

/// Tells SQLite to copy what it is given. (The C macro is a cast that Swift does not see.)
private var transient: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
