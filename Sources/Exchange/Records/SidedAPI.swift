import Platform
import SQL
import Web

/// What the API needs to know of a contribution or an activity.
protocol SidedAPIRecord: SidedRecord {
    /// What a program sends; what it leaves out stays as it is.
    associatedtype Input: Decodable & Sendable
    associatedtype Shown: Encodable & Sendable

    static func content(_ connection: any Connection, _ input: Input, on old: Content) throws -> Content
    static func shown(_ connection: any Connection, _ one: Self) throws -> Shown
    static func export(_ connection: any Connection, for principal: Principal) throws -> [UInt8]
    static func takeOver(_ connection: any Connection, _ act: Act, csv bytes: [UInt8]) throws -> ImportOutcome
    static var operations: SidedOperations { get }
}

/// Records for programs: each sees what its person may read.
enum SidedAPI<Record: SidedAPIRecord> {
    static var routes: [Route] {
        let (path, operations) = ("/api/v1/\(Record.plural)", Record.operations)
        return [
            .get(path, .signedIn, operation: operations.list) { try await $0.listed(Record.self, Record.shown) },
            .post(path, AgreementWork.writers, body: .json(), operation: operations.create) { try await save($0, nil) },
            .get("\(path).csv", .signedIn, operation: operations.export, handler: export),
            .post(
                "\(path).csv", .roles(.secretariat), body: .csv(limit: SolutionAPI.fileLimit),
                operation: operations.importFile, handler: importFile),
            .get("\(path)/{slug}", .signedIn, operation: operations.get, handler: get),
            .put("\(path)/{slug}", AgreementWork.writers, body: .json(), operation: operations.change) { call in
                try await save(call, try call.parameters["slug"])
            },
        ]
    }

    @Sendable private static func get(_ call: Call) async throws -> Reply {
        let (slug, principal) = (try call.parameters["slug"], call.principal)
        let (document, version) = try await answering {
            try await call.services.database.read { connection -> (Record.Shown, Int) in
                let one = try Record.find(connection, slug: slug, readableBy: principal)
                return (try Record.shown(connection, one), one.version)
            }
        }
        return try Reply.json(document).etag(String(version))
    }

    @Sendable private static func export(_ call: Call) async throws -> Reply {
        let principal = call.principal
        let bytes = try await call.services.database.read { try Record.export($0, for: principal) }
        return Reply.bytes(bytes, type: "text/csv; charset=utf-8").download("\(Record.plural).csv")
    }

    private static func save(_ call: Call, _ slug: String?) async throws -> Reply {
        let input = try await call.json(Record.Input.self)
        let act = Act(call.principal, at: call.now)
        let (document, one) = try await answering {
            try await call.services.database.write { connection -> (Record.Shown, Record) in
                let old = try slug.map { try Record.find(connection, slug: $0, readableBy: act.principal) }
                if let old { try call.requireMatch(etag: String(old.version)) }
                let content = try Record.content(connection, input, on: old?.content ?? Record.Content())
                let one = try Record.save(
                    connection, act, slug: slug, version: old?.version ?? 0, content: content, newSlug: nil)
                return (try Record.shown(connection, one), one)
            }
        }
        let reply = try Reply.json(document, status: slug == nil ? .created : .ok).etag(String(one.version))
        return slug == nil ? reply.with("Location", "/api/v1/\(Record.plural)/\(one.slug)") : reply
    }

    @Sendable private static func importFile(_ call: Call) async throws -> Reply {
        let bytes = try await call.bytes()
        let act = Act(call.principal, at: call.now)
        return try await answering {
            let outcome = try await call.services.database.write { try Record.takeOver($0, act, csv: bytes) }
            return try Reply.json(ImportDocument(outcome))
        }
    }
}

/// How the API's description tells of such records.
struct SidedOperations {
    let list, get, create, change, export, importFile: Operation

    /// - Parameters:
    ///   - one: as it stands in the ids of operations, "Activity"; `many`: "Activities".
    ///   - creates: what making a new one means, "Plans an activity."
    init(one: String, many: String, record: Schema, input: Schema, lists: String, creates: String) {
        let slug = Parameter.path("slug", .string(), "The record's permanent name.")
        let found: [Status: Answer] = [.ok: Answer("The record.", record)]
        list = Operation(
            id: "list\(many)", tag: many, summary: lists, parameters: Parameter.page,
            responses: [.ok: Answer("A page of records.", .page(of: record))])
        get = Operation(id: "get\(one)", tag: many, summary: "One record.", parameters: [slug], responses: found)
        create = Operation(
            id: "create\(one)", tag: many, summary: creates, request: input,
            responses: [.created: Answer("The record.", record)])
        change = Operation(
            id: "change\(one)", tag: many, summary: "Changes a record; what is left out stays.",
            parameters: [slug, .ifMatch], request: input, responses: found)
        export = Operation(
            id: "export\(many)", tag: many, summary: "All that the caller may read, as CSV.",
            responses: [.ok: Answer("All columns of the import.", SolutionSchemas.csv, type: "text/csv")])
        importFile = Operation(
            id: "import\(many)", tag: many, summary: "Adds and changes records from CSV, all or none.",
            request: SolutionSchemas.csv, requestType: "text/csv",
            responses: [.ok: Answer("What was done.", SolutionSchemas.imported)])
    }
}
