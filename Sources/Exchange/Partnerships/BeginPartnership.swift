public import Platform
public import SQL

/// Begins a partnership, or lets an accepted introduction continue one.
public enum BeginPartnership {
    /// A new one in *interest*.
    public static func run(
        _ connection: any Connection, _ act: Act, content: Partnership.Content, parties: [Partnership.Party],
        opportunity: ID<Opportunity>? = nil, note: String = "", slug: String? = nil
    ) throws -> Partnership {
        try PartnershipRules.mayWrite(act.principal, parties).orRefuse()
        if content.isPublic { try PartnershipRules.mayPublish(act.principal, parties).orRefuse() }
        let issues = content.issues() + Self.issues(parties)
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        let one = try make(
            connection, act, content: content, parties: parties, opportunity: opportunity, introduction: nil,
            stage: .interest, slug: slug)
        try write(connection, act, one, note: note)
        return one
    }

    /// Both sides have accepted: the partnership in *interest* goes on, or a new one begins.
    static func introduced(
        _ connection: any Connection, _ act: Act, _ introduction: Introduction, _ parties: IntroductionRules.Parties
    ) throws -> Partnership {
        let known = try introduction.partnership.flatMap { try PartnershipStore.find(connection, id: $0) }
        if let known, known.stage == .interest {
            return try `continue`(connection, act, known, introduction, parties)
        }
        var content = Partnership.Content()
        content.solution = introduction.solution
        content.need = introduction.need
        let title = try SolutionStore.link(connection, to: introduction.solution)?.title(in: "en").text ?? ""
        // A name that a list can tell from the others: what, and for whom.
        content.title = String("\(title) – \(parties.asking.name)".prefix(Completeness.titleLimit))
        let one = try make(
            connection, act, content: content,
            parties: [.init(parties.asking, .asking), .init(parties.giving, .giving)],
            opportunity: nil, introduction: introduction.id, stage: .introduced, slug: nil)
        try write(connection, act, one, note: introduction.message)
        return one
    }

    private static func `continue`(
        _ connection: any Connection, _ act: Act, _ known: Partnership, _ introduction: Introduction,
        _ parties: IntroductionRules.Parties
    ) throws -> Partnership {
        var one = known
        one.content.solution = one.content.solution ?? introduction.solution
        one.content.need = one.content.need ?? introduction.need
        one.introduction = introduction.id
        let settled: [Partnership.Party] = [.init(parties.asking, .asking), .init(parties.giving, .giving)]
        one.parties = settled + known.parties.filter { old in !settled.contains { $0.organisation.id == old.organisation.id } }
        try PartnershipStore.put(connection, one.parties, of: one.id)
        try MovePartnership.write(connection, act, &one, to: .introduced, note: introduction.message)
        return one
    }

    static func issues(_ parties: [Partnership.Party]) -> [ContentIssue] {
        var issues: [ContentIssue] = []
        if parties.isEmpty { issues.append(ContentIssue("parties", "error.partnership.no-party")) }
        if Set(parties.map(\.organisation.id)).count < parties.count {
            issues.append(ContentIssue("parties", "error.partnership.party-twice"))
        }
        if parties.count > Partnership.partyLimit {
            issues.append(ContentIssue("parties", "error.too-many", ["limit": String(Partnership.partyLimit)]))
        }
        return issues
    }

    private static func make(
        _ connection: any Connection, _ act: Act, content: Partnership.Content, parties: [Partnership.Party],
        opportunity: ID<Opportunity>?, introduction: ID<Introduction>?, stage: PartnershipStage, slug: String?
    ) throws -> Partnership {
        Partnership(
            id: act.newID(),
            slug: try slug
                ?? Slug.unique(content.title, fallback: "partnership") { try PartnershipStore.slugExists(connection, $0) },
            content: content, opportunity: opportunity, introduction: introduction, stage: stage, stageSince: act.now,
            furthest: stage, resume: nil, alertedAt: nil, version: 1, createdAt: act.now, updatedAt: act.now,
            updatedBy: act.name, parties: parties)
    }

    private static func write(_ connection: any Connection, _ act: Act, _ one: Partnership, note: String) throws {
        try PartnershipStore.insert(connection, one)
        try PartnershipHistory.add(
            connection,
            PartnershipStep(number: 1, from: nil, to: one.stage, note: note, byName: act.name, at: act.now),
            to: one.id, by: act.principal.personID)
        try act.audit(
            connection, "partnership.begun", "partnership", one.id.description, before: String?.none,
            after: AuditedPartnership(one))
    }
}

/// A partnership as the audit keeps it.
struct AuditedPartnership: Encodable {
    let title, summary, publicSummary: String
    let isPublic: Bool
    let solution, need: String?
    let stage: PartnershipStage
    let parties: [String]

    init(_ one: Partnership) {
        title = one.content.title
        summary = one.content.summary
        publicSummary = one.content.publicSummary
        isPublic = one.content.isPublic
        solution = one.content.solution?.description
        need = one.content.need?.description
        stage = one.stage
        parties = one.parties.map { "\($0.side.rawValue):\($0.organisation.key)" }
    }
}
