public import Platform
public import SQL

/// All reading and writing of partnerships with their parties and history.
public enum PartnershipStore {
    /// What to list: all parts are optional.
    public struct Filter: Sendable, Equatable {
        public var stages: [PartnershipStage] = []
        /// That came at least so far, whatever became of them.
        public var reached: PartnershipStage?
        /// The country of a giving or an asking party; `unknown` for none.
        public var giving: String?
        public var asking: String?
        public var solution: ID<Solution>?
        public var isOverdue = false
        /// Leaves out what is only read because it is public.
        public var isOwn = false
        /// The day that overdue is told by.
        public var today = ""

        public init() {}

        public static let unknown = "none"
    }

    public static func find(_ connection: any Connection, id: ID<Partnership>) throws -> Partnership? {
        try partnerships(connection, "SELECT p.* FROM partnership p WHERE p.id = \(id)").first
    }

    /// Several at once.
    static func find(
        _ connection: any Connection, ids: Set<ID<Partnership>>
    ) throws -> [ID<Partnership>: Partnership] {
        guard !ids.isEmpty else { return [:] }
        let found = try partnerships(connection, "SELECT p.* FROM partnership p WHERE p.id IN \(in: ids)")
        return Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    static func find(_ connection: any Connection, slugs: some Collection<String>) throws -> [Partnership] {
        try partnerships(connection, "SELECT p.* FROM partnership p WHERE p.slug IN \(in: slugs)")
    }

    public static func find(_ connection: any Connection, slug: String) throws -> Partnership? {
        try partnerships(connection, "SELECT p.* FROM partnership p WHERE p.slug = \(slug)").first
    }

    public static func find(_ connection: any Connection, opportunity: ID<Opportunity>) throws -> Partnership? {
        try partnerships(connection, "SELECT p.* FROM partnership p WHERE p.opportunity_id = \(opportunity)").first
    }

    /// Words that stand for pages of ours at the place of a slug.
    static let reserved: Set<String> = ["actions", "board", "timeline"]

    public static func slugExists(_ connection: any Connection, _ slug: String) throws -> Bool {
        try reserved.contains(slug) || connection.first("SELECT 1 FROM partnership WHERE slug = \(slug)") != nil
    }

    /// What the principal may read, newest first, after the one with the id `after`.
    public static func list(
        _ connection: any Connection, for principal: Principal, _ filter: Filter = Filter(),
        after: ID<Partnership>? = nil, limit: Int
    ) throws -> [Partnership] {
        var conditions = conditions(filter, principal)
        if let after { conditions.append("p.id < \(after)") }
        return try partnerships(
            connection,
            """
            SELECT p.* FROM partnership p WHERE \(conditions.joined(" AND ")) ORDER BY p.id DESC LIMIT \(limit)
            """)
    }

    /// How many of them stand in each stage.
    public static func counts(
        _ connection: any Connection, for principal: Principal, _ filter: Filter = Filter()
    ) throws -> [PartnershipStage: Int] {
        let rows = try connection.query("""
            SELECT p.stage, COUNT(*) AS n FROM partnership p
            WHERE \(conditions(filter, principal).joined(" AND ")) GROUP BY p.stage
            """)
        return Dictionary(uniqueKeysWithValues: try rows.map { (try $0["stage"], try $0["n"]) })
    }

    /// The countries of the parties of what the principal may read.
    static func countries(_ connection: any Connection, for principal: Principal) throws -> [String] {
        try connection.query("""
            SELECT DISTINCT o.country FROM partnership p JOIN partnership_party y ON y.partnership_id = p.id
                JOIN organisation o ON o.id = y.organisation_id
            WHERE o.country IS NOT NULL AND \(PartnershipRules.readable(by: principal)) ORDER BY o.country
            """).map { try $0["country"] }
    }

    static func conditions(_ filter: Filter, _ principal: Principal) -> [SQL] {
        var conditions: [SQL] = [PartnershipRules.readable(by: principal)]
        if filter.isOwn, !SolutionRules.actsForNetwork(principal) { conditions.append(PartnershipRules.own(principal)) }
        if !filter.stages.isEmpty { conditions.append("p.stage IN \(in: filter.stages)") }
        if let reached = filter.reached { conditions.append("p.furthest IN \(in: reached.andBeyond)") }
        for (country, side) in [(filter.giving, Partnership.Side.giving), (filter.asking, .asking)] {
            guard let country else { continue }
            let parties: SQL = """
                SELECT 1 FROM partnership_party y JOIN organisation o ON o.id = y.organisation_id
                WHERE y.partnership_id = p.id AND y.side = \(side) AND o.country
                """
            conditions.append(
                country == Filter.unknown
                    ? "NOT EXISTS (\(parties) IS NOT NULL)" : "EXISTS (\(parties) = \(country))")
        }
        if let solution = filter.solution { conditions.append("p.solution_id = \(solution)") }
        if filter.isOverdue {
            conditions.append("""
                EXISTS (SELECT 1 FROM partnership_action a WHERE a.partnership_id = p.id AND a.state = 'open'
                    AND a.due <> '' AND substr(\(filter.today), 1, length(a.due)) > a.due)
                """)
        }
        return conditions
    }

    /// Partnerships that stand longer in a stage than is usual and of which nobody was told since they entered it.
    static func stalling(
        _ connection: any Connection, in stage: PartnershipStage, since moment: Timestamp, limit: Int
    ) throws -> [Partnership] {
        try partnerships(
            connection,
            """
            SELECT p.* FROM partnership p WHERE p.stage = \(stage) AND p.stage_since <= \(moment)
                AND (p.alerted_at IS NULL OR p.alerted_at < p.stage_since) ORDER BY p.stage_since, p.id LIMIT \(limit)
            """)
    }

    // MARK: Writing

    static func insert(_ connection: any Connection, _ one: Partnership) throws {
        try connection.execute("""
            INSERT INTO partnership (id, slug, title, summary, solution_id, need_id, opportunity_id, introduction_id, stage,
                stage_since, furthest, resume_stage, is_public, public_summary, sources, alerted_at, version, created_at,
                updated_at, updated_by)
            VALUES (\(one.id), \(one.slug), \(one.content.title), \(one.content.summary), \(one.content.solution),
                \(one.content.need), \(one.opportunity), \(one.introduction), \(one.stage), \(one.stageSince),
                \(one.furthest), \(one.resume), \(one.content.isPublic), \(one.content.publicSummary),
                \(try ContentCoding.encode(one.content.sources)), \(one.alertedAt), \(one.version), \(one.createdAt),
                \(one.updatedAt), \(one.updatedBy))
            """)
        try put(connection, one.parties, of: one.id)
    }

    /// Writes all but the slug, the id and what it came from; `version` is counted up here.
    static func update(_ connection: any Connection, _ one: Partnership) throws {
        try connection.execute("""
            UPDATE partnership SET title = \(one.content.title), summary = \(one.content.summary),
                solution_id = \(one.content.solution), need_id = \(one.content.need), introduction_id = \(one.introduction),
                stage = \(one.stage), stage_since = \(one.stageSince), furthest = \(one.furthest),
                resume_stage = \(one.resume), is_public = \(one.content.isPublic),
                public_summary = \(one.content.publicSummary), sources = \(try ContentCoding.encode(one.content.sources)),
                version = version + 1, updated_at = \(one.updatedAt), updated_by = \(one.updatedBy)
            WHERE id = \(one.id)
            """)
    }

    static func put(_ connection: any Connection, _ parties: [Partnership.Party], of id: ID<Partnership>) throws {
        try connection.execute("DELETE FROM partnership_party WHERE partnership_id = \(id)")
        guard !parties.isEmpty else { return }
        let rows = parties.enumerated().map { index, party -> SQL in
            "(\(id), \(party.organisation.id), \(party.side), \(index))"
        }
        try connection.execute("""
            INSERT INTO partnership_party (partnership_id, organisation_id, side, position) VALUES \(rows.joined(", "))
            """)
    }

    static func markAlerted(_ connection: any Connection, _ id: ID<Partnership>, at now: Timestamp) throws {
        try connection.execute("UPDATE partnership SET alerted_at = \(now) WHERE id = \(id)")
    }

    // MARK: Reading rows

    /// `p.*` of partnerships, each with its parties: two statements, however many there are.
    private static func partnerships(_ connection: any Connection, _ sql: SQL) throws -> [Partnership] {
        let rows = try connection.query(sql)
        let ids: [ID<Partnership>] = try rows.map { try $0["id"] }
        let parties = try parties(connection, of: ids)
        return try rows.map { row in
            let id: ID<Partnership> = try row["id"]
            var content = Partnership.Content()
            content.title = try row["title"]
            content.summary = try row["summary"]
            content.solution = try row["solution_id"]
            content.need = try row["need_id"]
            content.isPublic = try row["is_public"]
            content.publicSummary = try row["public_summary"]
            content.sources = try ContentCoding.decode(from: try row["sources"])
            return Partnership(
                id: id, slug: try row["slug"], content: content, opportunity: try row["opportunity_id"],
                introduction: try row["introduction_id"], stage: try row["stage"], stageSince: try row["stage_since"],
                furthest: try row["furthest"], resume: try row["resume_stage"], alertedAt: try row["alerted_at"],
                version: try row["version"], createdAt: try row["created_at"], updatedAt: try row["updated_at"],
                updatedBy: try row["updated_by"], parties: parties[id] ?? [])
        }
    }

    private static func parties(
        _ connection: any Connection, of ids: [ID<Partnership>]
    ) throws -> [ID<Partnership>: [Partnership.Party]] {
        guard !ids.isEmpty else { return [:] }
        var found: [ID<Partnership>: [Partnership.Party]] = [:]
        for row in try connection.query("""
            SELECT y.partnership_id, y.side, o.id, o.key, o.name, o.kind, o.country, o.parent
            FROM partnership_party y JOIN organisation o ON o.id = y.organisation_id
            WHERE y.partnership_id IN \(in: ids) ORDER BY y.partnership_id, y.position, o.id
            """) {
            let kind: String = try row["kind"]
            let organisation = Organisation(
                id: try row["id"], key: try row["key"], name: try row["name"],
                kind: Organisation.Kind(rawValue: kind) ?? .unknown, country: try row["country"],
                parent: try row["parent"])
            found[try row["partnership_id"], default: []].append(.init(organisation, try row["side"]))
        }
        return found
    }
}
