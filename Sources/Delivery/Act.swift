public import Platform
import SQL

/// Who acts and when: what every action of this room needs beside its own facts.
public struct Act: Sendable {
    public let principal: Principal
    public let now: Timestamp

    public init(_ principal: Principal, at now: Timestamp) {
        self.principal = principal
        self.now = now
    }

    func newID<Record>() -> ID<Record> { ID(at: now) }

    func audit(
        _ connection: any Connection, _ action: String, _ kind: String, _ id: String,
        before: (some Encodable)?, after: (some Encodable)?
    ) throws {
        try Audit.record(
            connection, by: principal, at: now, action, kind, id,
            before: before.map { try JSONValue(encoding: $0) }, after: after.map { try JSONValue(encoding: $0) })
    }
}
