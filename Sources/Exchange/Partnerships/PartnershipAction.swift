public import Platform
public import SQL

/// Something to be done: what, by whom, until when. One that belongs to no partnership yet can be carried forward into one.
public struct PartnershipAction: Sendable, Equatable {
    public enum State: String, Sendable, CaseIterable, Codable, SQLBindable, SQLDecodable { case open, done, dropped }

    public let id: ID<PartnershipAction>
    /// The network's own name for it, such as `fiji-2017-1`; unique.
    public let reference: String
    public var partnership: ID<Partnership>?
    /// Who took it on, where it is known as an organisation.
    public let organisation: ID<Organisation>?
    /// The event at which it was agreed.
    public let event: String?
    public var what: String
    public var who: String
    /// A day, a month or a year; empty when nobody said.
    public var due: String
    public var state: State
    public var outcome: String
    public let version: Int
    public let createdAt: Timestamp
    public var updatedAt: Timestamp

    /// - Parameter today: an ISO day.
    public func isOverdue(on today: String) -> Bool { state == .open && Day.isOver(due, on: today) }

    public static let whoLimit = 200

    public func issues() -> [ContentIssue] {
        var found: [ContentIssue] = []
        if what.isEmpty { found.append(ContentIssue("what", "error.required")) }
        for (field, text, limit) in [
            ("what", what, Partnership.textLimit), ("who", who, Self.whoLimit), ("outcome", outcome, Partnership.textLimit),
        ] where text.count > limit {
            found.append(ContentIssue(field, "error.too-long", ["limit": String(limit), "length": String(text.count)]))
        }
        if !due.isEmpty, !PartialDate.isValid(due) { found.append(ContentIssue("due", "error.date", ["value": due])) }
        return found
    }
}

/// All reading and writing of actions.
public enum PartnershipActionStore {
    public static func find(_ connection: any Connection, id: ID<PartnershipAction>) throws -> PartnershipAction? {
        try connection.first("SELECT a.* FROM partnership_action a WHERE a.id = \(id)").map(action)
    }

    public static func find(_ connection: any Connection, reference: String) throws -> PartnershipAction? {
        try connection.first("SELECT a.* FROM partnership_action a WHERE a.reference = \(reference)").map(action)
    }

    /// Of one partnership: the open ones by their day first (those without one last), then the closed ones.
    public static func list(_ connection: any Connection, of id: ID<Partnership>) throws -> [PartnershipAction] {
        try connection.query("""
            SELECT a.* FROM partnership_action a WHERE a.partnership_id = \(id)
            ORDER BY CASE a.state WHEN 'open' THEN 0 ELSE 1 END, CASE a.due WHEN '' THEN 1 ELSE 0 END, a.due, a.id LIMIT 500
            """).map(action)
    }

    /// The next open one of each of several partnerships.
    static func next(
        _ connection: any Connection, of ids: [ID<Partnership>]
    ) throws -> [ID<Partnership>: PartnershipAction] {
        guard !ids.isEmpty else { return [:] }
        var found: [ID<Partnership>: PartnershipAction] = [:]
        for row in try connection.query("""
            SELECT a.* FROM partnership_action a WHERE a.partnership_id IN \(in: ids) AND a.state = 'open'
            ORDER BY CASE a.due WHEN '' THEN 1 ELSE 0 END, a.due, a.id
            """) {
            let action = try action(row)
            if let id = action.partnership, found[id] == nil { found[id] = action }
        }
        return found
    }

    /// Open ones that somebody answers for: of their partnerships, or taken on by their organisations. By day.
    static func open(_ connection: any Connection, for principal: Principal, limit: Int) throws -> [PartnershipAction] {
        try connection.query("""
            SELECT a.* FROM partnership_action a WHERE a.state = 'open' AND \(mine(principal))
            ORDER BY CASE a.due WHEN '' THEN 1 ELSE 0 END, a.due, a.id LIMIT \(limit)
            """).map(action)
    }

    /// That belong to no partnership yet.
    static func loose(_ connection: any Connection, for principal: Principal) throws -> [PartnershipAction] {
        try connection.query("""
            SELECT a.* FROM partnership_action a WHERE a.partnership_id IS NULL AND a.state = 'open' AND \(mine(principal))
            ORDER BY a.event, a.reference LIMIT 200
            """).map(action)
    }

    /// All, in the order of their references.
    static func all(_ connection: any Connection, for principal: Principal) throws -> [PartnershipAction] {
        try connection.query("SELECT a.* FROM partnership_action a WHERE \(mine(principal)) ORDER BY a.id").map(action)
            .sorted { $0.reference < $1.reference }
    }

    private static func mine(_ principal: Principal) -> SQL {
        if SolutionRules.actsForNetwork(principal) { return "1 = 1" }
        let focal = principal.memberships.filter { $0.role == .focalPoint }
        return """
            (EXISTS (SELECT 1 FROM partnership p WHERE p.id = a.partnership_id AND \(PartnershipRules.own(principal)))
            OR (a.partnership_id IS NULL AND EXISTS (SELECT 1 FROM organisation g WHERE g.id = a.organisation_id
                AND (g.id IN \(in: Set(focal.map(\.organisation))) OR g.country IN \(in: Set(focal.compactMap(\.country)))))))
            """
    }

    static func insert(_ connection: any Connection, _ one: PartnershipAction) throws {
        try connection.execute("""
            INSERT INTO partnership_action (id, reference, partnership_id, organisation_id, event, what, who, due, state,
                outcome, version, created_at, updated_at)
            VALUES (\(one.id), \(one.reference), \(one.partnership), \(one.organisation), \(one.event), \(one.what),
                \(one.who), \(one.due), \(one.state), \(one.outcome), \(one.version), \(one.createdAt), \(one.updatedAt))
            """)
    }

    /// Writes all but what it came from; `version` is counted up here.
    static func update(_ connection: any Connection, _ one: PartnershipAction) throws {
        try connection.execute("""
            UPDATE partnership_action SET partnership_id = \(one.partnership), organisation_id = \(one.organisation),
                event = \(one.event), what = \(one.what), who = \(one.who), due = \(one.due), state = \(one.state),
                outcome = \(one.outcome), version = version + 1, updated_at = \(one.updatedAt)
            WHERE id = \(one.id)
            """)
    }

    private static func action(_ row: Row) throws -> PartnershipAction {
        PartnershipAction(
            id: try row["id"], reference: try row["reference"], partnership: try row["partnership_id"],
            organisation: try row["organisation_id"], event: try row["event"], what: try row["what"], who: try row["who"],
            due: try row["due"], state: try row["state"], outcome: try row["outcome"], version: try row["version"],
            createdAt: try row["created_at"], updatedAt: try row["updated_at"])
    }
}
