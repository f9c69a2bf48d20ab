import Platform
import SQL

/// Keeps the match facts of each public solution beside its listing.
enum MatchFactsStore {
    /// Writes a solution's facts anew; called with its listing, so that the two never part.
    static func write(
        _ connection: any Connection, _ solution: Solution, _ content: SolutionContent, adoptions: [Adoption],
        evidenced: Int
    ) throws {
        let facts = MatchFacts(
            content, organisation: solution.organisation, country: solution.country,
            evidenced: evidenced == 0 ? [] : try evidencedTargets(connection, solution.id), adopters: adopters(adoptions),
            isArchived: solution.state == .archived)
        try connection.execute("""
            INSERT INTO solution_match (solution_id, facts) VALUES (\(solution.id), \(facts.stored))
            ON CONFLICT (solution_id) DO UPDATE SET facts = excluded.facts
            """)
    }

    static func delete(_ connection: any Connection, _ id: ID<Solution>) throws {
        try connection.execute("DELETE FROM solution_match WHERE solution_id = \(id)")
    }

    /// The facts from the record itself, for one that was listed by an older program.
    static func read(_ connection: any Connection, _ id: ID<Solution>) throws -> MatchFacts? {
        guard let solution = try SolutionStore.find(connection, id: id), let number = solution.currentRevision,
            let revision = try SolutionStore.revision(connection, id, number: number)
        else { return nil }
        return MatchFacts(
            revision.content, organisation: solution.organisation, country: solution.country,
            evidenced: try evidencedTargets(connection, id),
            adopters: adopters(try SolutionStore.adoptions(connection, of: id)),
            isArchived: solution.state == .archived)
    }

    /// Countries where it is at work: a plan or an interest shows nothing yet.
    private static func adopters(_ adoptions: [Adoption]) -> [String] {
        adoptions.filter { $0.status == .pilot || $0.status == .live }.map(\.country)
    }

    private static func evidencedTargets(_ connection: any Connection, _ id: ID<Solution>) throws -> [String] {
        try SolutionStore.claims(connection, of: id).filter { $0.state == .evidenced }.map(\.target)
    }
}
