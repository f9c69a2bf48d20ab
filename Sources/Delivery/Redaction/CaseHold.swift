public import Platform
public import SQL

/// A legal hold: nothing of the case may be removed.
public struct CaseHold: Sendable, Equatable {
    public let reason: String
    public let placedAt: Timestamp
}

enum CaseHoldStore {
    static func find(_ connection: any Connection, _ id: ID<Case>) throws -> CaseHold? {
        try connection.first("SELECT reason, placed_at FROM case_hold WHERE case_id = \(id)").map {
            CaseHold(reason: try $0["reason"], placedAt: try $0["placed_at"])
        }
    }
}

/// Places a legal hold on a case and lifts it.
public enum HoldCase {
    public static func place(_ connection: any Connection, _ act: Act, _ record: Case, reason: String) throws {
        let issues = reason.isEmpty ? [FieldIssue("reason", "error.empty")] : PlainText.issues(reason, "reason", most: 500)
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        guard try CaseHoldStore.find(connection, record.id) == nil else { throw Refusal.denied(.deny("case.obstacle.held-already")) }
        try connection.execute("""
            INSERT INTO case_hold (case_id, reason, placed_by, placed_at)
            VALUES (\(record.id), \(reason), \(act.principal.auditName), \(act.now))
            """)
        try act.audit(connection, "case.hold-placed", "case", record.id.description, before: String?.none, after: reason)
    }

    public static func lift(_ connection: any Connection, _ act: Act, _ record: Case) throws {
        guard let hold = try CaseHoldStore.find(connection, record.id) else { throw Refusal.denied(.deny("case.obstacle.not-held")) }
        try connection.execute("DELETE FROM case_hold WHERE case_id = \(record.id)")
        try act.audit(connection, "case.hold-lifted", "case", record.id.description, before: hold.reason, after: String?.none)
    }
}
