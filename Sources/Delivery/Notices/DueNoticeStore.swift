import Platform
import SQL

/// All reading and writing of what was said about limits.
enum DueNoticeStore {
    struct Candidate: Sendable {
        let id: ID<Case>
        let reference: String
        let office: ID<Office>
        let organisation: ID<Organisation>
        let assignee: ID<Person>?
        let due: Int
        let said: Int
        let calendarKey: String
        let calendarVersion: Int
        /// Some people may not know of it.
        let isBarred: Bool
        let isSealed: Bool
    }

    /// Open cases that are our turn, by how far their notices have come and their due day; `after` is the last one of the page before.
    static func candidates(
        _ connection: any Connection, said: Int, upTo due: Int, after: CaseList.Place?, limit: Int
    ) throws -> [Candidate] {
        let beyond: SQL =
            if let after { "AND due >= \(after.due) AND (due > \(after.due) OR id > \(after.id))" } else { "" }
        return try connection.query("""
            SELECT id, reference, office_id, organisation_id, assignee_id, due, noticed, calendar_key, calendar_version, barred, visibility FROM case_record
            WHERE noticed = \(said) AND due <= \(due) AND turn = 'office' AND \(CaseList.isOpen) \(beyond)
            ORDER BY due, id LIMIT \(limit)
            """).map { row in
                Candidate(
                    id: try row["id"], reference: try row["reference"], office: try row["office_id"],
                    organisation: try row["organisation_id"], assignee: try row["assignee_id"], due: try row["due"],
                    said: try row["noticed"], calendarKey: try row["calendar_key"], calendarVersion: try row["calendar_version"],
                    isBarred: try row["barred"] as Int == 1,
                    isSealed: try row["visibility"] as CaseVisibility == .sealed)
            }
    }

    /// Notes that a step happened, unless the case has moved on meanwhile.
    /// - Returns: whether it was noted; only then is anybody written to.
    static func note(_ connection: any Connection, _ act: Act, _ case: Candidate, step: Int) throws -> Bool {
        let noted = try connection.execute("""
            UPDATE case_record SET noticed = \(step) WHERE id = \(`case`.id) AND noticed = \(`case`.said) AND due = \(`case`.due)
                AND turn = 'office' AND \(CaseList.isOpen)
            """)
        guard noted > 0 else { return false }
        if step == DueNotice.all { return true }
        try connection.send("""
            INSERT INTO case_notice (case_id, level, due, office_id, at)
            VALUES (\(`case`.id), \(step), \(`case`.due), \(`case`.office), \(act.now))
            """)
        try act.audit(
            connection, step == DueNotice.reminded ? "case.reminded" : "case.escalated", "case", `case`.id.description,
            before: `case`.said, after: step)
        return true
    }

    static func list(_ connection: any Connection, _ id: ID<Case>) throws -> [(level: Int, at: Timestamp)] {
        try connection.query("SELECT level, at FROM case_notice WHERE case_id = \(id) ORDER BY at, level").map {
            (try $0["level"], try $0["at"])
        }
    }

    /// An office and those above it, its own first.
    static func chain(_ connection: any Connection, _ office: ID<Office>) throws -> [Office] {
        var chain: [Office] = []
        var next: ID<Office>? = office
        while let id = next, chain.count < DueNotice.mostLevels, !chain.contains(where: { $0.id == id }),
            let found = try OfficeStore.find(connection, id: id)
        {
            chain.append(found)
            next = found.parent
        }
        return chain
    }
}
