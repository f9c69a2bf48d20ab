import Platform
import SQL
import Web

/// Activities for programs: each sees what its person may read.
enum ActivityAPI {
    static let routes: [Route] = [
        .get("/api/v1/activities", .signedIn, operation: Operations.list, handler: list),
        .post("/api/v1/activities", AgreementWork.writers, body: .json(), operation: Operations.create) { try await save($0, nil) },
        .get("/api/v1/activities.csv", .signedIn, operation: Operations.export, handler: export),
        .post(
            "/api/v1/activities.csv", .roles(.secretariat), body: .csv(limit: SolutionAPI.fileLimit),
            operation: Operations.importFile, handler: importFile),
        .get("/api/v1/activities/{slug}", .signedIn, operation: Operations.get, handler: get),
        .put("/api/v1/activities/{slug}", AgreementWork.writers, body: .json(), operation: Operations.change) { call in
            try await save(call, try call.parameters["slug"])
        },
    ]

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let page = try call.pageRequest()
        let after = try page.cursor.map { try Cursor.decode($0, count: 1)[0] }
        let principal = call.principal
        let documents = try await call.services.database.read { connection -> [ActivityDocument] in
            let all = try ActivityStore.list(connection, for: principal, limit: 5_000)
            let start = after.flatMap { slug in all.firstIndex { $0.slug == slug } }.map { $0 + 1 } ?? 0
            if after != nil, start == 0 { throw Problem.badRequest("problem.bad-cursor") }
            return try all[start...].prefix(page.limit + 1).map { try ActivityDocument(connection, $0) }
        }
        let shown = Array(documents.prefix(page.limit))
        return try call.list(
            items: shown, next: documents.count > page.limit ? shown.last.map { Cursor.encode([$0.slug]) } : nil)
    }

    private static func readable(_ connection: any Connection, _ slug: String, by principal: Principal) throws -> Activity {
        guard let one = try ActivityStore.find(connection, slug: slug),
            try ActivityStore.isReadable(connection, one, by: principal)
        else { throw Refusal.notFound }
        return one
    }

    @Sendable private static func get(_ call: Call) async throws -> Reply {
        let (slug, principal) = (try call.parameters["slug"], call.principal)
        let document = try await answering {
            try await call.services.database.read { connection in
                try ActivityDocument(connection, try readable(connection, slug, by: principal))
            }
        }
        return try Reply.json(document).etag(String(document.version))
    }

    @Sendable private static func export(_ call: Call) async throws -> Reply {
        let principal = call.principal
        let bytes = try await call.services.database.read { try ExportFiles.activities($0, for: principal) }
        return Reply.bytes(bytes, type: "text/csv; charset=utf-8").download("activities.csv")
    }

    private static func save(_ call: Call, _ slug: String?) async throws -> Reply {
        let input = try await call.json(ActivityInput.self)
        let act = Act(call.principal, at: call.now)
        let document = try await answering {
            try await call.services.database.write { connection in
                let old = try slug.map { try readable(connection, $0, by: act.principal) }
                if let old { try call.requireMatch(etag: String(old.version)) }
                let content = try input.content(connection, on: old?.content ?? ActivityContent())
                let one = try SaveActivity.run(connection, act, slug: slug, version: old?.version ?? 0, content: content)
                return try ActivityDocument(connection, one)
            }
        }
        let reply = try Reply.json(document, status: slug == nil ? .created : .ok).etag(String(document.version))
        return slug == nil ? reply.with("Location", "/api/v1/activities/\(document.slug)") : reply
    }

    @Sendable private static func importFile(_ call: Call) async throws -> Reply {
        let bytes = try await call.bytes()
        let act = Act(call.principal, at: call.now)
        return try await answering {
            let outcome = try await call.services.database.write { try ImportActivities.run($0, act, csv: bytes) }
            return try Reply.json(ImportDocument(outcome))
        }
    }
}

/// What a program sends: what it leaves out stays as it is, an empty text takes a link away.
struct ActivityInput: Decodable, Sendable {
    let kind: Activity.Kind?
    let state: Activity.State?
    let reason, title, from, to, place, link, programme, outcome: String?
    let women, men, notStated: Int?
    let organisations: [String]?
    let partnership, agreement: String?

    func content(_ connection: any Connection, on old: ActivityContent) throws -> ActivityContent {
        var content = old
        var issues: [ContentIssue] = []
        content.kind = kind ?? old.kind
        content.state = state ?? old.state
        (content.reason, content.title) = (reason ?? old.reason, title ?? old.title)
        (content.from, content.to) = (from ?? old.from, to ?? old.to)
        (content.place, content.link) = (place ?? old.place, link ?? old.link)
        (content.programme, content.outcome) = (programme ?? old.programme, outcome ?? old.outcome)
        (content.women, content.men, content.notStated) = (women ?? old.women, men ?? old.men, notStated ?? old.notStated)
        if let organisations {
            content.organisations = []
            for (index, key) in organisations.enumerated() {
                if let one = try PeopleStore.organisation(connection, key: key) {
                    content.organisations.append(Contribution.Side(one))
                } else {
                    issues.append(ContentIssue("organisations.\(index)", "import.organisation-unknown", ["value": key]))
                }
            }
        }
        if let partnership {
            content.partnership = partnership.isEmpty ? nil : try PartnershipLink.find(connection, slug: partnership)?.id
            if !partnership.isEmpty, content.partnership == nil {
                issues.append(ContentIssue("partnership", "agreement.error.partnership"))
            }
        }
        if let agreement { content.agreement = agreement.isEmpty ? nil : agreement }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        return content
    }
}

/// An activity as programs see it.
struct ActivityDocument: Encodable, Sendable {
    let slug: String
    let kind: Activity.Kind
    let state: Activity.State
    let title, from: String
    let reason, to, place, link, programme, outcome: String?
    let women, men, notStated: Int?
    let organisations: [String]
    let partnership, agreement: String?
    let hasReport: Bool
    let version: Int

    init(_ connection: any Connection, _ one: Activity) throws {
        func known(_ text: String) -> String? { text.isEmpty ? nil : text }
        let content = one.content
        slug = one.slug
        (kind, state) = (content.kind, content.state)
        (title, from) = (content.title, content.from)
        (reason, to) = (known(content.reason), known(content.to))
        (place, link) = (known(content.place), known(content.link))
        (programme, outcome) = (known(content.programme), known(content.outcome))
        (women, men, notStated) = (content.women, content.men, content.notStated)
        organisations = content.organisations.map(\.key)
        partnership = try content.partnership.flatMap { try PartnershipLink.find(connection, id: $0)?.slug }
        agreement = content.agreement
        hasReport = one.document != nil
        version = one.version
    }
}
