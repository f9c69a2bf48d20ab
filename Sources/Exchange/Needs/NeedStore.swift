public import Platform
public import SQL

/// All reading and writing of needs.
public enum NeedStore {
    public static func find(_ connection: any Connection, id: ID<Need>) throws -> Need? {
        try connection.first("SELECT * FROM need WHERE id = \(id)").map(need)
    }

    public static func find(_ connection: any Connection, slug: String) throws -> Need? {
        try connection.first("SELECT * FROM need WHERE slug = \(slug)").map(need)
    }

    /// One that may be put beside a partnership: the principal may read it, or it stands there already.
    static func find(
        _ connection: any Connection, slug: String, for principal: Principal, known: ID<Need>?
    ) throws -> Need? {
        try find(connection, slug: slug).flatMap { $0.id == known || NeedRules.mayRead(principal, $0).allowed ? $0 : nil }
    }

    static func needs(_ connection: any Connection, ids: [ID<Need>]) throws -> [ID<Need>: Need] {
        let found = try connection.query("SELECT * FROM need WHERE id IN \(in: ids)").map(need)
        return Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
    }

    static func needs(_ connection: any Connection, slugs: some Collection<String>) throws -> [Need] {
        try connection.query("SELECT * FROM need WHERE slug IN \(in: slugs)").map(need)
    }

    /// To be asked together with other things.
    static func isTaken(_ slug: String) -> Question<Bool> {
        Question("SELECT 1 FROM need WHERE slug = \(slug)", { !$0.isEmpty })
    }

    public static func slugExists(_ connection: any Connection, _ slug: String) throws -> Bool {
        try connection.first("SELECT 1 FROM need WHERE slug = \(slug)") != nil
    }

    /// What the principal may read, newest first, after the one with the id `after`.
    public static func list(
        _ connection: any Connection, for principal: Principal, country: String? = nil, state: Need.State? = nil,
        after: ID<Need>? = nil, limit: Int
    ) throws -> [Need] {
        var conditions: [SQL] = [NeedRules.readable(by: principal)]
        if let country { conditions.append("country = \(country)") }
        if let state { conditions.append("state = \(state)") }
        if let after { conditions.append("id < \(after)") }
        return try connection.query(
            "SELECT * FROM need WHERE \(conditions.joined(" AND ")) ORDER BY id DESC LIMIT \(limit)"
        ).map(need)
    }

    /// - Parameter text: the need's content, encoded.
    public static func insert(_ connection: any Connection, _ need: Need, text: JSONText) throws {
        try connection.insert(
            into: """
                need (id, slug, organisation_id, country, state, visibility, urgency, title, content, version, created_at, updated_at)
                """,
            """
            (\(need.id), \(need.slug), \(need.organisation), \(need.country), \(need.state), \(need.content.visibility),
            \(need.content.urgency), \(need.content.title), \(text.text), \(need.version), \(need.createdAt), \(need.updatedAt))
            """)
    }

    public static func update(
        _ connection: any Connection, _ need: Need, _ checked: CheckedNeed, state: Need.State, at now: Timestamp
    ) throws {
        try connection.send("""
            UPDATE need SET state = \(state), visibility = \(checked.content.visibility),
                urgency = \(checked.content.urgency), title = \(checked.content.title),
                content = \(checked.text.text), version = version + 1,
                updated_at = \(now)
            WHERE id = \(need.id)
            """)
    }

    static func need(_ row: Row) throws -> Need {
        Need(
            id: try row["id"], slug: try row["slug"], organisation: try row["organisation_id"],
            country: try row["country"], state: try row["state"],
            content: try ContentCoding.decode(from: try row["content"]), version: try row["version"],
            createdAt: try row["created_at"], updatedAt: try row["updated_at"])
    }
}
