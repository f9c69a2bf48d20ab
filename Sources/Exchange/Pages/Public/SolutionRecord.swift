import Platform
import SQL

/// All that the page of one solution is made from, read in one transaction.
struct SolutionRecord: Sendable {
    struct File: Sendable, Equatable {
        let attachment: Attachment
        let size: Int64
    }

    let solution: Solution
    let content: SolutionContent
    let organisation: Organisation?
    var claims: [SDGClaimRecord] = []
    var reviews: [SolutionReview] = []
    var adoptions: [Adoption] = []
    var derivedFrom: SolutionLink?
    var derived: [SolutionLink] = []
    var files: [File] = []

    /// nil when there is no such solution, and also when this principal may not know that there is one.
    static func read(_ connection: any Connection, slug: String, for principal: Principal) throws -> SolutionRecord? {
        guard let solution = try SolutionStore.find(connection, slug: slug),
            SolutionRules.mayRead(principal, solution.ownership).allowed
        else { return nil }
        // A solution that was never published has only its draft to show.
        let revision =
            try solution.currentRevision.map { try SolutionStore.revision(connection, solution.id, number: $0) }
            ?? SolutionStore.openRevision(connection, solution.id)
        guard let revision else { return nil }
        var record = SolutionRecord(
            solution: solution, content: revision.content,
            organisation: try PeopleStore.organisation(connection, solution.organisation))
        record.claims = solution.state.isPublic
            ? try SolutionStore.claims(connection, of: solution.id)
            : revision.content.sdgs.map { .init(target: $0.target, evidence: $0.evidence ?? "", state: .claimed) }
        record.reviews = try SolutionStore.reviews(connection, of: solution.id)
        record.adoptions = try SolutionStore.adoptions(connection, of: solution.id)
        record.derivedFrom = try solution.derivedFrom.flatMap { try SolutionStore.link(connection, to: $0) }
        record.derived = try SolutionStore.derived(connection, from: solution.id)
        record.files = try AttachmentStore.list(connection, of: solution.id).map { attachment in
            File(attachment: attachment, size: try Files.find(connection, attachment.file)?.size ?? 0)
        }
        return record
    }
}
