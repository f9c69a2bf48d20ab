import GRDBSQLite
import SQL

extension DatabaseError {
    /// What a failed call on `handle` means.
    init(sqlite handle: OpaquePointer, statement: String?) {
        let code = sqlite3_extended_errcode(handle)
        let message = String(cString: sqlite3_errmsg(handle))
        self.init(Self.kind(code: code, message: message), message: message, statement: statement)
    }

    static func kind(code: Int32, message: String) -> Kind {
        // Extended result codes are C macros that Swift does not see: the number of the detail stands above the low byte.
        switch (code & 0xff, code >> 8) {
        case (SQLITE_CONSTRAINT, 1): .check(constraint: subject(of: message))
        case (SQLITE_CONSTRAINT, 3): .foreignKey(constraint: nil)
        case (SQLITE_CONSTRAINT, 5): .notNull(column: subject(of: message))
        case (SQLITE_CONSTRAINT, 6), (SQLITE_CONSTRAINT, 8), (SQLITE_CONSTRAINT, 10):
            .unique(constraint: subject(of: message))
        case (SQLITE_BUSY, _), (SQLITE_LOCKED, _): .busy
        case (SQLITE_READONLY, _): .readOnly
        default: .other
        }
    }

    /// "UNIQUE constraint failed: person.email" → "person.email"; "… failed: index 'name'" → "name".
    private static func subject(of message: String) -> String? {
        guard let range = message.firstRange(of: "failed: ") else { return nil }
        let subject = message[range.upperBound...]
        guard subject.hasPrefix("index '"), subject.hasSuffix("'") else { return String(subject) }
        return String(subject.dropFirst("index '".count).dropLast())
    }
}

/// For the file that imports GRDB, where the name `DatabaseError` means GRDB's.
func failure(code: Int32, message: String, path: String) -> any Error {
    DatabaseError(DatabaseError.kind(code: code, message: message), message: "\(path): \(message)")
}
