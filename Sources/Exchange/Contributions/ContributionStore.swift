public import Platform
public import SQL

/// All reading and writing of contributions.
public enum ContributionStore {
    /// What a list or a ledger asks for; nil leaves it open.
    public struct Filter: Sendable {
        public var partnership: ID<Partnership>?
        public var agreement: String?
        public var activity: ID<Activity>?
        public var fulfils: ID<Contribution>?

        public init(
            partnership: ID<Partnership>? = nil, agreement: String? = nil, activity: ID<Activity>? = nil,
            fulfils: ID<Contribution>? = nil
        ) {
            self.partnership = partnership
            self.agreement = agreement
            self.activity = activity
            self.fulfils = fulfils
        }
    }

    /// The same rule as `RecordSides.mayRead`, as a condition on the table `contribution r`.
    static func readable(by principal: Principal) -> SQL {
        if RecordSides.seesAll(principal) { return "1 = 1" }
        guard principal.has(.focalPoint) else { return "1 = 0" }
        return """
            (EXISTS (SELECT 1 FROM organisation o WHERE o.id IN (r.giver_id, r.receiver_id, r.payer_id)
                AND \(RecordSides.organisations(of: principal))) OR \(RecordSides.isNear(principal)))
            """
    }

    private static func conditions(_ filter: Filter, _ principal: Principal) -> SQL {
        var conditions: [SQL] = [readable(by: principal)]
        if let partnership = filter.partnership { conditions.append("r.partnership_id = \(partnership)") }
        if let agreement = filter.agreement { conditions.append("r.agreement = \(agreement)") }
        if let activity = filter.activity { conditions.append("r.activity_id = \(activity)") }
        if let fulfils = filter.fulfils { conditions.append("r.fulfils = \(fulfils)") }
        return conditions.joined(" AND ")
    }

    /// What the principal may read, the latest day first.
    public static func list(
        _ connection: any Connection, for principal: Principal, _ filter: Filter = Filter(), limit: Int
    ) throws -> [Contribution] {
        try contributions(connection, conditions(filter, principal), limit: limit)
    }

    public static func find(_ connection: any Connection, slug: String) throws -> Contribution? {
        try contributions(connection, "r.slug = \(slug)", limit: 1).first
    }

    public static func find(_ connection: any Connection, id: ID<Contribution>) throws -> Contribution? {
        try contributions(connection, "r.id = \(id)", limit: 1).first
    }

    static func slugExists(_ connection: any Connection, _ slug: String) throws -> Bool {
        try connection.first("SELECT 1 FROM contribution WHERE slug = \(slug)") != nil
    }

    /// Sums by country of the giver, kind, unit, year and stage; what was cancelled counts nowhere.
    public static func ledger(_ connection: any Connection, for principal: Principal) throws -> [LedgerCell] {
        try connection.query("""
            SELECT g.country, r.kind, r.unit, substr(r.day, 1, 4) AS year, r.stage, COUNT(*) AS records,
                CAST(SUM(r.minor) AS BIGINT) AS minor
            FROM contribution r JOIN organisation g ON g.id = r.giver_id
            WHERE r.stage <> 'cancelled' AND \(readable(by: principal))
            GROUP BY g.country, r.kind, r.unit, substr(r.day, 1, 4), r.stage
            """).map { row in
                let unit: String? = try row["unit"]
                return LedgerCell(
                    country: try row["country"], kind: try row["kind"], unit: unit.flatMap(QuantityUnit.init),
                    year: try row["year"], stage: try row["stage"], records: try row["records"],
                    minor: try row["minor"] ?? 0)
            }
    }

    /// By a condition on the table `contribution r`.
    static func contributions(_ connection: any Connection, _ condition: SQL, limit: Int) throws -> [Contribution] {
        let rows = try connection.query("""
            SELECT r.* FROM contribution r WHERE \(condition) ORDER BY \(Contribution.listing(today: "").order) LIMIT \(limit)
            """)
        var wanted: Set<ID<Organisation>> = []
        for row in rows {
            for column in ["giver_id", "receiver_id", "payer_id"] {
                if let id: ID<Organisation> = try row[column] { wanted.insert(id) }
            }
        }
        let sides = Dictionary(
            try PeopleStore.organisations(connection, ids: wanted).map { ($0.id, Contribution.Side($0)) },
            uniquingKeysWith: { first, _ in first })
        return try rows.map { row in
            func side(_ column: String) throws -> Contribution.Side? {
                let id: ID<Organisation>? = try row[column]
                return id.flatMap { sides[$0] }
            }
            var content = ContributionContent()
            content.stage = try row["stage"]
            content.kind = try row["kind"]
            content.giver = try side("giver_id")
            content.receiver = try side("receiver_id")
            content.payer = try side("payer_id")
            let (unit, minor): (String?, Int64?) = (try row["unit"], try row["minor"])
            if let unit = unit.flatMap(QuantityUnit.init), let minor { content.quantity = Quantity(minor: minor, unit: unit) }
            content.what = try row["what"]
            content.day = try row["day"]
            content.note = try row["note"]
            content.fulfils = try row["fulfils"]
            content.partnership = try row["partnership_id"]
            content.agreement = try row["agreement"]
            content.activity = try row["activity_id"]
            return Contribution(
                id: try row["id"], slug: try row["slug"], content: content, version: try row["version"],
                updatedBy: try row["updated_by"], updatedAt: try row["updated_at"])
        }
    }

    // MARK: Writing

    static func insert(_ connection: any Connection, _ one: Contribution) throws {
        let content = one.content
        try connection.execute("""
            INSERT INTO contribution (id, slug, stage, kind, giver_id, receiver_id, payer_id, unit, minor, what, day, note,
                fulfils, partnership_id, agreement, activity_id, version, updated_by, updated_at)
            VALUES (\(one.id), \(one.slug), \(content.stage), \(content.kind), \(content.giver?.id), \(content.receiver?.id),
                \(content.payer?.id), \(content.quantity?.unit.code), \(content.quantity?.minor), \(content.what),
                \(content.day), \(content.note), \(content.fulfils), \(content.partnership), \(content.agreement),
                \(content.activity), \(one.version), \(one.updatedBy), \(one.updatedAt))
            """)
    }

    static func update(_ connection: any Connection, _ one: Contribution) throws {
        let content = one.content
        try connection.execute("""
            UPDATE contribution SET stage = \(content.stage), kind = \(content.kind), giver_id = \(content.giver?.id),
                receiver_id = \(content.receiver?.id), payer_id = \(content.payer?.id),
                unit = \(content.quantity?.unit.code), minor = \(content.quantity?.minor), what = \(content.what),
                day = \(content.day), note = \(content.note), fulfils = \(content.fulfils),
                partnership_id = \(content.partnership), agreement = \(content.agreement),
                activity_id = \(content.activity), version = \(one.version), updated_by = \(one.updatedBy),
                updated_at = \(one.updatedAt)
            WHERE id = \(one.id)
            """)
    }
}
