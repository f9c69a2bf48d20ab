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
        let id = solution.id
        // A solution that was never published has only its draft to show.
        let (revision, organisation, claims, reviews, adoptions, derivedFrom, derived, files) = try connection.ask(
            SolutionStore.revision(of: id, number: solution.currentRevision),
            PeopleStore.organisation(solution.organisation), SolutionStore.claims(of: id),
            SolutionStore.reviews(of: id), SolutionStore.adoptions(of: id),
            SolutionStore.link(to: solution.derivedFrom), SolutionStore.derived(from: id),
            AttachmentStore.listWithSizes(of: id))
        guard let revision else { return nil }
        var record = SolutionRecord(solution: solution, content: revision.content, organisation: organisation)
        record.claims = solution.state.isPublic
            ? claims : revision.content.sdgs.map { .init(target: $0.target, evidence: $0.evidence ?? "", state: .claimed) }
        record.reviews = reviews
        record.adoptions = adoptions
        record.derivedFrom = derivedFrom
        record.derived = derived
        record.files = files.map { File(attachment: $0.attachment, size: $0.size) }
        return record
    }
}
