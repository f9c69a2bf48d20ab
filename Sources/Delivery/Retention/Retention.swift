public import Platform
public import SQL

/// Cases that were kept long enough: found by the rules of their services, reported, and only then emptied.
public enum Retention {
    /// One line of the report.
    public struct Line: Sendable, Equatable {
        /// Whose service it is.
        let organisation: ID<Organisation>
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

    /// Which of the cases whose time is over.
    public enum Which: Sendable {
        case all
        case unannounced
        /// Those that the nightly job may empty.
        case announced(until: Timestamp)
    }

    /// What would be done at a moment. Changes nothing.
    ///
    /// - Parameter organisations: whose services; nil: all.
    public static func report(
        _ connection: any Connection, at now: Timestamp, _ which: Which = .all, organisations: Set<ID<Organisation>>? = nil
    ) throws -> Report {
        var report = Report()
        let own: SQL = if let organisations { "AND s.organisation_id IN \(in: organisations)" } else { "" }
        // Few services of a catalogue have rules, and only those are read.
        let rows = try connection.query("""
            SELECT s.id, s.slug, s.organisation_id, v.definition FROM service s
            JOIN service_version v ON v.service_id = s.id AND v.number = s.current_version
            WHERE v.definition LIKE '%"retention":[{%' \(own) ORDER BY s.slug
            """)
        for row in rows {
            let service: ID<Service> = try row["id"]
            // The rules that hold today, not those of the day on which a case began: a law that shortens them shortens them for all.
            let current: ServiceDefinition = try Coding.decode(from: try row["definition"])
            guard let least = current.retention.map(\.days).min() else { continue }
            let line = Line(
                organisation: try row["organisation_id"], service: try row["slug"], category: nil, outcome: nil, days: least, due: 0, held: 0)
            try collect(connection, service, line, current.retention, which, now, &report)
        }
        return report
    }

    private static func collect(
        _ connection: any Connection, _ service: ID<Service>, _ least: Line, _ rules: [RetentionRule], _ which: Which, _ now: Timestamp,
        _ report: inout Report
    ) throws {
        let moment = now.adding(.zero - .days(least.days))
        let notice: SQL =
            switch which {
            case .all: ""
            case .unannounced: "AND NOT EXISTS (SELECT 1 FROM retention_notice n WHERE n.case_id = c.id)"
            case .announced(let until): "AND EXISTS (SELECT 1 FROM retention_notice n WHERE n.case_id = c.id AND n.act_at <= \(until))"
            }
        var after: (at: Timestamp, id: ID<Case>)?
        while report.cases.count < most {
            let beyond: SQL = if let after { "AND (c.updated_at > \(after.at) OR (c.updated_at = \(after.at) AND c.id > \(after.id)))" } else { "" }
            let rows = try connection.query("""
                SELECT c.id, c.category, c.outcome, c.updated_at, h.case_id AS held FROM case_record c
                LEFT JOIN case_hold h ON h.case_id = c.id
                WHERE c.service_id = \(service) AND c.phase IN ('closed', 'withdrawn', 'duplicate') AND c.erased = 0
                    AND c.updated_at <= \(moment) \(notice) \(beyond)
                ORDER BY c.updated_at, c.id LIMIT \(batch)
                """)
            for row in rows {
                let (id, category, outcome): (ID<Case>, String?, CaseOutcome?) = (try row["id"], try row["category"], try row["outcome"])
                let (ended, held): (Timestamp, String?) = (try row["updated_at"], try row["held"])
                after = (ended, id)
                guard let days = RetentionRule.days(rules, category: category, outcome: outcome), now.since(ended) >= .days(days),
                    try !hasOpenAppeal(connection, id)
                else { continue }
                add(Line(organisation: least.organisation, service: least.service, category: category, outcome: outcome, days: days, due: held == nil ? 1 : 0, held: held == nil ? 0 : 1), &report)
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
        return try await empty(database, act, found)
    }

    /// Empties the cases of a report, but for those that came under a hold or were opened again meanwhile.
    static func empty(_ database: any Database, _ act: Act, _ found: Report) async throws -> Int {
        var done = 0
        for start in stride(from: 0, to: found.cases.count, by: 50) {
            let part = Array(found.cases[start..<min(start + 50, found.cases.count)])
            done += try await database.write { connection in
                var count = 0
                // A hold that came meanwhile is kept.
                for id in part where try CaseHoldStore.find(connection, id) == nil {
                    guard let record = try CaseStore.find(connection, id: id), !record.state.phase.isOpen else { continue }
                    try RetentionNotice.forget(connection, id)
                    try RedactCase.run(connection, act, record, Set(RedactedPart.allCases), reason: reason)
                    count += 1
                }
                return count
            }
        }
        let emptied = done
        try await database.write { try audit($0, act, "retention.run", found, cases: emptied) }
        return done
    }

    static func audit(_ connection: any Connection, _ act: Act, _ action: String, _ found: Report, cases: Int) throws {
        try act.audit(
            connection, action, "retention", "run", before: String?.none, after: Audited(cases: cases, lines: found.lines.map(Audited.Line.init)))
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

        /// Emptied, or announced.
        let cases: Int
        let lines: [Line]
    }
}
