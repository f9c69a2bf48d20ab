import Platform
import SQL
import Web

/// Commitments, deliveries and the ledger for programs: each sees what its person may read.
enum ContributionAPI {
    static let routes: [Route] = [
        .get("/api/v1/contributions", .signedIn, operation: Operations.list, handler: list),
        .post("/api/v1/contributions", AgreementWork.writers, body: .json(), operation: Operations.create) { try await save($0, nil) },
        .get("/api/v1/contributions.csv", .signedIn, operation: Operations.export, handler: export),
        .post(
            "/api/v1/contributions.csv", .roles(.secretariat), body: .csv(limit: SolutionAPI.fileLimit),
            operation: Operations.importFile, handler: importFile),
        .get("/api/v1/contributions/{slug}", .signedIn, operation: Operations.get, handler: get),
        .put("/api/v1/contributions/{slug}", AgreementWork.writers, body: .json(), operation: Operations.change) { call in
            try await save(call, try call.parameters["slug"])
        },
        .get("/api/v1/reports/ledger", .signedIn, operation: Operations.ledger, handler: ledger),
    ]

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let page = try call.pageRequest()
        let after = try page.cursor.map { try Cursor.decode($0, count: 1)[0] }
        let principal = call.principal
        let documents = try await call.services.database.read { connection -> [ContributionDocument] in
            let all = try ContributionStore.list(connection, for: principal, limit: ContributionPages.most)
            let start = after.flatMap { slug in all.firstIndex { $0.slug == slug } }.map { $0 + 1 } ?? 0
            if after != nil, start == 0 { throw Problem.badRequest("problem.bad-cursor") }
            return try all[start...].prefix(page.limit + 1).map { try ContributionDocument(connection, $0) }
        }
        let shown = Array(documents.prefix(page.limit))
        return try call.list(
            items: shown, next: documents.count > page.limit ? shown.last.map { Cursor.encode([$0.slug]) } : nil)
    }

    private static func readable(_ connection: any Connection, _ slug: String, by principal: Principal) throws -> Contribution {
        guard let one = try ContributionStore.find(connection, slug: slug),
            try ContributionStore.isReadable(connection, one, by: principal)
        else { throw Refusal.notFound }
        return one
    }

    @Sendable private static func get(_ call: Call) async throws -> Reply {
        let (slug, principal) = (try call.parameters["slug"], call.principal)
        let document = try await answering {
            try await call.services.database.read { connection in
                try ContributionDocument(connection, try readable(connection, slug, by: principal))
            }
        }
        return try Reply.json(document).etag(String(document.version))
    }

    @Sendable private static func export(_ call: Call) async throws -> Reply {
        let principal = call.principal
        let bytes = try await call.services.database.read { try ExportFiles.contributions($0, for: principal) }
        return Reply.bytes(bytes, type: "text/csv; charset=utf-8").download("contributions.csv")
    }

    @Sendable private static func ledger(_ call: Call) async throws -> Reply {
        let (principal, address) = (call.principal, LedgerPage.address(call.query.values))
        for name in address.names where call.query[name] != nil && address[name] == nil {
            throw Problem.badRequest("contribution.error.filter", ["name": name, "value": call.query[name] ?? ""])
        }
        let cells = try await call.services.database.read { try ContributionStore.ledger($0, for: principal) }
        let english = call.services.catalogue.words("en")
        let ledger = LedgerPage(address, cells, words: english).ledger
        // A file is read by programs: its heads and names are English whatever the reader's language.
        switch call.query["format"] ?? "json" {
        case "json": return try Reply.json(ledger.document)
        case "csv": return Reply.bytes(ledger.csv(words: english), type: "text/csv; charset=utf-8").download("ledger.csv")
        case "text": return Reply.text(ledger.text(words: english))
        case let other: throw Problem.badRequest("error.choice", ["value": other, "choices": "json, csv, text"])
        }
    }

    // MARK: Writing

    private static func save(_ call: Call, _ slug: String?) async throws -> Reply {
        let input = try await call.json(ContributionInput.self)
        let act = Act(call.principal, at: call.now)
        let document = try await answering {
            try await call.services.database.write { connection in
                let old = try slug.map { try readable(connection, $0, by: act.principal) }
                if let old { try call.requireMatch(etag: String(old.version)) }
                let content = try input.content(connection, on: old?.content ?? ContributionContent())
                let one = try SaveContribution.run(
                    connection, act, slug: slug, version: old?.version ?? 0, content: content)
                return try ContributionDocument(connection, one)
            }
        }
        let reply = try Reply.json(document, status: slug == nil ? .created : .ok).etag(String(document.version))
        return slug == nil ? reply.with("Location", "/api/v1/contributions/\(document.slug)") : reply
    }

    @Sendable private static func importFile(_ call: Call) async throws -> Reply {
        let bytes = try await call.bytes()
        let act = Act(call.principal, at: call.now)
        return try await answering {
            let outcome = try await call.services.database.write { try ImportContributions.run($0, act, csv: bytes) }
            return try Reply.json(ImportDocument(outcome))
        }
    }
}

/// What a program sends: what it leaves out stays as it is, an empty text takes a link away.
struct ContributionInput: Decodable, Sendable {
    let stage: Contribution.Stage?
    let kind: Contribution.Kind?
    let giver, receiver, payer: String?
    /// A decimal text, so that no program rounds it on the way.
    let amount: String?
    let unit: String?
    let what, day, note: String?
    let fulfils, partnership, agreement, activity: String?

    func content(_ connection: any Connection, on old: ContributionContent) throws -> ContributionContent {
        var content = old
        var issues: [ContentIssue] = []
        content.stage = stage ?? old.stage
        content.kind = kind ?? old.kind
        content.what = what ?? old.what
        content.day = day ?? old.day
        content.note = note ?? old.note
        if amount != nil || unit != nil || kind != nil {
            let (quantity, issue) = ContributionForm.quantity(
                kind: content.kind, amount: amount ?? old.quantity?.text ?? "", unit: unit ?? old.quantity?.unit.code ?? "")
            content.quantity = quantity
            if let issue { issues.append(issue) }
        }
        func link<Found>(_ field: String, _ slug: String?, _ old: Found?, _ key: String, _ find: (String) throws -> Found?) rethrows -> Found? {
            guard let slug else { return old }
            guard !slug.isEmpty else { return nil }
            let found = try find(slug)
            if found == nil { issues.append(ContentIssue(field, key, ["value": slug])) }
            return found
        }
        func side(_ key: String) throws -> Contribution.Side? {
            try PeopleStore.organisation(connection, key: key).map(Contribution.Side.init)
        }
        content.giver = try link("giver", giver, old.giver, "import.organisation-unknown", side)
        content.receiver = try link("receiver", receiver, old.receiver, "import.organisation-unknown", side)
        content.payer = try link("payer", payer, old.payer, "import.organisation-unknown", side)
        content.fulfils = try link("fulfils", fulfils, old.fulfils, "contribution.error.unknown") {
            try ContributionStore.find(connection, slug: $0)?.id
        }
        content.partnership = try link("partnership", partnership, old.partnership, "agreement.error.partnership") {
            try PartnershipLink.find(connection, slug: $0)?.id
        }
        content.activity = try link("activity", activity, old.activity, "activity.error.unknown") {
            try ActivityStore.find(connection, slug: $0)?.id
        }
        if let agreement { content.agreement = agreement.isEmpty ? nil : agreement }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        return content
    }
}

/// A contribution as programs see it.
struct ContributionDocument: Encodable, Sendable {
    let slug: String
    let stage: Contribution.Stage
    let kind: Contribution.Kind
    let giver: String
    let receiver, payer: String?
    let amount, unit: String?
    let what, day: String
    let note: String?
    let fulfils, partnership, agreement, activity: String?
    let version: Int

    init(_ connection: any Connection, _ one: Contribution) throws {
        let cells = try ContributionCSV.cells(connection, one.content)
        func known(_ name: String) -> String? { cells[name].flatMap { $0.isEmpty ? nil : $0 } }
        slug = one.slug
        stage = one.content.stage
        kind = one.content.kind
        giver = cells["giver"] ?? ""
        (receiver, payer) = (known("receiver"), known("payer"))
        (amount, unit) = (known("amount"), known("unit"))
        (what, day) = (one.content.what, one.content.day)
        note = known("note")
        (fulfils, partnership) = (known("fulfils"), known("partnership"))
        (agreement, activity) = (known("agreement"), known("activity"))
        version = one.version
    }
}
