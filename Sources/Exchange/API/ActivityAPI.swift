import Platform
import SQL
import Web

extension Activity: SidedAPIRecord {
    static func content(
        _ connection: any Connection, _ input: ActivityInput, on old: ActivityContent
    ) throws -> ActivityContent {
        try input.content(connection, on: old)
    }

    static func shown(_ connection: any Connection, _ one: Activity) throws -> ActivityDocument {
        try ActivityDocument(connection, one)
    }

    static func export(_ connection: any Connection, for principal: Principal) throws -> [UInt8] {
        try ExportFiles.activities(connection, for: principal)
    }

    static func takeOver(_ connection: any Connection, _ act: Act, csv bytes: [UInt8]) throws -> ImportOutcome {
        try ImportActivities.run(connection, act, csv: bytes)
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
