public import Platform
public import SQL

/// Cases that were kept long enough: found by the rules of their services, reported, and only then emptied.
public enum Retention {
    /// One line of the report.
    public struct Line: Sendable, Equatable {
        public let service: String
        public let category: String?
        public let outcome: CaseOutcome?
        /// Kept so long.
        public let days: Int
        /// Would be emptied now.
        public internal(set) var due: Int
        /// Would be, but for a legal hold.
        public internal(set) var held: Int
    }

    public struct Report: Sendable {
        public internal(set) var lines: [Line] = []
        /// The cases themselves, for the run.
        var cases: [ID<Case>] = []

        public var due: Int { lines.reduce(0) { $0 + $1.due } }
        public var held: Int { lines.reduce(0) { $0 + $1.held } }
    }

    /// The most cases of one report: a further one follows.
    public static let most = 10_000
    private static let batch = 500

    /// What would be done now. Changes nothing.
    ///
    /// - Parameter organisations: whose services; nil: all.
    public static func report(
        _ connection: any Connection, at now: Timestamp, organisations: Set<ID<Organisation>>? = nil
    ) throws -> Report {
        var report = Report()
        let own: SQL = if let organisations { "AND s.organisation_id IN \(in: organisations)" } else { "" }
        // Few services of a catalogue have rules, and only those are read.
        let rows = try connection.query("""
            SELECT s.id, s.slug, v.definition FROM service s
            JOIN service_version v ON v.service_id = s.id AND v.number = s.current_version
            WHERE v.definition LIKE '%"retention":[{%' \(own) ORDER BY s.slug
            """)
        for row in rows {
            let service: ID<Service> = try row["id"]
            // The rules that hold today, not those of the day on which a case began: a law that shortens them shortens them for all.
            let current: ServiceDefinition = try Coding.decode(from: try row["definition"])
            guard let least = current.retention.map(\.days).min() else { continue }
            try collect(connection, service, try row["slug"], current.retention, before: now.adding(.zero - .days(least)), now, &report)
        }
        return report
    }

    private static func collect(
        _ connection: any Connection, _ service: ID<Service>, _ slug: String, _ rules: [RetentionRule], before moment: Timestamp,
        _ now: Timestamp, _ report: inout Report
    ) throws {
        var after: (at: Timestamp, id: ID<Case>)?
        while report.cases.count < most {
            let beyond: SQL = if let after { "AND (c.updated_at > \(after.at) OR (c.updated_at = \(after.at) AND c.id > \(after.id)))" } else { "" }
            let rows = try connection.query("""
                SELECT c.id, c.category, c.outcome, c.updated_at, h.case_id AS held FROM case_record c
                LEFT JOIN case_hold h ON h.case_id = c.id
                WHERE c.service_id = \(service) AND c.phase IN ('closed', 'withdrawn', 'duplicate') AND c.erased = 0
                    AND c.updated_at <= \(moment) \(beyond)
                ORDER BY c.updated_at, c.id LIMIT \(batch)
                """)
            for row in rows {
                let (id, category, outcome): (ID<Case>, String?, CaseOutcome?) = (try row["id"], try row["category"], try row["outcome"])
                let (ended, held): (Timestamp, String?) = (try row["updated_at"], try row["held"])
                after = (ended, id)
                guard let days = RetentionRule.days(rules, category: category, outcome: outcome), now.since(ended) >= .days(days),
                    try !hasOpenAppeal(connection, id)
                else { continue }
                add(Line(service: slug, category: category, outcome: outcome, days: days, due: held == nil ? 1 : 0, held: held == nil ? 0 : 1), &report)
                if held == nil { report.cases.append(id) }
                if report.cases.count == most { return }
            }
            if rows.count < batch { return }
        }
    }

    /// What somebody still has to judge is kept.
    private static func hasOpenAppeal(_ connection: any Connection, _ id: ID<Case>) throws -> Bool {
        try !GrievanceStore.openAppeals(connection, against: id).isEmpty
    }

    private static func add(_ line: Line, _ report: inout Report) {
        let place = report.lines.firstIndex {
            ($0.service, $0.category, $0.outcome, $0.days) == (line.service, line.category, line.outcome, line.days)
        }
        guard let place else { return report.lines.append(line) }
        report.lines[place].due += line.due
        report.lines[place].held += line.held
    }

    /// Empties what a report named, if it still names as many: nobody removes more than they were told.
    ///
    /// - Returns: how many were emptied.
    public static func run(_ database: any Database, _ act: Act, expected: Int, organisations: Set<ID<Organisation>>? = nil) async throws -> Int {
        let found = try await database.read { try report($0, at: act.now, organisations: organisations) }
        guard found.due == expected else { throw Refusal.invalid([FieldIssue("count", "error.retention-count", ["count": String(found.due)])]) }
        var done = 0
        for start in stride(from: 0, to: found.cases.count, by: 50) {
            let part = Array(found.cases[start..<min(start + 50, found.cases.count)])
            done += try await database.write { connection in
                var count = 0
                // A hold that came meanwhile is kept.
                for id in part where try CaseHoldStore.find(connection, id) == nil {
                    guard let record = try CaseStore.find(connection, id: id) else { continue }
                    try RedactCase.run(connection, act, record, Set(RedactedPart.allCases), reason: reason)
                    count += 1
                }
                return count
            }
        }
        let (emptied, lines) = (done, found.lines)
        try await database.write { connection in
            try act.audit(
                connection, "retention.run", "retention", "run", before: String?.none, after: Audited(emptied: emptied, lines: lines.map(Audited.Line.init)))
        }
        return done
    }

    /// Read by the citizen as the reason of the tombstone.
    static let reason = "retention"

    private struct Audited: Encodable {
        struct Line: Encodable {
            let service: String
            let category: String?
            let outcome: CaseOutcome?
            let days, due, held: Int

            init(_ line: Retention.Line) {
                (service, category, outcome, days, due, held) = (line.service, line.category, line.outcome, line.days, line.due, line.held)
            }
        }

        let emptied: Int
        let lines: [Line]
    }
}
