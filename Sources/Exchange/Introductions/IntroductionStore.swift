public import Platform
public import SQL

/// All reading and writing of introductions.
public enum IntroductionStore {
    public static func find(_ connection: any Connection, id: ID<Introduction>) throws -> Introduction? {
        try connection.first("SELECT * FROM introduction WHERE id = \(id)").map(introduction)
    }

    /// One that is open for the same need, solution and organisations.
    public static func open(
        _ connection: any Connection, need: ID<Need>?, solution: ID<Solution>, asking: ID<Organisation>,
        giving: ID<Organisation>
    ) throws -> Introduction? {
        try connection.first("""
            SELECT * FROM introduction WHERE solution_id = \(solution) AND asking_id = \(asking) AND giving_id = \(giving)
                AND COALESCE(need_id, '') = \(need?.description ?? "") AND state IN \(in: IntroductionState.open)
            """).map(introduction)
    }

    /// All that came of one match-making round or opportunity.
    public static func list(_ connection: any Connection, origin: Introduction.Origin) throws -> [Introduction] {
        try connection.query("""
            SELECT * FROM introduction WHERE origin = \(origin.kind) AND origin_reference = \(origin.reference) ORDER BY id
            LIMIT 10000
            """).map(introduction)
    }

    /// What the principal may read, newest first, after the one with the id `after`.
    public static func list(
        _ connection: any Connection, for principal: Principal, states: [IntroductionState] = IntroductionState.allCases,
        after: ID<Introduction>? = nil, limit: Int
    ) throws -> [Introduction] {
        var conditions: [SQL] = [IntroductionRules.readable(by: principal), "i.state IN \(in: states)"]
        if let after { conditions.append("i.id < \(after)") }
        return try connection.query("""
            SELECT i.* FROM introduction i WHERE \(conditions.joined(" AND ")) ORDER BY i.id DESC LIMIT \(limit)
            """).map(introduction)
    }

    /// Open ones in which the principal's own answer is waited for, oldest first.
    public static func waiting(_ connection: any Connection, for principal: Principal, limit: Int) throws -> [Introduction] {
        let focal = principal.memberships.filter { $0.role == .focalPoint }
        let organisations = Set(focal.map(\.organisation))
        let countries = Set(focal.compactMap(\.country))
        func own(_ column: SQL) -> SQL {
            """
            EXISTS (SELECT 1 FROM organisation p WHERE p.id = \(column)
                AND (p.id IN \(in: organisations) OR p.country IN \(in: countries)))
            """
        }
        return try connection.query("""
            SELECT i.* FROM introduction i
            WHERE (i.state IN ('proposed', 'giving-accepted') AND \(own("i.asking_id")))
                OR (i.state IN ('proposed', 'asking-accepted') AND \(own("i.giving_id")))
            ORDER BY i.id LIMIT \(limit)
            """).map(introduction)
    }

    /// Open ones that nobody was reminded of since `moment`'s proposals, oldest first.
    static func unreminded(_ connection: any Connection, before moment: Timestamp, limit: Int) throws -> [Introduction] {
        try connection.query("""
            SELECT * FROM introduction WHERE state IN \(in: IntroductionState.open) AND reminded_at IS NULL
                AND created_at <= \(moment) ORDER BY id LIMIT \(limit)
            """).map(introduction)
    }

    static func overdue(_ connection: any Connection, at now: Timestamp, limit: Int) throws -> [Introduction] {
        try connection.query("""
            SELECT * FROM introduction WHERE state IN \(in: IntroductionState.open) AND expires_at <= \(now)
            ORDER BY id LIMIT \(limit)
            """).map(introduction)
    }

    static func insert(_ connection: any Connection, _ one: Introduction) throws {
        try connection.execute("""
            INSERT INTO introduction (id, need_id, solution_id, asking_id, giving_id, origin, origin_reference, message,
                proposed_by, proposed_side, state, asking_person, giving_person, expires_at, reminded_at, closed_at,
                partnership_id, version, created_at, updated_at)
            VALUES (\(one.id), \(one.need), \(one.solution), \(one.asking), \(one.giving), \(one.origin.kind),
                \(one.origin.reference), \(one.message), \(one.proposedBy), \(one.proposedSide), \(one.state),
                \(one.askingPerson), \(one.givingPerson), \(one.expiresAt), \(one.remindedAt), \(one.closedAt),
                \(one.partnership), \(one.version), \(one.createdAt), \(one.updatedAt))
            """)
    }

    /// Writes the answer; `version` is counted up here.
    static func update(_ connection: any Connection, _ one: Introduction) throws {
        try connection.execute("""
            UPDATE introduction SET state = \(one.state), asking_person = \(one.askingPerson),
                giving_person = \(one.givingPerson), closed_at = \(one.closedAt), partnership_id = \(one.partnership),
                version = version + 1, updated_at = \(one.updatedAt)
            WHERE id = \(one.id)
            """)
    }

    static func markReminded(_ connection: any Connection, _ id: ID<Introduction>, at now: Timestamp) throws {
        try connection.execute("UPDATE introduction SET reminded_at = \(now) WHERE id = \(id)")
    }

    /// Oldest first.
    public static func steps(_ connection: any Connection, of id: ID<Introduction>) throws -> [IntroductionStepRecord] {
        try connection.query("SELECT * FROM introduction_step WHERE introduction_id = \(id) ORDER BY id LIMIT 50").map {
            IntroductionStepRecord(
                id: try $0["id"], step: try $0["step"], side: try $0["side"], state: try $0["state"],
                reason: try $0["reason"], byName: try $0["by_name"], at: try $0["at"])
        }
    }

    static func add(
        _ connection: any Connection, _ step: IntroductionStepRecord, to id: ID<Introduction>, by person: ID<Person>?
    ) throws {
        try connection.execute("""
            INSERT INTO introduction_step (id, introduction_id, step, side, state, reason, by_name, by_person, at)
            VALUES (\(step.id), \(id), \(step.step), \(step.side), \(step.state), \(step.reason), \(step.byName),
                \(person), \(step.at))
            """)
    }

    /// The two organisations, and who proposed.
    public static func parties(_ connection: any Connection, of one: Introduction) throws -> IntroductionRules.Parties {
        try parties(connection, of: [one])[0]
    }

    /// Of several at once, in their order.
    static func parties(_ connection: any Connection, of all: [Introduction]) throws -> [IntroductionRules.Parties] {
        let ids = Set(all.flatMap { [$0.asking, $0.giving] })
        let known = Dictionary(
            try PeopleStore.organisations(connection, ids: ids).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return try all.map { one in
            guard let asking = known[one.asking], let giving = known[one.giving] else {
                throw RecordMissing(kind: "organisation", id: one.asking.description)
            }
            return .init(asking: asking, giving: giving, proposedBy: one.proposedBy)
        }
    }

    private static func introduction(_ row: Row) throws -> Introduction {
        let (kind, reference): (String, String) = (try row["origin"], try row["origin_reference"])
        guard let origin = Introduction.Origin(kind: kind, reference: reference) else {
            throw RowError.wrongType(column: "origin", wanted: "Origin", found: kind)
        }
        return Introduction(
            id: try row["id"], need: try row["need_id"], solution: try row["solution_id"], asking: try row["asking_id"],
            giving: try row["giving_id"], origin: origin, message: try row["message"],
            proposedBy: try row["proposed_by"], proposedSide: try row["proposed_side"], state: try row["state"],
            askingPerson: try row["asking_person"], givingPerson: try row["giving_person"],
            expiresAt: try row["expires_at"], remindedAt: try row["reminded_at"], closedAt: try row["closed_at"],
            partnership: try row["partnership_id"], version: try row["version"], createdAt: try row["created_at"],
            updatedAt: try row["updated_at"])
    }
}

extension Introduction.Side: SQLBindable, SQLDecodable {}
extension IntroductionState: SQLBindable, SQLDecodable {}
