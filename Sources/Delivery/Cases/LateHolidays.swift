import Platform
import SQL

/// A new version of a calendar: its open cases are counted anew, a batch at a time.
enum LateHolidays {
    struct Payload: Codable, Sendable {
        let calendar: String
        let version: Int
        /// The last case that was looked at.
        var after: ID<Case>?
    }

    static let kind = JobKind<Payload>("delivery.recount-cases")
    static let handler = JobHandler(kind, timeout: .minutes(30)) { payload, context in try await run(payload, context.services, as: context.principal) }

    private static let batch = 100

    static func run(_ payload: Payload, _ services: Services, as principal: Principal) async throws {
        let act = Act(principal, at: services.now)
        var after = payload.after
        while true {
            let place = after
            let ids = try await services.database.read { connection -> [ID<Case>] in
                // A later version has a job of its own.
                guard try CalendarStore.currentVersion(connection, key: payload.calendar) == payload.version else { return [] }
                let beyond: SQL = if let place { "AND id > \(place)" } else { "" }
                return try connection.query("""
                    SELECT id FROM case_record WHERE calendar_key = \(payload.calendar) AND calendar_version < \(payload.version)
                        AND \(CaseList.isOpen) \(beyond) ORDER BY id LIMIT \(batch)
                    """).map { try $0["id"] }
            }
            guard let last = ids.last else { return }
            try await services.database.write { try recount($0, act, ids, payload) }
            after = last
        }
    }

    private static func recount(_ connection: any Connection, _ act: Act, _ ids: [ID<Case>], _ payload: Payload) throws {
        guard let calendar = try CalendarStore.ready(connection, key: payload.calendar, version: payload.version) else { return }
        for id in ids {
            guard let record = try CaseStore.find(connection, id: id), record.state.phase.isOpen,
                record.calendarVersion < payload.version
            else { continue }
            let known = Set(record.calendar.definition.holidays)
            let declared = calendar.definition.holidays.filter { !known.contains($0) }.map { "\($0.name) (\($0.date))" }
            let reason = declared.isEmpty ? "–" : declared.prefix(10).joined(separator: ", ")
            let outcome = try RecountCase.run(
                connection, act, record, calendar: calendar, version: payload.version, reason: String(reason.prefix(2_000)))
            if outcome == .impossible {
                // It keeps its due date; whoever reads the audit sees that the calendar has to be mended.
                try act.audit(
                    connection, "case.recount-impossible", "case", id.description, before: record.calendarVersion, after: payload.version)
            }
        }
    }
}
