public import Platform
public import SQL

/// All reading and writing of opportunities.
public enum OpportunityStore {
    /// What to list: all parts are optional.
    public struct Filter: Sendable, Equatable {
        public var event: String?
        public var country: String?
        public var theme: Theme?
        public var followUp: Opportunity.FollowUp?

        public init(
            event: String? = nil, country: String? = nil, theme: Theme? = nil,
            followUp: Opportunity.FollowUp? = nil
        ) {
            self.event = event
            self.country = country
            self.theme = theme
            self.followUp = followUp
        }
    }

    /// A place in the list: the last one shown.
    public struct Cursor: Sendable, Equatable {
        public let event: String
        public let position: Int
        public let id: ID<Opportunity>
    }

    public static func find(_ connection: any Connection, id: ID<Opportunity>) throws -> Opportunity? {
        try connection.first("SELECT * FROM opportunity WHERE id = \(id)").map(opportunity)
    }

    public static func find(_ connection: any Connection, reference: String) throws -> Opportunity? {
        try connection.first("SELECT * FROM opportunity WHERE reference = \(reference)").map(opportunity)
    }

    public static func find(_ connection: any Connection, references: [String]) throws -> [Opportunity] {
        try connection.query("SELECT * FROM opportunity WHERE reference IN \(in: references)").map(opportunity)
    }

    /// In the order of their events and, within one, of their file.
    public static func list(
        _ connection: any Connection, _ filter: Filter = Filter(), after: Cursor? = nil, limit: Int
    ) throws -> [Opportunity] {
        var conditions: [SQL] = ["1 = 1"]
        if let event = filter.event { conditions.append("event = \(event)") }
        if let country = filter.country { conditions.append("country = \(country)") }
        if let theme = filter.theme { conditions.append("theme = \(theme)") }
        if let followUp = filter.followUp { conditions.append("follow_up = \(followUp)") }
        if let after {
            conditions.append("(event, position, id) > (\(after.event), \(after.position), \(after.id))")
        }
        return try connection.query("""
            SELECT * FROM opportunity WHERE \(conditions.joined(" AND "))
            ORDER BY event, position, id LIMIT \(limit)
            """).map(opportunity)
    }

    /// How many there are for each country and theme of an event, and where each country first stands in the file.
    public static func counts(_ connection: any Connection, event: String) throws -> [OpportunityCount] {
        try connection.query("""
            SELECT country, theme, COUNT(*) AS n, MIN(position) AS first FROM opportunity
            WHERE event = \(event) GROUP BY country, theme
            """).map { row in
                OpportunityCount(
                    country: try row["country"], theme: try row["theme"], count: try row["n"],
                    firstPosition: try row["first"])
            }
    }

    public static func insert(_ connection: any Connection, _ opportunities: some Sequence<Opportunity>) throws {
        let rows = opportunities.map { one -> SQL in
            """
            (\(one.id), \(one.reference), \(one.event), \(one.country), \(one.theme), \(one.text), \(one.followUp),
            \(one.followUpNote), \(one.position), \(one.version), \(one.updatedAt))
            """
        }
        guard !rows.isEmpty else { return }
        try connection.execute("""
            INSERT INTO opportunity (id, reference, event, country, theme, text, follow_up, follow_up_note, position,
                version, updated_at)
            VALUES \(rows.joined(", "))
            """)
    }

    /// Writes all but the reference and the id; `version` is counted up here.
    public static func update(_ connection: any Connection, _ one: Opportunity) throws {
        try connection.execute("""
            UPDATE opportunity SET event = \(one.event), country = \(one.country), theme = \(one.theme),
                text = \(one.text), follow_up = \(one.followUp), follow_up_note = \(one.followUpNote),
                position = \(one.position), version = version + 1, updated_at = \(one.updatedAt)
            WHERE id = \(one.id)
            """)
    }

    static func opportunity(_ row: Row) throws -> Opportunity {
        Opportunity(
            id: try row["id"], reference: try row["reference"], event: try row["event"],
            country: try row["country"], theme: try row["theme"], text: try row["text"],
            followUp: try row["follow_up"], followUpNote: try row["follow_up_note"],
            position: try row["position"], version: try row["version"], updatedAt: try row["updated_at"])
    }
}

/// One cell of the report, before it is laid out.
public struct OpportunityCount: Sendable, Equatable {
    public let country: String
    public let theme: Theme
    public let count: Int
    public let firstPosition: Int
}
