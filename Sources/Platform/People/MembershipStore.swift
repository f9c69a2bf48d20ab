public import SQL

extension PeopleStore {
    /// Gives somebody a role in an organisation; a role that they hold already changes nothing.
    /// - Returns: whether something changed.
    @discardableResult
    public static func addMembership(
        _ connection: any Connection, person: ID<Person>, organisation: ID<Organisation>, role: Role,
        by principal: Principal, at now: Timestamp
    ) throws -> Bool {
        let added = try connection.execute(
            """
            INSERT INTO membership (person, organisation, role) VALUES (\(person), \(organisation), \(role.rawValue))
            ON CONFLICT (person, organisation, role) DO NOTHING
            """)
        guard added > 0 else { return false }
        try Audit.record(
            connection, by: principal, at: now, "create", "membership", person.description,
            before: nil, after: auditValue(organisation, role))
        return true
    }

    /// Takes a role away.
    /// - Returns: whether something changed.
    @discardableResult
    public static func removeMembership(
        _ connection: any Connection, person: ID<Person>, organisation: ID<Organisation>, role: Role,
        by principal: Principal, at now: Timestamp
    ) throws -> Bool {
        let removed = try connection.execute(
            """
            DELETE FROM membership
            WHERE person = \(person) AND organisation = \(organisation) AND role = \(role.rawValue)
            """)
        guard removed > 0 else { return false }
        try Audit.record(
            connection, by: principal, at: now, "remove", "membership", person.description,
            before: auditValue(organisation, role), after: nil)
        return true
    }

    public static func memberships(_ connection: any Connection, person: ID<Person>) throws -> [Membership] {
        try connection.query(
            """
            SELECT m.organisation, m.role, o.country
            FROM membership m JOIN organisation o ON o.id = m.organisation
            WHERE m.person = \(person)
            ORDER BY o.name, m.organisation, m.role
            """
        ).map { row in
            Membership(
                organisation: try row["organisation"], country: try row["country"],
                role: try Role.read(row["role"]))
        }
    }

    /// Who belongs to an organisation, one pair for each role, in the order of names.
    public static func members(
        _ connection: any Connection, organisation: ID<Organisation>
    ) throws -> [(person: Person, role: Role)] {
        try connection.query(
            """
            SELECT p.id, p.name, p.email, p.language, p.state, m.role
            FROM membership m JOIN person p ON p.id = m.person
            WHERE m.organisation = \(organisation)
            ORDER BY p.name, p.id, m.role
            """
        ).map { row in (try Person(row: row), try Role.read(row["role"])) }
    }

    /// The people who hold a role anywhere and can sign in: whom to write to when a role is asked for.
    public static func people(_ connection: any Connection, role: Role) throws -> [Person] {
        try connection.query(
            """
            SELECT id, name, email, language, state FROM person
            WHERE state = \(Person.State.active.rawValue)
                AND id IN (SELECT person FROM membership WHERE role = \(role.rawValue))
            ORDER BY name, id
            """
        ).map(Person.init(row:))
    }

    private static func auditValue(_ organisation: ID<Organisation>, _ role: Role) -> JSONValue {
        .object(["organisation": .string(organisation.description), "role": .string(role.rawValue)])
    }
}
