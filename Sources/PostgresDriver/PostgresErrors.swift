import CPostgres
import SQL

extension DatabaseError {
    /// What an error result of the server means. Only the primary message is kept: the detail may hold personal data.
    init(result: OpaquePointer, statement: String?) {
        let message = Self.field("M", of: result) ?? "The server gave no reason."
        let constraint = Self.field("n", of: result)
        let kind: Kind =
            switch Self.field("C", of: result) ?? "" {
            case "23505": .unique(constraint: constraint)
            case "23503": .foreignKey(constraint: constraint)
            case "23514": .check(constraint: constraint)
            case "23502":
                .notNull(column: [Self.field("t", of: result), Self.field("c", of: result)].compactMap(\.self).joined(separator: "."))
            case "40001", "40P01": .serialization
            case "55P03": .busy
            case "25006": .readOnly
            case "57P01", "57P02", "57P03": .connectionLost
            case let state where state.hasPrefix("08"): .connectionLost
            default: .other
            }
        self.init(kind, message: message, statement: statement)
    }

    /// The server or the way to it is gone.
    static func lost(_ reason: String, statement: String? = nil) -> DatabaseError {
        let reason = reason.split(whereSeparator: \.isNewline).joined(separator: " ")
        return DatabaseError(.connectionLost, message: reason, statement: statement)
    }

    /// One field of an error result; the codes are those of the protocol (C: SQLSTATE, M: message, n: constraint …).
    static func field(_ code: Unicode.Scalar, of result: OpaquePointer) -> String? {
        PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
    }
}
