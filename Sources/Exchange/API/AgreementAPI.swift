import Platform
import SQL
import Web

/// Agreements for programs: everybody reads what was signed, parties and secretariat their drafts too.
enum AgreementAPI {
    static let routes: [Route] = [
        .get("/api/v1/agreements", .everyone, operation: Operations.list, handler: list),
        .post("/api/v1/agreements", AgreementWork.writers, body: .json(limit: 512 * 1024), operation: Operations.create, handler: create),
        .get("/api/v1/agreements.csv", .everyone, operation: Operations.export, handler: export),
        .post(
            "/api/v1/agreements.csv", .roles(.secretariat), body: .csv(limit: SolutionAPI.fileLimit),
            operation: Operations.importFile, handler: importFile),
        .get("/api/v1/agreements/{slug}", .everyone, operation: Operations.get, handler: get),
        .put("/api/v1/agreements/{slug}", AgreementWork.writers, body: .json(limit: 512 * 1024), operation: Operations.change, handler: change),
        .post("/api/v1/agreements/{slug}/steps", AgreementWork.writers, body: .json(), operation: Operations.move, handler: move),
    ]

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let (principal, today) = (call.principal, CivilDay.of(call.now))
        var chosen: [String: String] = [:]
        if let event = call.query["event"] { chosen["event"] = event }
        if let standing = call.query["standing"] {
            guard AgreementStanding(rawValue: standing) != nil else {
                let choices = AgreementStanding.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem.badRequest("error.choice", ["value": standing, "choices": choices])
            }
            chosen["standing"] = standing
        }
        return try await call.listed(Agreement.self, chosen: chosen) { try AgreementDocument($0, $1, principal, today) }
    }

    /// One that the caller may not know of does not exist for them.
    private static func readable(_ connection: any Connection, _ slug: String, by principal: Principal) throws -> Agreement {
        guard let one = try AgreementStore.find(connection, slug), AgreementRules.mayRead(principal, one).allowed else {
            throw Refusal.notFound
        }
        return one
    }

    @Sendable private static func get(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let (principal, today) = (call.principal, CivilDay.of(call.now))
        let document = try await answering {
            try await call.services.database.read { connection in
                try AgreementDocument(connection, try readable(connection, slug, by: principal), principal, today)
            }
        }
        return try Reply.json(document).etag(String(document.version))
    }

    @Sendable private static func export(_ call: Call) async throws -> Reply {
        let principal = call.principal
        let bytes = try await call.services.database.read { try ExportFiles.agreements($0, for: principal) }
        return Reply.bytes(bytes, type: "text/csv; charset=utf-8").download("agreements.csv")
    }

    // MARK: Writing

    @Sendable private static func create(_ call: Call) async throws -> Reply {
        let input = try await call.json(AgreementInput.self)
        let act = Act(call.principal, at: call.now)
        let document = try await answering {
            try await call.services.database.write { connection in
                let content = try input.content(connection, on: AgreementContent())
                let one = try DraftAgreement.run(connection, act, content: content)
                return try AgreementDocument(connection, one, act.principal, CivilDay.of(act.now))
            }
        }
        return try Reply.json(document, status: .created).with("Location", "/api/v1/agreements/\(document.slug)")
            .etag(String(document.version))
    }

    @Sendable private static func change(_ call: Call) async throws -> Reply {
        let input = try await call.json(AgreementInput.self)
        return try await changed(call) { connection, act, one in
            try ChangeAgreement.run(
                connection, act, agreement: one.slug, version: one.version,
                content: try input.content(connection, on: one.content))
        }
    }

    struct Step: Decodable {
        let step: AgreementStep
        let day: String?
        let note: String?
    }

    @Sendable private static func move(_ call: Call) async throws -> Reply {
        let input = try await call.json(Step.self)
        return try await changed(call) { connection, act, one in
            try MoveAgreement.run(
                connection, act, agreement: one.slug, input.step, note: input.note ?? "", day: input.day ?? "")
        }
    }

    private static func changed(
        _ call: Call, _ body: @escaping @Sendable (any Connection, Act, Agreement) throws -> Agreement
    ) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let act = Act(call.principal, at: call.now)
        let document = try await answering {
            try await call.services.database.write { connection in
                let one = try readable(connection, slug, by: act.principal)
                try call.requireMatch(etag: String(one.version))
                return try AgreementDocument(connection, try body(connection, act, one), act.principal, CivilDay.of(act.now))
            }
        }
        return try Reply.json(document).etag(String(document.version))
    }

    @Sendable private static func importFile(_ call: Call) async throws -> Reply {
        let bytes = try await call.bytes()
        let act = Act(call.principal, at: call.now)
        return try await answering {
            let outcome = try await call.services.database.write { try ImportAgreements.run($0, act, csv: bytes) }
            return try Reply.json(ImportDocument(outcome))
        }
    }
}

/// What a program sends: what it leaves out stays as it is.
struct AgreementInput: Decodable, Sendable {
    struct Party: Decodable {
        let organisation: String
        let signatory: String?
        let office: String?
    }

    let kind: Agreement.Kind?
    let subject: String?
    let parties: [Party]?
    let from: String?
    let to: String?
    let remindDays: Int?
    let language: String?
    let text: String?
    let event: String?
    let partnership: String?
    let sources: [SolutionContent.Source]?

    func content(_ connection: any Connection, on old: AgreementContent) throws -> AgreementContent {
        var content = old
        var issues: [ContentIssue] = []
        content.kind = kind ?? old.kind
        content.subject = subject ?? old.subject
        content.from = from ?? old.from
        content.to = to ?? old.to
        content.remindDays = remindDays ?? old.remindDays
        content.language = language ?? old.language
        content.text = text ?? old.text
        content.sources = sources ?? old.sources
        if let event { content.event = event.isEmpty ? nil : event }
        if let partnership {
            content.partnership = partnership.isEmpty ? nil : try PartnershipLink.find(connection, slug: partnership)?.id
            if !partnership.isEmpty, content.partnership == nil {
                issues.append(ContentIssue("partnership", "agreement.error.partnership"))
            }
        }
        if let parties {
            content.parties = []
            for (index, party) in parties.enumerated() {
                guard let one = try PeopleStore.organisation(connection, key: party.organisation) else {
                    issues.append(
                        ContentIssue(
                            "parties.\(index).organisation", "import.organisation-unknown", ["value": party.organisation]))
                    continue
                }
                content.parties.append(
                    .init(
                        organisation: one.id, key: one.key, name: one.name, country: one.country,
                        signatory: party.signatory ?? "", office: party.office ?? ""))
            }
        }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        return content
    }
}

/// An agreement as programs see it. The text, who signs and the partnership are there only for those who may read the paper.
struct AgreementDocument: Encodable, Sendable {
    struct Party: Encodable, Sendable {
        let key: String
        let name: String
        let country: String?
        let signatory: String?
        let office: String?
    }

    let slug: String
    let kind: Agreement.Kind
    let state: Agreement.State
    let standing: AgreementStanding
    let asOf: String
    let signedOn: String?
    let subject: String
    let parties: [Party]
    let from: String?
    let to: String?
    let event: String?
    let renews: String?
    let sources: [SolutionContent.Source]
    let partnership: String?
    let language: String?
    let text: String?
    let hasSignedCopy: Bool
    let version: Int

    init(_ connection: any Connection, _ one: Agreement, _ principal: Principal, _ today: String) throws {
        func known(_ text: String) -> String? { text.isEmpty ? nil : text }
        let content = one.content
        let showsPaper = AgreementRules.mayReadPaper(principal, content.parties).allowed
        slug = one.slug
        kind = content.kind
        state = one.state
        standing = one.standing(on: today)
        asOf = one.asOf
        signedOn = known(one.signedOn)
        subject = content.subject
        parties = content.parties.map {
            Party(
                key: $0.key, name: $0.name, country: $0.country, signatory: showsPaper ? known($0.signatory) : nil,
                office: showsPaper ? known($0.office) : nil)
        }
        from = known(content.from)
        to = known(content.to)
        event = content.event
        renews = one.renews
        sources = content.sources
        partnership = showsPaper ? try content.partnership.flatMap { try PartnershipLink.find(connection, id: $0)?.slug } : nil
        language = showsPaper ? content.language : nil
        text = showsPaper ? known(content.text) : nil
        hasSignedCopy = one.signedCopy != nil
        version = one.version
    }
}
