import Platform
import SQL

/// What the editors of a service have written since its last version.
struct ServiceDraft: Sendable {
    let service: ID<Service>
    var document: DraftDocument
    /// The version that it began with.
    let basedOn: Int
    /// Counts the savings.
    var version: Int
    let updatedAt: Timestamp
    let updatedBy: String
}

/// All reading and writing of drafts of services. There is at most one for each.
enum ServiceDraftStore {
    static func find(_ connection: any Connection, _ service: ID<Service>) throws -> ServiceDraft? {
        try connection.first("SELECT * FROM service_draft WHERE service_id = \(service)").map { row in
            ServiceDraft(
                service: try row["service_id"], document: DraftDocument(try JSONValue(parsing: try row["document"])),
                basedOn: try row["based_on"], version: try row["version"], updatedAt: try row["updated_at"], updatedBy: try row["updated_by"])
        }
    }

    /// Which of some services have a draft.
    static func present(_ connection: any Connection, _ services: [ID<Service>]) throws -> Set<ID<Service>> {
        Set(try connection.query("SELECT service_id FROM service_draft WHERE service_id IN \(in: services)").map { try $0["service_id"] })
    }

    static func save(
        _ connection: any Connection, _ service: Service, _ document: DraftDocument, at now: Timestamp, by name: String
    ) throws {
        let text = document.json.canonical
        guard text.utf8.count <= DraftDocument.mostBytes else {
            throw Refusal.invalid([
                FieldIssue("", "error.longer", ["limit": String(DraftDocument.mostBytes), "length": String(text.utf8.count)])
            ])
        }
        try connection.execute("""
            INSERT INTO service_draft (service_id, document, based_on, version, updated_at, updated_by)
            VALUES (\(service.id), \(text), \(service.version), 1, \(now), \(name))
            ON CONFLICT (service_id) DO UPDATE SET document = excluded.document, version = service_draft.version + 1,
                updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """)
    }

    static func remove(_ connection: any Connection, _ service: ID<Service>) throws {
        try connection.execute("DELETE FROM service_draft WHERE service_id = \(service)")
    }
}
