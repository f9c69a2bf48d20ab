import Platform
import SQL
import Web

/// Partnerships for programs.
enum PartnershipAPI {
    static let writers = AccessRule.roles(.focalPoint, .secretariat)

    static let routes: [Route] = [
        .get("/api/v1/partnerships", .everyone, operation: Operations.list, handler: list),
        .post("/api/v1/partnerships", writers, body: .json(), operation: Operations.begin, handler: begin),
        .get("/api/v1/partnerships.csv", .signedIn, operation: Operations.export, handler: export),
        .post(
            "/api/v1/partnerships.csv", .roles(.secretariat), body: .csv(limit: SolutionAPI.fileLimit),
            operation: Operations.importFile, handler: importFile),
        .get("/api/v1/partnerships/{slug}", .everyone, operation: Operations.get, handler: get),
        .patch("/api/v1/partnerships/{slug}", writers, body: .json(), operation: Operations.change, handler: change),
        .post("/api/v1/partnerships/{slug}/steps", writers, body: .json(), operation: Operations.move, handler: move),
        .post("/api/v1/partnerships/{slug}/actions", writers, body: .json(), operation: Operations.plan, handler: plan),
        .get("/api/v1/reports/partnerships", .everyone, operation: Operations.report, handler: report),
    ]

    // MARK: Reading

    /// A stage or country that does not exist is refused: a program that misspells one must not take an empty list for the answer.
    private static func filter(_ call: Call) throws -> PartnershipStore.Filter {
        let address = PartnershipListPage.address(call.query.values)
        for name in PartnershipListPage.filters where call.query[name] != nil && address[name] == nil {
            throw Problem.badRequest(
                "error.choice",
                [
                    "value": call.query[name] ?? "",
                    "choices": name == "stage" || name == "reached"
                        ? PartnershipStage.allCases.map(\.rawValue).joined(separator: ", ")
                        : name == "overdue" ? "yes" : "FJ, BD, …, \(PartnershipStore.Filter.unknown)",
                ])
        }
        return PartnershipListPage.filter({ address[$0] }, today: Day.text(call.now))
    }

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let page = try call.pageRequest()
        let filter = try filter(call)
        var after: ID<Partnership>?
        if let cursor = page.cursor {
            after = ID(try Cursor.decode(cursor, count: 1)[0])
            if after == nil { throw Problem.badRequest("problem.bad-cursor") }
        }
        let last = after
        let found = try await call.services.database.read { connection in
            try PartnershipStore.list(connection, for: call.principal, filter, after: last, limit: page.limit + 1)
                .map { try PartnershipDocumentJSON(connection, $0, call) }
        }
        let shown = found.prefix(page.limit)
        let next = found.count > page.limit ? shown.last.map { Cursor.encode([$0.id]) } : nil
        return try call.list(items: Array(shown), next: next)
    }

    @Sendable private static func get(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        return try await answering {
            let document = try await call.services.database.read {
                try PartnershipDocumentJSON($0, try PartnershipAccess.toRead($0, call.principal, slug: slug), call)
            }
            return try Reply.json(document).etag(document.etag)
        }
    }

    @Sendable private static func export(_ call: Call) async throws -> Reply {
        let filter = try filter(call)
        let bytes = try await call.services.database.read { try ExportFiles.partnerships($0, for: call.principal, filter) }
        return Reply.bytes(bytes, type: "text/csv; charset=utf-8").download("partnerships.csv")
    }

    @Sendable private static func report(_ call: Call) async throws -> Reply {
        let report = try await call.services.database.read {
            try ReadPartnershipReport.run($0, for: call.principal, now: call.now)
        }
        switch call.query["format"] ?? "json" {
        case "json": return try Reply.json(report.document)
        case "csv": return Reply.bytes(report.csv(), type: "text/csv; charset=utf-8").download("partnerships-report.csv")
        case "text": return Reply.text(report.text(words: call.services.catalogue.words("en")))
        case let other: throw Problem.badRequest("error.choice", ["value": other, "choices": "json, csv, text"])
        }
    }

    // MARK: Writing

    struct Input: Decodable {
        struct Party: Decodable {
            let organisation: String
            let side: Partnership.Side
        }
        let title: String?
        let summary: String?
        let solution: String?
        let need: String?
        let isPublic: Bool?
        let publicSummary: String?
        let parties: [Party]?

        /// The content with what was sent; what was left out stays.
        func apply(
            _ connection: any Connection, to old: Partnership.Content, for principal: Principal
        ) throws -> Partnership.Content {
            var content = old
            content.title = title?.trimmingWhitespace() ?? old.title
            content.summary = summary ?? old.summary
            content.isPublic = isPublic ?? old.isPublic
            content.publicSummary = publicSummary ?? old.publicSummary
            if let solution {
                guard let found = try SolutionStore.find(connection, slug: solution) else {
                    throw Refusal.invalid([ContentIssue("solution", "import.solution-unknown", ["value": solution])])
                }
                content.solution = found.id
            }
            if let need {
                guard let found = try NeedStore.find(connection, slug: need, for: principal, known: old.need) else {
                    throw Refusal.invalid([ContentIssue("need", "import.record-unknown", ["value": need])])
                }
                content.need = found.id
            }
            return content
        }

        func parties(_ connection: any Connection) throws -> [Partnership.Party]? {
            try parties?.map { party in
                guard let organisation = try PeopleStore.organisation(connection, key: party.organisation) else {
                    throw Refusal.invalid([
                        ContentIssue("parties", "import.organisation-unknown", ["value": party.organisation])
                    ])
                }
                return .init(organisation, party.side)
            }
        }
    }

    @Sendable private static func begin(_ call: Call) async throws -> Reply {
        let input = try await call.json(Input.self)
        let act = Act(call.principal, at: call.now)
        return try await answering {
            let document = try await call.services.database.write { connection in
                let one = try BeginPartnership.run(
                    connection, act, content: try input.apply(connection, to: .init(), for: act.principal),
                    parties: try input.parties(connection) ?? [])
                return try PartnershipDocumentJSON(connection, one, call)
            }
            return try Reply.json(document, status: .created).with("Location", "/api/v1/partnerships/\(document.slug)")
                .etag(document.etag)
        }
    }

    @Sendable private static func change(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let input = try await call.json(Input.self)
        let act = Act(call.principal, at: call.now)
        return try await answering {
            let document = try await call.services.database.write { connection in
                let one = try PartnershipAccess.toRead(connection, act.principal, slug: slug)
                try call.requireMatch(etag: String(one.version))
                let changed = try ChangePartnership.run(
                    connection, act, partnership: one.id, version: one.version,
                    content: try input.apply(connection, to: one.content, for: act.principal),
                    parties: try input.parties(connection))
                return try PartnershipDocumentJSON(connection, changed, call)
            }
            return try Reply.json(document).etag(document.etag)
        }
    }

    struct Move: Decodable {
        struct Statement: Decodable {
            let text: String
            let date: String
            let link: String?
            let document: String?
        }
        let to: PartnershipStage
        let note: String?
        let evidence: Statement?
    }

    @Sendable private static func move(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let input = try await call.json(Move.self)
        let act = Act(call.principal, at: call.now)
        return try await answering {
            let document = try await call.services.database.write { connection in
                let one = try PartnershipAccess.toRead(connection, act.principal, slug: slug)
                try call.requireMatch(etag: String(one.version))
                let statement = input.evidence.map {
                    EvidenceStatement(text: $0.text, date: $0.date, link: $0.link ?? "", document: $0.document ?? "")
                }
                let moved = try MovePartnership.run(
                    connection, act, partnership: one.id, version: one.version, to: input.to,
                    note: (input.note ?? "").trimmingWhitespace(), statement: statement ?? EvidenceStatement(),
                    today: Day.text(act.now))
                return try PartnershipDocumentJSON(connection, moved, call)
            }
            return try Reply.json(document).etag(document.etag)
        }
    }

    struct Plan: Decodable {
        let what: String
        let who: String?
        let due: String?
    }

    @Sendable private static func plan(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let input = try await call.json(Plan.self)
        let act = Act(call.principal, at: call.now)
        return try await answering {
            let document = try await call.services.database.write { connection in
                let one = try PartnershipAccess.toRead(connection, act.principal, slug: slug)
                try PlanAction.add(
                    connection, act, partnership: one.id, what: input.what.trimmingWhitespace(), who: input.who ?? "",
                    due: input.due ?? "")
                return try PartnershipDocumentJSON(connection, one, call)
            }
            return try Reply.json(document, status: .created).with("Location", "/api/v1/partnerships/\(slug)").etag(document.etag)
        }
    }

    @Sendable private static func importFile(_ call: Call) async throws -> Reply {
        let bytes = try await call.bytes()
        let act = Act(call.principal, at: call.now)
        return try await answering {
            let outcome = try await call.services.database.write { try ImportPartnerships.run($0, act, csv: bytes) }
            return try Reply.json(ImportDocument(outcome))
        }
    }
}

/// A partnership as programs see it: all of it for its parties and the secretariat, else what was published.
struct PartnershipDocumentJSON: Encodable, Sendable {
    struct Party: Encodable, Sendable {
        let key: String
        let name: String
        let country: String?
        let side: Partnership.Side
    }
    struct Step: Encodable, Sendable {
        let from: PartnershipStage?
        let to: PartnershipStage
        let note: String?
        let at: JSONTime
        let days: Int
    }
    struct Action: Encodable, Sendable {
        let id: String
        let what: String
        let who: String
        let due: String?
        let state: PartnershipAction.State
        let isOverdue: Bool
    }

    let id: String
    let slug: String
    let url: String
    let title: String
    let stage: PartnershipStage
    let stageSince: JSONTime
    let daysInStage: Int
    let parties: [Party]
    let solution: String?
    let isPublic: Bool
    let publicSummary: String?
    let updatedAt: JSONTime
    // For those who read all of it.
    let summary: String?
    let need: String?
    let stalledFrom: PartnershipStage?
    let history: [Step]?
    let actions: [Action]?
    let next: [PartnershipStage]?
    let etag: String

    init(_ connection: any Connection, _ one: Partnership, _ call: Call) throws {
        let isWhole = PartnershipRules.mayReadAll(call.principal, one.parties).allowed
        let steps = isWhole ? try PartnershipHistory.steps(connection, of: one.id) : []
        let times = StageTimes(steps, now: call.now)
        id = one.id.description
        slug = one.slug
        url = call.services.url("/partnerships/\(one.slug)")
        title = one.content.title
        stage = one.stage
        stageSince = JSONTime(one.stageSince)
        daysInStage = StageTimes.days(call.now.since(one.stageSince))
        parties = one.parties.map {
            Party(key: $0.organisation.key, name: $0.organisation.name, country: $0.organisation.country, side: $0.side)
        }
        solution = try one.content.solution.flatMap { try SolutionStore.find(connection, id: $0)?.slug }
        isPublic = one.content.isPublic
        publicSummary = one.content.isPublic || isWhole ? one.content.publicSummary : nil
        updatedAt = JSONTime(one.updatedAt)
        summary = isWhole ? one.content.summary : nil
        need = isWhole ? try one.content.need.flatMap { try NeedStore.find(connection, id: $0)?.slug } : nil
        stalledFrom = one.resume
        history = isWhole
            ? zip(steps, times.stays).map { step, stay in
                Step(
                    from: step.from, to: step.to, note: step.note.isEmpty ? nil : step.note, at: JSONTime(step.at),
                    days: StageTimes.days(times.length(stay)))
            } : nil
        let today = Day.text(call.now)
        actions = isWhole
            ? try PartnershipActionStore.list(connection, of: one.id).map {
                Action(
                    id: $0.id.description, what: $0.what, who: $0.who, due: $0.due.isEmpty ? nil : $0.due, state: $0.state,
                    isOverdue: $0.isOverdue(on: today))
            } : nil
        next = PartnershipRules.mayWrite(call.principal, one.parties).allowed
            ? PartnershipLife.ways(from: one.state).map(\.to) : nil
        etag = String(one.version)
    }

    private enum CodingKeys: String, CodingKey {
        case id, slug, url, title, stage, stageSince, daysInStage, parties, solution, isPublic, publicSummary, updatedAt, summary,
            need, stalledFrom, history, actions, next
    }
}
