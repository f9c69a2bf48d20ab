public import Platform
public import SQL

/// All reading and writing of rounds.
public enum RoundStore {
    public static func find(_ connection: any Connection, slug: String) throws -> Round? {
        try connection.first("SELECT * FROM round WHERE slug = \(slug)").map(round)
    }

    public static func slugExists(_ connection: any Connection, _ slug: String) throws -> Bool {
        try connection.first("SELECT 1 FROM round WHERE slug = \(slug)") != nil
    }

    /// Those that the principal may read, newest first, after the one with the id `after`.
    public static func list(
        _ connection: any Connection, for principal: Principal, after: ID<Round>? = nil, limit: Int
    ) throws -> [Round] {
        var conditions: [SQL] = [RoundAccess.readable(by: principal)]
        if let after { conditions.append("id < \(after)") }
        return try connection.query(
            "SELECT * FROM round WHERE \(conditions.joined(" AND ")) ORDER BY id DESC LIMIT \(limit)"
        ).map(round)
    }

    public static func members(_ connection: any Connection, of round: ID<Round>) throws -> [RoundMember] {
        try connection.query(
            "SELECT * FROM round_member WHERE round_id = \(round) ORDER BY side DESC, position, key"
        ).map(member)
    }

    static func insert(_ connection: any Connection, _ round: Round, members: [RoundMember]) throws {
        try connection.execute("""
            INSERT INTO round (id, slug, name, event, state, plan, fits, outcome, version, created_at, updated_at)
            VALUES (\(round.id), \(round.slug), \(round.name), \(round.event), \(round.state),
                \(try ContentCoding.encode(round.plan)), \(try ContentCoding.encode(round.fits)),
                \(try round.outcome.map { try ContentCoding.encode($0) }), \(round.version), \(round.createdAt), \(round.updatedAt))
            """)
        var rest = members[...]
        while !rest.isEmpty {
            let rows: [SQL] = try rest.prefix(50).map { one in
                """
                (\(round.id), \(one.side), \(one.key), \(one.position), \(one.title), \(one.organisation), \(one.country),
                    \(one.need), \(one.solution), \(one.capacity), \(try one.preferences.map { try ContentCoding.encode($0) }),
                    \(one.version), \(one.savedAt), \(one.savedBy))
                """
            }
            try connection.execute("""
                INSERT INTO round_member (round_id, side, key, position, title, organisation_id, country, need_id, solution_id,
                    capacity, preferences, version, saved_at, saved_by)
                VALUES \(rows.joined(", "))
                """)
            rest = rest.dropFirst(50)
        }
    }

    static func update(
        _ connection: any Connection, _ id: ID<Round>, plan: RoundPlan, fits: [String: Double], state: Round.State,
        outcome: RoundOutcome?, at now: Timestamp
    ) throws {
        try connection.execute("""
            UPDATE round SET plan = \(try ContentCoding.encode(plan)), fits = \(try ContentCoding.encode(fits)), state = \(state),
                outcome = \(try outcome.map { try ContentCoding.encode($0) }), version = version + 1, updated_at = \(now)
            WHERE id = \(id)
            """)
    }

    static func save(
        _ connection: any Connection, _ round: ID<Round>, _ member: RoundMember, preferences: [[String]]?, capacity: Int,
        by name: String, at now: Timestamp
    ) throws {
        try connection.execute("""
            UPDATE round_member SET preferences = \(try preferences.map { try ContentCoding.encode($0) }),
                capacity = \(capacity), version = version + 1, saved_at = \(now), saved_by = \(name)
            WHERE round_id = \(round) AND side = \(member.side) AND key = \(member.key)
            """)
    }

    /// A list that is written together with others.
    struct List: Sendable {
        let side: RoundSide
        let key: String
        let before: [[String]]?
        let preferences: [[String]]
    }

    /// Many lists in few statements; capacities stay.
    static func save(
        _ connection: any Connection, _ round: ID<Round>, _ lists: [List], by name: String, at now: Timestamp
    ) throws {
        var rest = lists[...]
        while !rest.isEmpty {
            let rows: [SQL] = try rest.prefix(50).map { one in
                "(\(one.side), \(one.key), \(try ContentCoding.encode(one.preferences)))"
            }
            // Both engines call the columns of VALUES so.
            try connection.execute("""
                UPDATE round_member SET preferences = lists.column3, version = version + 1, saved_at = \(now), saved_by = \(name)
                FROM (VALUES \(rows.joined(", "))) AS lists
                WHERE round_id = \(round) AND side = lists.column1 AND key = lists.column2
                """)
            rest = rest.dropFirst(50)
        }
    }

    private static func round(_ row: Row) throws -> Round {
        let outcome: String? = try row["outcome"]
        return Round(
            id: try row["id"], slug: try row["slug"], name: try row["name"], event: try row["event"],
            state: try row["state"], plan: try ContentCoding.decode(from: try row["plan"]),
            fits: try ContentCoding.decode(from: try row["fits"]),
            outcome: try outcome.map { try ContentCoding.decode(from: $0) }, version: try row["version"],
            createdAt: try row["created_at"], updatedAt: try row["updated_at"])
    }

    private static func member(_ row: Row) throws -> RoundMember {
        let preferences: String? = try row["preferences"]
        return RoundMember(
            side: try row["side"], key: try row["key"], position: try row["position"], title: try row["title"],
            organisation: try row["organisation_id"], country: try row["country"], need: try row["need_id"],
            solution: try row["solution_id"], capacity: try row["capacity"],
            preferences: try preferences.map { try ContentCoding.decode(from: $0) }, version: try row["version"],
            savedAt: try row["saved_at"], savedBy: try row["saved_by"])
    }
}

extension Round.State: SQLBindable, SQLDecodable {}
extension RoundSide: SQLBindable, SQLDecodable {}
