import Platform
public import SQL

/// What the nightly job will empty, and from when on: told before it happens.
public enum RetentionNotice {
    /// One line of what is announced.
    struct Line: Sendable, Equatable {
        let service: String
        let category: String?
        let outcome: CaseOutcome?
        let actAt: Timestamp
        let cases: Int
    }

    /// Between the announcement and the emptying, so that somebody can place a legal hold.
    static let ahead: Duration = .days(14)

    /// Announces cases, each once.
    static func announce(_ connection: any Connection, _ cases: [ID<Case>], actAt: Timestamp, at now: Timestamp) throws {
        for some in cases.powersOfTwo(most: 512) {
            let rows = some.map { id -> SQL in "(\(id), \(actAt), \(now))" }
            try connection.send("""
                INSERT INTO retention_notice (case_id, act_at, announced_at) VALUES \(rows.joined(", ")) ON CONFLICT (case_id) DO NOTHING
                """)
        }
    }

    /// What came under a hold or was opened again is announced anew when its time has come once more.
    static func forgetStale(_ connection: any Connection) throws {
        try connection.execute("""
            DELETE FROM retention_notice WHERE case_id IN (SELECT case_id FROM case_hold)
                OR case_id IN (SELECT c.id FROM case_record c JOIN retention_notice n ON n.case_id = c.id WHERE c.\(CaseList.isOpen))
            """)
    }

    static func forget(_ connection: any Connection, _ id: ID<Case>) throws {
        try connection.send("DELETE FROM retention_notice WHERE case_id = \(id)")
    }

    /// When a case will be emptied, if that was announced and no hold keeps it.
    static func of(_ id: ID<Case>) -> Question<Timestamp?> {
        Question(
            """
            SELECT n.act_at FROM retention_notice n LEFT JOIN case_hold h ON h.case_id = n.case_id
            WHERE n.case_id = \(id) AND h.case_id IS NULL
            """, first: { try $0["act_at"] })
    }

    /// - Parameter organisations: whose services; nil: all.
    static func lines(_ connection: any Connection, organisations: Set<ID<Organisation>>?) throws -> [Line] {
        try connection.query("""
            SELECT s.slug, c.category, c.outcome, n.act_at, COUNT(*) AS cases \(source(organisations))
            GROUP BY s.slug, c.category, c.outcome, n.act_at ORDER BY n.act_at, s.slug, c.category NULLS FIRST, c.outcome NULLS FIRST LIMIT 500
            """).map { row in
                Line(
                    service: try row["slug"], category: try row["category"], outcome: try row["outcome"], actAt: try row["act_at"],
                    cases: try row["cases"])
            }
    }

    /// The numbers of those that go first, as far as somebody may see them.
    static func references(_ connection: any Connection, for principal: Principal, organisations: Set<ID<Organisation>>) throws -> [String] {
        try connection.query("""
            SELECT c.reference \(source(organisations)) AND \(CaseRules.condition(for: principal, in: "c")) ORDER BY n.act_at, n.case_id LIMIT 50
            """).map { try $0["reference"] }
    }

    /// How many are announced.
    public static func count(_ connection: any Connection) throws -> Int {
        try connection.value("SELECT COUNT(*) \(source(nil))") ?? 0
    }

    private static func source(_ organisations: Set<ID<Organisation>>?) -> SQL {
        let own: SQL = if let organisations { "AND s.organisation_id IN \(in: organisations)" } else { "" }
        return """
            FROM retention_notice n JOIN case_record c ON c.id = n.case_id JOIN service s ON s.id = c.service_id
            LEFT JOIN case_hold h ON h.case_id = n.case_id WHERE h.case_id IS NULL \(own)
            """
    }
}
