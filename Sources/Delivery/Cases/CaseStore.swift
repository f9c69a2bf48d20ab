public import Platform
public import SQL

/// All reading and writing of cases.
public enum CaseStore {
    /// Stands in `due` for "no date now", after all dates.
    static let noDate = 1_000_000

    public static func find(_ connection: any Connection, reference: String) throws -> Case? {
        try connection.first("SELECT c.*, s.slug, v.definition AS service_definition \(joined) WHERE c.reference = \(reference)")
            .flatMap { try read(connection, $0) }
    }

    public static func find(_ connection: any Connection, id: ID<Case>) throws -> Case? {
        try connection.first("SELECT c.*, s.slug, v.definition AS service_definition \(joined) WHERE c.id = \(id)")
            .flatMap { try read(connection, $0) }
    }

    private static let joined: SQL = """
        FROM case_record c JOIN service s ON s.id = c.service_id
        JOIN service_version v ON v.service_id = c.service_id AND v.number = c.service_version
        """

    private static func read(_ connection: any Connection, _ row: Row) throws -> Case? {
        let id: ID<Case> = try row["id"]
        let (key, version): (String, Int) = (try row["calendar_key"], try row["calendar_version"])
        guard let calendar = try CalendarStore.ready(connection, key: key, version: version) else { return nil }
        let definition = try GrievanceStore.definition(try Coding.decode(from: try row["service_definition"]), row)
        let events = try connection.query("SELECT * FROM case_event WHERE case_id = \(id) ORDER BY number").map(event)
        let first: ID<Office> = try row["first_office_id"]
        var record = Case(
            id: id, reference: try row["reference"], codeHash: try row["code_hash"], service: try row["service_id"],
            serviceVersion: try row["service_version"], definition: definition, serviceSlug: try row["slug"], calendarKey: key,
            calendarVersion: version, calendar: calendar, channel: try row["channel"], language: try row["language"],
            applicant: try row["applicant"], answers: try Coding.decode(from: try row["answers"]), visibility: try row["visibility"],
            firstOffice: first, receivedAt: try row["received_at"], events: events,
            state: try CaseState(events, steps: definition.steps.count, office: first))
        try GrievanceStore.complete(connection, &record, row)
        return record
    }

    private static func event(_ row: Row) throws -> CaseEvent {
        let (kind, part): (String, String) = (try row["kind"], try row["part"])
        guard let action = CaseAction(rawValue: kind), let actor = CaseActor(rawValue: part) else {
            throw RecordMissing(kind: "case action", id: kind)
        }
        return CaseEvent(
            number: try row["number"], at: try row["at"], recordedAt: try row["recorded_at"], action: action, part: actor,
            actor: try row["actor"], actorName: try row["actor_name"], facts: try Coding.decode(from: try row["facts"]))
    }

    // MARK: Writing

    static func insert(_ connection: any Connection, _ record: Case, similarKey: String, at now: Timestamp) throws {
        let due = try record.standing(at: now).due?.number ?? noDate
        let state = record.state
        try connection.execute("""
            INSERT INTO case_record (id, reference, code_hash, service_id, service_version, calendar_key, calendar_version,
                first_office_id, office_id, assignee_id, channel, language, applicant, similar_key, answers, phase, step, outcome, turn,
                visibility, due, events, received_at, updated_at)
            VALUES (\(record.id), \(record.reference), \(record.codeHash), \(record.service), \(record.serviceVersion),
                \(record.calendarKey), \(record.calendarVersion), \(record.firstOffice), \(record.office), \(state.assignee),
                \(record.channel), \(record.language), \(record.applicant), \(similarKey), \(try Coding.encode(record.answers)),
                \(state.phase), \(state.step), \(state.outcome), \(state.turn), \(record.visibility), \(due), \(state.events),
                \(record.receivedAt), \(now))
            """)
        for event in record.events { try insert(connection, event, of: record.id) }
        try count(connection, record.office, state.phase, state.turn, by: 1)
    }

    /// Writes one more event with what follows from it.
    static func append(_ connection: any Connection, _ event: CaseEvent, before: Case, after: Case, at now: Timestamp) throws {
        try insert(connection, event, of: after.id)
        let state = after.state
        let due = try after.standing(at: now).due?.number ?? noDate
        try connection.execute("""
            UPDATE case_record SET office_id = \(after.office), assignee_id = \(state.assignee), phase = \(state.phase),
                step = \(state.step), outcome = \(state.outcome), turn = \(state.turn), due = \(due), events = \(state.events),
                updated_at = \(now) WHERE id = \(after.id)
            """)
        let (old, new) = (before.state, state)
        guard (before.office, old.phase, old.turn) != (after.office, new.phase, new.turn) else { return }
        try count(connection, before.office, old.phase, old.turn, by: -1)
        try count(connection, after.office, new.phase, new.turn, by: 1)
    }

    private static func insert(_ connection: any Connection, _ event: CaseEvent, of id: ID<Case>) throws {
        try connection.execute("""
            INSERT INTO case_event (case_id, number, at, recorded_at, kind, part, actor, actor_name, facts)
            VALUES (\(id), \(event.number), \(event.at), \(event.recordedAt), \(event.action.rawValue), \(event.part.rawValue),
                \(event.actor), \(event.actorName), \(try Coding.encode(event.facts)))
            """)
    }

    /// The backlog's counters move with the case, in its transaction, so that nobody ever counts all cases.
    private static func count(
        _ connection: any Connection, _ office: ID<Office>, _ phase: CasePhase, _ turn: CaseTurn, by change: Int
    ) throws {
        try connection.execute("""
            INSERT INTO case_count (office_id, phase, turn, cases) VALUES (\(office), \(phase), \(turn), \(change))
            ON CONFLICT (office_id, phase, turn) DO UPDATE SET cases = case_count.cases + \(change)
            """)
    }

    // MARK: Lists

    /// Open cases of one person or of offices, soonest due first.
    public static func list(
        _ connection: any Connection, seenBy access: SQL, offices: [ID<Office>], assignee: ID<Person>?, unassigned: Bool = false, turn: CaseTurn?,
        after: (due: Int, id: ID<Case>)? = nil, limit: Int
    ) throws -> [CaseRow] {
        var conditions: [SQL] = ["phase IN ('submitted', 'accepted', 'in-step', 'decided', 'delivered')"]
        conditions.append("office_id IN \(in: offices)")
        conditions.append(access)
        if let assignee { conditions.append("assignee_id = \(assignee)") }
        if unassigned { conditions.append("assignee_id IS NULL") }
        if let turn { conditions.append("turn = \(turn)") } else { conditions.append("turn <> 'office'") }
        if let after { conditions.append("(due > \(after.due) OR (due = \(after.due) AND id > \(after.id)))") }
        return try connection.query("""
            SELECT id, reference, service_id, applicant, phase, turn, due, assignee_id, received_at FROM case_record
            WHERE \(conditions.joined(" AND ")) ORDER BY due, id LIMIT \(limit)
            """).map { row in
                let due: Int = try row["due"]
                return CaseRow(
                    id: try row["id"], reference: try row["reference"], service: try row["service_id"],
                    applicant: try row["applicant"], phase: try row["phase"], turn: try row["turn"],
                    due: due == noDate ? nil : Day(number: due), assignee: try row["assignee_id"], receivedAt: try row["received_at"])
            }
    }

    /// Open cases by phase and turn, from the counters.
    public static func backlog(
        _ connection: any Connection, offices: [ID<Office>]
    ) throws -> [(phase: CasePhase, turn: CaseTurn, cases: Int)] {
        try connection.query("""
            SELECT phase, turn, CAST(SUM(cases) AS BIGINT) AS cases FROM case_count WHERE office_id IN \(in: offices)
            GROUP BY phase, turn ORDER BY phase, turn
            """).map { (try $0["phase"], try $0["turn"], try $0["cases"]) }
    }

    /// References of open cases of a service that look like the same request.
    static func similar(_ connection: any Connection, service: ID<Service>, key: String, except id: ID<Case>?) throws -> [String] {
        guard !key.isEmpty else { return [] }
        let other: SQL = if let id { "AND id <> \(id)" } else { "" }
        return try connection.query("""
            SELECT reference FROM case_record WHERE service_id = \(service) AND similar_key = \(key) \(other)
            ORDER BY id DESC LIMIT 5
            """).map { try $0["reference"] }
    }

    static func similarKey(_ connection: any Connection, _ id: ID<Case>) throws -> String {
        try connection.value("SELECT similar_key FROM case_record WHERE id = \(id)") ?? ""
    }

    static func files(_ connection: any Connection, _ id: ID<Case>) throws -> [CaseFile] {
        try connection.query("SELECT file_id, field, name FROM case_file WHERE case_id = \(id) ORDER BY at, file_id").map {
            CaseFile(file: try $0["file_id"], field: try $0["field"], name: try $0["name"])
        }
    }

    static func insert(_ connection: any Connection, _ file: CaseFile, of id: ID<Case>, at now: Timestamp) throws {
        try connection.execute("""
            INSERT INTO case_file (case_id, file_id, field, name, at) VALUES (\(id), \(file.file), \(file.field), \(file.name), \(now))
            ON CONFLICT (case_id, field, file_id) DO NOTHING
            """)
    }
}

/// A document that came with a case.
struct CaseFile: Sendable, Equatable {
    /// The id of the stored file.
    let file: String
    /// The question or the evidence that it answers.
    let field: String
    let name: String
}
