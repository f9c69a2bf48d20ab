import Platform
import SQL

/// Applications that somebody began and will come back to, by a code. Nobody else can find them: the code's hash is their key.
enum DraftStore {
    struct Draft: Sendable {
        let service: ID<Service>
        let answers: FormAnswers
        let files: [CaseFile]
    }

    static let lifetime: Duration = .days(30)
    static let answersLimit = 100_000

    static func key(_ code: String) -> String { CaseCode.hash(code, of: "draft") }

    static func find(_ connection: any Connection, code: String, service: ID<Service>, at now: Timestamp) throws -> Draft? {
        let key = key(code)
        let youngest = now.adding(.zero - lifetime)
        guard let row = try connection.first("""
            SELECT service_id, answers FROM case_draft
            WHERE code_hash = \(key) AND service_id = \(service) AND updated_at >= \(youngest)
            """)
        else { return nil }
        let files = try connection.query("SELECT file_id, field, name FROM case_draft_file WHERE draft = \(key) ORDER BY field, file_id").map {
            CaseFile(file: try $0["file_id"], field: try $0["field"], name: try $0["name"])
        }
        return Draft(service: try row["service_id"], answers: try Coding.decode(from: try row["answers"]), files: files)
    }

    static func save(
        _ connection: any Connection, code: String, _ service: Service, _ answers: FormAnswers, files: [CaseFile], language: String,
        at now: Timestamp
    ) throws {
        let key = key(code)
        let text = try Coding.encode(answers)
        guard text.utf8.count <= answersLimit else {
            throw Refusal.invalid([FieldIssue("", "error.longer", ["limit": String(answersLimit), "length": String(text.utf8.count)])])
        }
        try connection.execute("""
            INSERT INTO case_draft (code_hash, service_id, service_version, answers, language, updated_at)
            VALUES (\(key), \(service.id), \(service.version), \(text), \(language), \(now))
            ON CONFLICT (code_hash) DO UPDATE SET answers = \(text), language = \(language), updated_at = \(now)
            """)
        for file in files {
            try connection.execute("""
                INSERT INTO case_draft_file (draft, file_id, field, name) VALUES (\(key), \(file.file), \(file.field), \(file.name))
                ON CONFLICT (draft, field, file_id) DO NOTHING
                """)
        }
    }

    static func remove(_ connection: any Connection, code: String) throws {
        try connection.execute("DELETE FROM case_draft WHERE code_hash = \(key(code))")
    }

    /// Drops what nobody came back to.
    static func removeOld(_ connection: any Connection, at now: Timestamp) throws {
        try connection.execute("DELETE FROM case_draft WHERE updated_at < \(now.adding(.zero - lifetime))")
        try connection.execute("DELETE FROM case_request WHERE at < \(now.adding(.days(-7)))")
    }
}

/// Every night: old drafts and old idempotency keys.
enum DraftCleaning {
    struct Payload: Codable, Sendable {}

    static let kind = JobKind<Payload>("delivery.clean-drafts")
    static let handler = JobHandler(kind) { _, context in
        let now = context.services.now
        try await context.services.database.write { try DraftStore.removeOld($0, at: now) }
    }
    static let schedule = JobSchedule(name: "delivery.clean-drafts", every: .days(1), offset: .hours(2), kind: kind, payload: Payload())
}
