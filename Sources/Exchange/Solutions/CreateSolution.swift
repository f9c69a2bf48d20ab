public import Platform
public import SQL

/// Begins a solution as a draft of its owner.
public enum CreateSolution {
    /// Throws `Refusal.denied` for somebody who may not publish for the organisation, `.invalid` for content past the limits.
    public static func run(
        _ connection: any Connection, _ act: Act, organisation: ID<Organisation>, content: SolutionContent,
        derivedFrom: ID<Solution>? = nil, thisYear: Int
    ) throws -> Solution {
        guard let owner = try PeopleStore.organisation(connection, organisation) else { throw Refusal.notFound }
        try SolutionRules.mayCreate(act.principal, for: owner.id, country: owner.country).orRefuse()
        var issues = Completeness.faults(of: content, thisYear: thisYear)
        if content.title.isEmpty { issues.append(ContentIssue("title", "error.required")) }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        let solution = Solution(
            id: act.newID(), slug: try Slug.unique(content.title, fallback: "solution") { try SolutionStore.slugExists(connection, $0) }, organisation: owner.id,
            country: owner.country, focalPerson: act.principal.personID, state: .unpublished, origin: nil,
            derivedFrom: derivedFrom, currentRevision: nil, version: 1, createdAt: act.now, publishedAt: nil,
            confirmedAt: nil, updatedAt: act.now, archiveReason: nil)
        try SolutionStore.insert(connection, solution)
        try SolutionStore.insert(
            connection,
            SolutionRevision(
                solution: solution.id, number: 1, state: .draft, content: content, savedAt: act.now,
                savedBy: act.name, version: 1))
        try act.audit(
            connection, "solution.created", "solution", solution.id.description, before: String?.none, after: content)
        return solution
    }
}
