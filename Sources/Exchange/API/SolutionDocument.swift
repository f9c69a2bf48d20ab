import Platform
import SQL
import Web

/// A solution as programs see it: its content with what stands around it, names and codes instead of ids where they are permanent.
struct SolutionDocument: Encodable, Sendable {
    struct Owner: Encodable, Sendable {
        let key: String
        let name: String
    }

    struct Claim: Encodable, Sendable {
        let target: String
        let evidence: String
        let state: SDGClaimRecord.State
    }

    let solution: Solution
    let content: SolutionContent
    let owner: Owner
    let claims: [Claim]
    let adoptions: [SolutionFileRecord.AdoptionEntry]
    let derivedFrom: String?
    let url: String

    /// nil when there is no public revision.
    static func read(_ connection: any Connection, _ solution: Solution, _ services: Services) throws
        -> SolutionDocument?
    {
        guard let number = solution.currentRevision,
            let revision = try SolutionStore.revision(connection, solution.id, number: number)
        else { return nil }
        return try SolutionDocument(connection, solution, revision.content, services)
    }

    init(_ connection: any Connection, _ solution: Solution, _ content: SolutionContent, _ services: Services) throws {
        self.solution = solution
        self.content = content
        let organisation = try PeopleStore.organisation(connection, solution.organisation)
        owner = Owner(key: organisation?.key ?? "", name: organisation?.name ?? "")
        claims = try SolutionStore.claims(connection, of: solution.id).map {
            Claim(target: $0.target, evidence: $0.evidence, state: $0.state)
        }
        adoptions = try SolutionStore.adoptions(connection, of: solution.id).map(SolutionFileRecord.AdoptionEntry.init)
        derivedFrom = try solution.derivedFrom.flatMap { try SolutionStore.link(connection, to: $0)?.slug }
        url = services.url("/solutions/\(solution.slug)")
    }

    private enum CodingKeys: String, CodingKey {
        case id, slug, url, organisation, country, state, source, evidence, claims, adoptions, derivedFrom, createdAt,
            publishedAt, confirmedAt, updatedAt, archiveReason
    }

    func encode(to encoder: any Encoder) throws {
        try content.encode(to: encoder)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(solution.id, forKey: .id)
        try fields.encode(solution.slug, forKey: .slug)
        try fields.encode(url, forKey: .url)
        try fields.encode(owner, forKey: .organisation)
        try fields.encode(solution.country, forKey: .country)
        try fields.encode(solution.state, forKey: .state)
        try fields.encode(solution.origin, forKey: .source)
        try fields.encode(
            EvidenceLevel.of(content, evidencedTargets: claims.count { $0.state == .evidenced }), forKey: .evidence)
        try fields.encode(claims, forKey: .claims)
        try fields.encode(adoptions, forKey: .adoptions)
        try fields.encode(derivedFrom, forKey: .derivedFrom)
        try fields.encode(JSONTime(solution.createdAt), forKey: .createdAt)
        try fields.encode(solution.publishedAt.map(JSONTime.init), forKey: .publishedAt)
        try fields.encode(solution.confirmedAt.map(JSONTime.init), forKey: .confirmedAt)
        try fields.encode(JSONTime(solution.updatedAt), forKey: .updatedAt)
        try fields.encode(solution.archiveReason, forKey: .archiveReason)
    }

    /// Counts with the record and with its open revision, so that a change to either is seen.
    static func etag(_ solution: Solution, open: SolutionRevision?) -> String {
        "\(solution.version)-\(open.map { "\($0.number).\($0.version)" } ?? "0")"
    }
}

extension SolutionFileRecord.AdoptionEntry {
    init(_ adoption: Adoption) {
        self.init(
            country: adoption.country, organisation: adoption.organisation.isEmpty ? nil : adoption.organisation,
            status: adoption.status, since: adoption.since, note: adoption.note.isEmpty ? nil : adoption.note,
            source: adoption.source.isEmpty ? nil : adoption.source)
    }
}

/// A solution in a list: what `SolutionListing` holds, in the language asked for.
struct SolutionSummaryDocument: Encodable, Sendable {
    let id: ID<Solution>
    let slug: String
    let url: String
    let title: String
    let summary: String
    /// The language that title and summary really are in.
    let language: String
    let organisation: String
    let country: String?
    let stage: Stage?
    let evidence: EvidenceLevel
    let state: SolutionState
    let failedPractice: Bool
    let themes: [String]
    let sdgs: [String]
    let languages: [String]
    let adoptionCount: Int
    let publishedAt: JSONTime
    let updatedAt: JSONTime

    init(_ listing: SolutionListing, language wanted: String, _ services: Services) {
        let title = listing.texts.title(in: wanted)
        id = listing.id
        slug = listing.slug
        url = services.url("/solutions/\(listing.slug)")
        self.title = title.text
        summary = listing.texts.summary(in: wanted).text
        language = title.language
        organisation = listing.organisation
        country = listing.country
        stage = listing.stage
        evidence = listing.evidence
        state = listing.state
        failedPractice = listing.failedPractice
        themes = listing.themes
        sdgs = listing.goals
        languages = listing.languages
        adoptionCount = listing.adoptions
        publishedAt = JSONTime(listing.publishedAt)
        updatedAt = JSONTime(listing.updatedAt)
    }
}
