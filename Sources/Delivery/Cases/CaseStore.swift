public import Platform
public import SQL

/// All reading and writing of cases.
public enum CaseStore {
    /// Stands in `due` for "no date now", after all dates.
    static let noDate = 1_000_000

    public static func find(_ connection: any Connection, reference: String) throws -> Case? {
        try find(connection, "c.reference = \(reference)")
    }

    public static func find(_ connection: any Connection, id: ID<Case>) throws -> Case? {
        try find(connection, "c.id = \(id)")
    }

    /// The record and its history in one round trip.
    private static func find(_ connection: any Connection, _ condition: SQL) throws -> Case? {
        let (row, events) = try connection.ask(
            Question(
                """
                SELECT c.*, s.slug, k.definition AS calendar_definition FROM case_record c JOIN service s ON s.id = c.service_id
                JOIN calendar_version k ON k.calendar_key = c.calendar_key AND k.number = c.calendar_version WHERE \(condition)
                """, first: { $0 }),
            Question(
                """
                SELECT e.* FROM case_event e JOIN case_record c ON c.id = e.case_id WHERE \(condition) ORDER BY e.number
                """, each: event))
        return try row.map { try read(connection, $0, events) }
    }

    private static func read(_ connection: any Connection, _ row: Row, _ events: [CaseEvent]) throws -> Case {
        let id: ID<Case> = try row["id"]
        let (key, version): (String, Int) = (try row["calendar_key"], try row["calendar_version"])
        let calendar = try CalendarStore.ready(key: key, version: version, text: try row["calendar_definition"])
        let (service, number): (ID<Service>, Int) = (try row["service_id"], try row["service_version"])
        let definition = try GrievanceStore.definition(ServiceDefinitions.find(connection, service, version: number), row)
        let first: ID<Office> = try row["first_office_id"]
        var record = Case(
            id: id, reference: try row["reference"], codeHash: try row["code_hash"],
            codeOwner: try row["code_owner"] ?? id.description, service: service, serviceVersion: number, definition: definition,
            serviceSlug: try row["slug"], calendarKey: key, calendarVersion: version, calendar: calendar, channel: try row["channel"],
            language: try row["language"], applicant: try row["applicant"], answers: try Coding.decode(from: try row["answers"]),
            visibility: try row["visibility"], firstOffice: first, receivedAt: try row["received_at"], events: events,
            state: try CaseState(events, steps: definition.steps.count, office: first), listedDue: try row["due"])
        record.listedStepDue = try row["step_due"]
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

    static func isTaken(_ reference: String) -> Question<Bool> {
        Question("SELECT 1 FROM case_record WHERE reference = \(reference)") { !$0.isEmpty }
    }

    // MARK: What belongs to a case

    static let mostSimilar = 5

    /// References of cases of a service that look like the same request.
    static func similar(_ service: ID<Service>, key: String, except id: ID<Case>?) -> Question<[String]> {
        let other: SQL = if let id { "AND id <> \(id)" } else { "" }
        return Question(
            """
            SELECT reference FROM case_record WHERE service_id = \(service) AND similar_key = \(key) AND similar_key <> '' \(other)
            ORDER BY id DESC LIMIT \(mostSimilar)
            """, each: { try $0["reference"] })
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
