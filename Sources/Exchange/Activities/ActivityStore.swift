public import Platform
public import SQL

/// All reading and writing of activities.
public enum ActivityStore {
    public struct Filter: Sendable {
        public var partnership: ID<Partnership>?
        public var agreement: String?

        public init(partnership: ID<Partnership>? = nil, agreement: String? = nil) {
            self.partnership = partnership
            self.agreement = agreement
        }
    }

    /// The same rule as `RecordSides.mayRead`, as a condition on the table `activity r`.
    static func readable(by principal: Principal) -> SQL {
        if RecordSides.seesAll(principal) { return "1 = 1" }
        guard principal.has(.focalPoint) else { return "1 = 0" }
        return """
            (r.id IN (SELECT y.activity_id FROM activity_organisation y JOIN organisation o ON o.id = y.organisation_id
                WHERE \(RecordSides.organisations(of: principal))) OR \(RecordSides.isNear(principal)))
            """
    }

    /// What the principal may read, the latest day first.
    public static func list(
        _ connection: any Connection, for principal: Principal, _ filter: Filter = Filter(), limit: Int
    ) throws -> [Activity] {
        var conditions: [SQL] = [readable(by: principal)]
        if let partnership = filter.partnership { conditions.append("r.partnership_id = \(partnership)") }
        if let agreement = filter.agreement { conditions.append("r.agreement = \(agreement)") }
        return try activities(connection, conditions.joined(" AND "), limit: limit)
    }

    public static func find(_ connection: any Connection, slug: String) throws -> Activity? {
        try activities(connection, "r.slug = \(slug)", limit: 1).first
    }

    public static func find(_ connection: any Connection, id: ID<Activity>) throws -> Activity? {
        try activities(connection, "r.id = \(id)", limit: 1).first
    }

    static func slugExists(_ connection: any Connection, _ slug: String) throws -> Bool {
        try connection.first("SELECT 1 FROM activity WHERE slug = \(slug)") != nil
    }

    /// By a condition on the table `activity r`.
    static func activities(_ connection: any Connection, _ condition: SQL, limit: Int) throws -> [Activity] {
        let rows = try connection.query("""
            SELECT r.* FROM activity r WHERE \(condition) ORDER BY \(Activity.listing(today: "").order) LIMIT \(limit)
            """)
        guard !rows.isEmpty else { return [] }
        let ids: [String] = try rows.map { try $0["id"] }
        var sides: [String: [Contribution.Side]] = [:]
        for row in try connection.query("""
            SELECT y.activity_id, o.id, o.key, o.name, o.kind, o.country, o.parent
            FROM activity_organisation y JOIN organisation o ON o.id = y.organisation_id
            WHERE y.activity_id IN \(in: ids) ORDER BY y.activity_id, y.position
            """)
        {
            sides[try row["activity_id"], default: []].append(
                .init(id: try row["id"], key: try row["key"], name: try row["name"], country: try row["country"]))
        }
        return try rows.map { try activity($0, sides[try $0["id"]] ?? []) }
    }

    private static func activity(_ row: Row, _ organisations: [Contribution.Side]) throws -> Activity {
        var content = ActivityContent()
        content.kind = try row["kind"]
        content.state = try row["state"]
        content.reason = try row["reason"]
        content.title = try row["title"]
        content.from = try row["from_date"]
        content.to = try row["to_date"]
        content.place = try row["place"]
        content.link = try row["link"]
        content.programme = try row["programme"]
        content.women = try row["women"]
        content.men = try row["men"]
        content.notStated = try row["not_stated"]
        content.organisations = organisations
        content.outcome = try row["outcome"]
        content.partnership = try row["partnership_id"]
        content.agreement = try row["agreement"]
        let file: String? = try row["document"]
        let name: String = try row["document_name"]
        return Activity(
            id: try row["id"], slug: try row["slug"], content: content, document: file.map { .init(file: $0, name: name) },
            version: try row["version"], updatedBy: try row["updated_by"], updatedAt: try row["updated_at"])
    }

    // MARK: Writing

    static func insert(_ connection: any Connection, _ one: Activity) throws {
        let content = one.content
        try connection.execute("""
            INSERT INTO activity (id, slug, kind, state, reason, title, from_date, to_date, place, link, programme, women, men,
                not_stated, outcome, document, document_name, partnership_id, agreement, version, updated_by, updated_at)
            VALUES (\(one.id), \(one.slug), \(content.kind), \(content.state), \(content.reason), \(content.title),
                \(content.from), \(content.to), \(content.place), \(content.link), \(content.programme), \(content.women),
                \(content.men), \(content.notStated), \(content.outcome), \(one.document?.file), \(one.document?.name ?? ""),
                \(content.partnership), \(content.agreement), \(one.version), \(one.updatedBy), \(one.updatedAt))
            """)
        try put(connection, content.organisations, of: one.id)
    }

    static func update(_ connection: any Connection, _ one: Activity) throws {
        let content = one.content
        try connection.execute("""
            UPDATE activity SET kind = \(content.kind), state = \(content.state), reason = \(content.reason),
                title = \(content.title), from_date = \(content.from), to_date = \(content.to), place = \(content.place),
                link = \(content.link), programme = \(content.programme), women = \(content.women), men = \(content.men),
                not_stated = \(content.notStated), outcome = \(content.outcome), document = \(one.document?.file),
                document_name = \(one.document?.name ?? ""), partnership_id = \(content.partnership),
                agreement = \(content.agreement), version = \(one.version), updated_by = \(one.updatedBy),
                updated_at = \(one.updatedAt)
            WHERE id = \(one.id)
            """)
        try connection.execute("DELETE FROM activity_organisation WHERE activity_id = \(one.id)")
        try put(connection, content.organisations, of: one.id)
    }

    private static func put(_ connection: any Connection, _ sides: [Contribution.Side], of id: ID<Activity>) throws {
        guard !sides.isEmpty else { return }
        let rows = sides.enumerated().map { position, side -> SQL in "(\(id), \(side.id), \(position))" }
        try connection.execute(
            "INSERT INTO activity_organisation (activity_id, organisation_id, position) VALUES \(rows.joined(", "))")
    }
}
