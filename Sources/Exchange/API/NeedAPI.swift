import Platform
import SQL
import Web

/// Needs for programs.
enum NeedAPI {
    static let writers = AccessRule.roles(.focalPoint, .secretariat)

    static let routes: [Route] = [
        .get("/api/v1/needs", .everyone, operation: Operations.list, handler: list),
        .post("/api/v1/needs", writers, body: .json(), operation: Operations.create, handler: create),
        .get("/api/v1/needs.csv", .everyone, operation: Operations.export, handler: export),
        .post(
            "/api/v1/needs.csv", .roles(.secretariat), body: .csv(limit: SolutionAPI.fileLimit),
            operation: Operations.importFile, handler: importFile),
        .get("/api/v1/needs/{slug}", .everyone, operation: Operations.get, handler: get),
        .put("/api/v1/needs/{slug}", writers, body: .json(), operation: Operations.change, handler: change),
    ]

    // MARK: Reading

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let page = try call.pageRequest()
        var after: ID<Need>?
        if let cursor = page.cursor {
            after = ID(try Cursor.decode(cursor, count: 1)[0])
            if after == nil { throw Problem.badRequest("problem.bad-cursor") }
        }
        let last = after
        let country = call.query["country"]
        let documents = try await call.services.database.read { connection in
            try NeedStore.list(connection, for: call.principal, country: country, after: last, limit: page.limit + 1)
                .map { try NeedDocument(connection, $0, call.services) }
        }
        let shown = documents.prefix(page.limit)
        let next = documents.count > page.limit ? shown.last.map { Cursor.encode([$0.need.id.description]) } : nil
        return try call.list(items: Array(shown), next: next)
    }

    @Sendable private static func get(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        return try await call.services.database.read { connection in
            let need = try readable(connection, slug, by: call.principal)
            return try Reply.json(NeedDocument(connection, need, call.services)).etag(String(need.version))
        }
    }

    /// A need that the caller may not read does not exist for them.
    private static func readable(_ connection: any Connection, _ slug: String, by principal: Principal) throws -> Need {
        guard let need = try NeedStore.find(connection, slug: slug), NeedRules.mayRead(principal, need).allowed
        else { throw Problem.notFound }
        return need
    }

    @Sendable private static func export(_ call: Call) async throws -> Reply {
        let bytes = try await call.services.database.read { try ExportFiles.needs($0, for: call.principal) }
        return Reply.bytes(bytes, type: "text/csv; charset=utf-8").download("needs.csv")
    }

    // MARK: Writing

    /// What a program sends: the need's content, whose it is and its state.
    struct Input: Decodable {
        let organisation: String?
        let state: Need.State?
        let content: NeedContent

        private enum CodingKeys: String, CodingKey { case organisation, state }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            organisation = try fields.decodeIfPresent(String.self, forKey: .organisation)
            state = try fields.decodeIfPresent(Need.State.self, forKey: .state)
            content = try NeedContent(from: decoder)
        }
    }

    @Sendable private static func create(_ call: Call) async throws -> Reply {
        let input = try await call.json(Input.self)
        let act = Act(call.principal, at: call.now)
        return try await answering {
            // Checked before and worded after the commit: what runs inside a write holds up every other write.
            let checked = try CheckedNeed(input.content)
            let owner = try organisation(input.organisation, of: act.principal)
            let (need, owning) = try await call.services.database.writeAudited(asking: StateNeed.ground(owner, checked)) {
                connection, ground in
                if let key = input.organisation, ground.0 == nil {
                    throw Refusal.invalid([ContentIssue("organisation", "import.organisation-unknown", ["value": key])])
                }
                return try StateNeed.run(connection, act, on: ground, checked, state: input.state ?? .open)
            }
            let document = NeedDocument(need, owning, call.services)
            return try Reply.json(document, status: .created)
                .with("Location", "/api/v1/needs/\(document.need.slug)").etag(String(document.need.version))
        }
    }

    /// The organisation that is named, or the caller's only one.
    private static func organisation(_ key: String?, of principal: Principal) throws -> Question<Organisation?> {
        if let key { return PeopleStore.organisation(key: key) }
        let own = Set(principal.memberships.filter { $0.role == .focalPoint }.map(\.organisation))
        guard own.count == 1, let only = own.first else {
            throw Refusal.invalid([ContentIssue("organisation", "error.required")])
        }
        return PeopleStore.organisation(only)
    }

    @Sendable private static func change(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let input = try await call.json(Input.self)
        let act = Act(call.principal, at: call.now)
        return try await answering {
            let checked = try CheckedNeed(input.content)
            let (changed, owner) = try await call.services.database.write { connection in
                let need = try readable(connection, slug, by: act.principal)
                try call.requireMatch(etag: String(need.version))
                let changed = try ChangeNeed.run(
                    connection, act, need: need.id, version: need.version, checked, state: input.state ?? need.state)
                return (changed, try PeopleStore.organisation(connection, changed.organisation))
            }
            return try Reply.json(NeedDocument(changed, owner, call.services)).etag(String(changed.version))
        }
    }

    @Sendable private static func importFile(_ call: Call) async throws -> Reply {
        let bytes = try await call.bytes()
        let act = Act(call.principal, at: call.now)
        return try await answering {
            let outcome = try await call.services.database.write { try ImportNeeds.run($0, act, csv: bytes) }
            return try Reply.json(ImportDocument(outcome))
        }
    }
}

/// A need as programs see it.
struct NeedDocument: Encodable, Sendable {
    let need: Need
    let owner: SolutionDocument.Owner
    let url: String

    init(_ connection: any Connection, _ need: Need, _ services: Services) throws {
        self.init(need, try PeopleStore.organisation(connection, need.organisation), services)
    }

    init(_ need: Need, _ organisation: Organisation?, _ services: Services) {
        self.need = need
        owner = .init(key: organisation?.key ?? "", name: organisation?.name ?? "")
        url = services.url("/needs/\(need.slug)")
    }

    private enum CodingKeys: String, CodingKey {
        case id, slug, url, organisation, country, state, createdAt, updatedAt
    }

    func encode(to encoder: any Encoder) throws {
        try need.content.encode(to: encoder)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(need.id, forKey: .id)
        try fields.encode(need.slug, forKey: .slug)
        try fields.encode(url, forKey: .url)
        try fields.encode(owner, forKey: .organisation)
        try fields.encode(need.country, forKey: .country)
        try fields.encode(need.state, forKey: .state)
        try fields.encode(JSONTime(need.createdAt), forKey: .createdAt)
        try fields.encode(JSONTime(need.updatedAt), forKey: .updatedAt)
    }
}
