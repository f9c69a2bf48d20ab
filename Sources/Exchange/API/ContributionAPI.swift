import Platform
import SQL
import Web

extension Contribution: SidedAPIRecord {
    static func content(
        _ connection: any Connection, _ input: ContributionInput, on old: ContributionContent
    ) throws -> ContributionContent {
        try input.content(connection, on: old)
    }

    static func shown(_ connection: any Connection, _ one: Contribution) throws -> ContributionDocument {
        try ContributionDocument(connection, one)
    }

    static func export(_ connection: any Connection, for principal: Principal) throws -> [UInt8] {
        try ExportFiles.contributions(connection, for: principal)
    }

    static func takeOver(_ connection: any Connection, _ act: Act, csv bytes: [UInt8]) throws -> ImportOutcome {
        try ImportContributions.run(connection, act, csv: bytes)
    }
}

/// The ledger for programs.
enum LedgerAPI {
    static let routes: [Route] = [
        .get("/api/v1/reports/ledger", .signedIn, operation: operation, handler: ledger)
    ]

    @Sendable private static func ledger(_ call: Call) async throws -> Reply {
        let (principal, address) = (call.principal, LedgerPage.address(call.query.values))
        for name in address.names where call.query[name] != nil && address[name] == nil {
            throw Problem.badRequest("contribution.error.filter", ["name": name, "value": call.query[name] ?? ""])
        }
        let cells = try await call.services.database.read { try ContributionStore.ledger($0, for: principal) }
        let english = call.services.catalogue.words("en")
        let ledger = LedgerPage.ledger(address, cells)
        // A file is read by programs: its heads and names are English whatever the reader's language.
        switch call.query["format"] ?? "json" {
        case "json": return try Reply.json(ledger.document)
        case "csv": return Reply.bytes(ledger.csv(words: english), type: "text/csv; charset=utf-8").download("ledger.csv")
        case "text": return Reply.text(ledger.text(words: english))
        case let other: throw Problem.badRequest("error.choice", ["value": other, "choices": "json, csv, text"])
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
        let cells = ContributionCSV.cells(one.content, try ContributionCSV.linked(connection, [one.content]))
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
