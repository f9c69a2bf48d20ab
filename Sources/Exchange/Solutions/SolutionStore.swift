public import Platform
public import SQL

/// All reading and writing of solutions and their revisions.
public enum SolutionStore {
    // MARK: Solutions

    public static func find(_ connection: any Connection, id: ID<Solution>) throws -> Solution? {
        try connection.first("SELECT * FROM solution WHERE id = \(id)").map(solution)
    }

    public static func find(_ connection: any Connection, slug: String) throws -> Solution? {
        try connection.first("SELECT * FROM solution WHERE slug = \(slug)").map(solution)
    }

    public static func find(_ connection: any Connection, origin: Solution.Origin) throws -> Solution? {
        try connection.first(
            "SELECT * FROM solution WHERE registry = \(origin.registry) AND registry_id = \(origin.id)"
        ).map(solution)
    }

    /// Public solutions with the revision that everybody reads, by a condition on the table `s`, in no order.
    static func current(
        _ connection: any Connection, _ condition: SQL
    ) throws -> [(solution: Solution, revision: SolutionRevision)] {
        let isPublic: SQL = "s.current_revision IS NOT NULL AND \(condition)"
        let revisions = try connection.query("""
            SELECT r.* FROM solution_revision r JOIN solution s ON s.id = r.solution_id AND s.current_revision = r.number
            WHERE \(isPublic)
            """).map(revision)
        let byID = Dictionary(revisions.map { ($0.solution, $0) }, uniquingKeysWith: { first, _ in first })
        return try connection.query("SELECT s.* FROM solution s WHERE \(isPublic)").map(solution).compactMap { one in
            byID[one.id].map { (one, $0) }
        }
    }

    public static func slugExists(_ connection: any Connection, _ slug: String) throws -> Bool {
        try connection.first("SELECT 1 FROM solution WHERE slug = \(slug)") != nil
    }

    public static func insert(_ connection: any Connection, _ solution: Solution) throws {
        try connection.send("""
            INSERT INTO solution (id, slug, organisation_id, country, focal_person_id, state, registry, registry_id,
                derived_from, current_revision, version, created_at, published_at, confirmed_at, updated_at, archive_reason)
            VALUES (\(solution.id), \(solution.slug), \(solution.organisation), \(solution.country),
                \(solution.focalPerson), \(solution.state), \(solution.origin?.registry), \(solution.origin?.id),
                \(solution.derivedFrom), \(solution.currentRevision), \(solution.version), \(solution.createdAt),
                \(solution.publishedAt), \(solution.confirmedAt), \(solution.updatedAt), \(solution.archiveReason))
            """)
    }

    /// Moves the record on; `version` is counted up here.
    public static func move(
        _ connection: any Connection, _ solution: Solution, to state: SolutionState, revision: Int?,
        publishedAt: Timestamp?, confirmedAt: Timestamp?, archiveReason: String?, now: Timestamp
    ) throws {
        try connection.send("""
            UPDATE solution SET state = \(state), current_revision = \(revision), published_at = \(publishedAt),
                confirmed_at = \(confirmedAt), archive_reason = \(archiveReason), version = version + 1, updated_at = \(now)
            WHERE id = \(solution.id)
            """)
    }

    /// Public solutions whose last confirmation lies before `moment`, oldest first. What was taken over from a file and never
    /// confirmed counts from the day on which it was published here.
    public static func unconfirmed(_ connection: any Connection, since moment: Timestamp, limit: Int) throws
        -> [Solution]
    {
        try connection.query("""
            SELECT * FROM solution WHERE state = 'published' AND COALESCE(confirmed_at, published_at) < \(moment)
            ORDER BY COALESCE(confirmed_at, published_at), id LIMIT \(limit)
            """).map(solution)
    }

    static func solution(_ row: Row) throws -> Solution {
        let registry: String? = try row["registry"]
        let registryID: String? = try row["registry_id"]
        var origin: Solution.Origin?
        if let registry, let registryID { origin = .init(registry: registry, id: registryID) }
        return Solution(
            id: try row["id"], slug: try row["slug"], organisation: try row["organisation_id"],
            country: try row["country"], focalPerson: try row["focal_person_id"], state: try row["state"],
            origin: origin, derivedFrom: try row["derived_from"],
            currentRevision: try row["current_revision"], version: try row["version"],
            createdAt: try row["created_at"], publishedAt: try row["published_at"],
            confirmedAt: try row["confirmed_at"], updatedAt: try row["updated_at"],
            archiveReason: try row["archive_reason"])
    }

    // MARK: Revisions

    public static func revision(_ connection: any Connection, _ solution: ID<Solution>, number: Int) throws
        -> SolutionRevision?
    {
        try connection.ask(revision(of: solution, number: number))
    }

    /// - Parameter number: nil for the revision that is being worked on.
    static func revision(of solution: ID<Solution>, number: Int?) -> Question<SolutionRevision?> {
        let wanted: SQL =
            if let number { "number = \(number)" } else { "state IN ('draft', 'submitted', 'checked', 'validated')" }
        return Question(
            "SELECT * FROM solution_revision WHERE solution_id = \(solution) AND \(wanted)", first: revision)
    }

    /// The revision that is being worked on, if there is one.
    public static func openRevision(_ connection: any Connection, _ solution: ID<Solution>) throws
        -> SolutionRevision?
    {
        try connection.ask(revision(of: solution, number: nil))
    }

    /// All revisions, newest first.
    public static func revisions(_ connection: any Connection, _ solution: ID<Solution>) throws
        -> [SolutionRevision]
    {
        try connection.query(
            "SELECT * FROM solution_revision WHERE solution_id = \(solution) ORDER BY number DESC LIMIT 200"
        ).map(revision)
    }

    public static func insert(_ connection: any Connection, _ revision: SolutionRevision) throws {
        try connection.send("""
            INSERT INTO solution_revision (solution_id, number, state, content, saved_at, saved_by, version)
            VALUES (\(revision.solution), \(revision.number), \(revision.state),
                \(try ContentCoding.encode(revision.content)), \(revision.savedAt), \(revision.savedBy),
                \(revision.version))
            """)
    }

    public static func save(
        _ connection: any Connection, _ revision: SolutionRevision, content: SolutionContent, by name: String,
        at now: Timestamp
    ) throws {
        try connection.send("""
            UPDATE solution_revision SET content = \(try ContentCoding.encode(content)), saved_at = \(now),
                saved_by = \(name), version = version + 1
            WHERE solution_id = \(revision.solution) AND number = \(revision.number)
            """)
    }

    public static func move(
        _ connection: any Connection, _ solution: ID<Solution>, number: Int, to state: RevisionState
    ) throws {
        try connection.send("""
            UPDATE solution_revision SET state = \(state), version = version + 1
            WHERE solution_id = \(solution) AND number = \(number)
            """)
    }

    static func revision(_ row: Row) throws -> SolutionRevision {
        SolutionRevision(
            solution: try row["solution_id"], number: try row["number"], state: try row["state"],
            content: try ContentCoding.decode(from: try row["content"]), savedAt: try row["saved_at"],
            savedBy: try row["saved_by"], version: try row["version"])
    }

    // MARK: Reviews

    public static func add(
        _ connection: any Connection, _ review: SolutionReview, to solution: ID<Solution>, by person: ID<Person>?
    ) throws {
        try connection.send("""
            INSERT INTO solution_review (id, solution_id, revision, step, note, by_name, by_person, at)
            VALUES (\(review.id), \(solution), \(review.revision), \(review.step), \(review.note),
                \(review.byName), \(person), \(review.at))
            """)
    }

    /// Newest first.
    public static func reviews(_ connection: any Connection, of solution: ID<Solution>) throws
        -> [SolutionReview]
    {
        try connection.ask(reviews(of: solution))
    }

    static func reviews(of solution: ID<Solution>) -> Question<[SolutionReview]> {
        Question(
            "SELECT * FROM solution_review WHERE solution_id = \(solution) ORDER BY id DESC LIMIT 200",
            each: { row in
            SolutionReview(
                id: try row["id"], revision: try row["revision"], step: try row["step"],
                note: try row["note"], byName: try row["by_name"], at: try row["at"])
            })
    }

    // MARK: SDG claims

    public static func claims(_ connection: any Connection, of solution: ID<Solution>) throws
        -> [SDGClaimRecord]
    {
        try connection.ask(claims(of: solution))
    }

    static func claims(of solution: ID<Solution>) -> Question<[SDGClaimRecord]> {
        Question(
            "SELECT target, evidence, state FROM solution_claim WHERE solution_id = \(solution)",
            { rows in
                try rows.map { row in
                    SDGClaimRecord(target: try row["target"], evidence: try row["evidence"], state: try row["state"])
                }
                .sorted { (SDG.order($0.target), $0.target) < (SDG.order($1.target), $1.target) }
            })
    }

    /// Takes over the claims of a published revision. What a reviewer has marked stays marked while its evidence is the same.
    public static func replaceClaims(
        _ connection: any Connection, of solution: ID<Solution>, with claims: [SolutionContent.SDGClaim]
    ) throws {
        let targets = claims.map(\.target)
        try connection.send(
            "DELETE FROM solution_claim WHERE solution_id = \(solution) AND (target IN \(in: targets)) IS NOT TRUE")
        for claim in claims {
            try connection.send("""
                INSERT INTO solution_claim (solution_id, target, evidence, state)
                VALUES (\(solution), \(claim.target), \(claim.evidence ?? ""), 'claimed')
                ON CONFLICT (solution_id, target) DO UPDATE SET
                    state = CASE WHEN solution_claim.evidence = excluded.evidence THEN solution_claim.state ELSE 'claimed' END,
                    evidence = excluded.evidence
                """)
        }
    }

    public static func markClaim(
        _ connection: any Connection, of solution: ID<Solution>, target: String, as state: SDGClaimRecord.State,
        by person: ID<Person>?, at now: Timestamp
    ) throws -> Bool {
        try connection.execute("""
            UPDATE solution_claim SET state = \(state), marked_by = \(person), marked_at = \(now)
            WHERE solution_id = \(solution) AND target = \(target)
            """) == 1
    }

    // MARK: Lineage

    public static func adoptions(_ connection: any Connection, of solution: ID<Solution>) throws -> [Adoption] {
        try connection.ask(adoptions(of: solution))
    }

    static func adoptions(of solution: ID<Solution>) -> Question<[Adoption]> {
        Question(
            "SELECT * FROM adoption WHERE solution_id = \(solution) ORDER BY country, organisation LIMIT 300",
            each: adoption)
    }

    /// Of several at once.
    static func adoptions(
        _ connection: any Connection, of solutions: [ID<Solution>]
    ) throws -> [ID<Solution>: [Adoption]] {
        guard !solutions.isEmpty else { return [:] }
        return Dictionary(
            grouping: try connection.query(
                "SELECT * FROM adoption WHERE solution_id IN \(in: solutions) ORDER BY country, organisation").map(adoption),
            by: \.solution)
    }

    private static func adoption(_ row: Row) throws -> Adoption {
        Adoption(
            id: try row["id"], solution: try row["solution_id"], country: try row["country"],
            organisation: try row["organisation"], status: try row["status"], since: try row["since"],
            note: try row["note"], source: try row["source"])
    }

    /// True when an adoption by that country is known, whoever noted it.
    static func hasAdoption(_ connection: any Connection, _ solution: ID<Solution>, country: String) throws -> Bool {
        try connection.first(
            "SELECT 1 FROM adoption WHERE solution_id = \(solution) AND country = \(country)") != nil
    }

    /// Adds an adoption or brings it up to date; true when something changed.
    public static func put(_ connection: any Connection, _ adoption: Adoption) throws -> Bool {
        let same: SQL = """
            solution_id = \(adoption.solution) AND country = \(adoption.country) AND organisation = \(adoption.organisation)
            """
        guard let row = try connection.first("SELECT * FROM adoption WHERE \(same)") else {
            try connection.send("""
                INSERT INTO adoption (id, solution_id, country, organisation, status, since, note, source)
                VALUES (\(adoption.id), \(adoption.solution), \(adoption.country), \(adoption.organisation),
                    \(adoption.status), \(adoption.since), \(adoption.note), \(adoption.source))
                """)
            return true
        }
        let status: AdoptionStatus = try row["status"]
        let since: String? = try row["since"]
        let note: String = try row["note"]
        let source: String = try row["source"]
        if (status, since, note, source) == (adoption.status, adoption.since, adoption.note, adoption.source) {
            return false
        }
        try connection.send("""
            UPDATE adoption SET status = \(adoption.status), since = \(adoption.since), note = \(adoption.note),
                source = \(adoption.source) WHERE \(same)
            """)
        return true
    }

    /// The slug and title of published solutions that were made from this one, with their country.
    public static func derived(_ connection: any Connection, from solution: ID<Solution>) throws
        -> [SolutionLink]
    {
        try connection.ask(derived(from: solution))
    }

    static func derived(from solution: ID<Solution>) -> Question<[SolutionLink]> {
        Question(
            """
            SELECT s.slug, s.country, l.texts FROM solution s JOIN solution_listing l ON l.solution_id = s.id
            WHERE s.derived_from = \(solution) ORDER BY s.slug LIMIT 100
            """, each: link)
    }

    public static func link(_ connection: any Connection, to solution: ID<Solution>) throws -> SolutionLink? {
        try connection.ask(link(to: solution))
    }

    /// Several at once; one that is not public has none.
    static func links(
        _ connection: any Connection, to solutions: Set<ID<Solution>>
    ) throws -> [ID<Solution>: SolutionLink] {
        guard !solutions.isEmpty else { return [:] }
        let rows = try connection.query(
            "SELECT solution_id, slug, country, texts FROM solution_listing WHERE solution_id IN \(in: solutions)")
        return Dictionary(
            try rows.map { (try $0["solution_id"], try link($0)) }, uniquingKeysWith: { first, _ in first })
    }

    /// nil, too, when no solution is asked for.
    static func link(to solution: ID<Solution>?) -> Question<SolutionLink?> {
        Question("SELECT slug, country, texts FROM solution_listing WHERE solution_id = \(solution)", first: link)
    }

    private static func link(_ row: Row) throws -> SolutionLink {
        SolutionLink(
            slug: try row["slug"], country: try row["country"],
            texts: try ContentCoding.decode(from: try row["texts"]))
    }
}

/// As much of a public solution as a link to it shows.
public struct SolutionLink: Sendable, Equatable {
    public let slug: String
    public let country: String?
    public let texts: ListingTexts

    public func title(in language: String) -> ListingTexts.Text { texts.title(in: language) }
}
