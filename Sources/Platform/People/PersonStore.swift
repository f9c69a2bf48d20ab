import Foundation
public import SQL

extension PeopleStore {
    /// - Throws: `DatabaseError` of kind `.unique(constraint: "person_email")` when the address is taken.
    public static func insert(
        _ connection: any Connection, _ person: Person, by principal: Principal, at now: Timestamp
    ) throws {
        try connection.execute(
            """
            INSERT INTO person (id, name, email, language, state)
            VALUES (\(person.id), \(person.name), \(email(person.email)), \(person.language), \(person.state.rawValue))
            """)
        try Audit.record(
            connection, by: principal, at: now, "create", "person", person.id.description,
            before: nil, after: person.auditValue)
    }

    /// Writes what differs; an unchanged person writes nothing, also not to the audit.
    /// - Returns: whether something changed.
    @discardableResult
    public static func update(
        _ connection: any Connection, _ person: Person, by principal: Principal, at now: Timestamp
    ) throws -> Bool {
        guard let before = try self.person(connection, person.id) else {
            throw RecordMissing(kind: "person", id: person.id.description)
        }
        guard before != person else { return false }
        try connection.execute(
            """
            UPDATE person SET name = \(person.name), email = \(email(person.email)), language = \(person.language),
                state = \(person.state.rawValue)
            WHERE id = \(person.id)
            """)
        try Audit.record(
            connection, by: principal, at: now, "change", "person", person.id.description,
            before: before.auditValue, after: person.auditValue)
        return true
    }

    public static func person(_ connection: any Connection, _ id: ID<Person>) throws -> Person? {
        try people(connection, "id = \(id)").first
    }

    /// The address may be written in any case and with spaces around it.
    public static func person(_ connection: any Connection, email address: String) throws -> Person? {
        try people(connection, "email = \(email(address))").first
    }

    /// Several at once, for a list that names its people.
    public static func people(
        _ connection: any Connection, ids: some Collection<ID<Person>>
    ) throws -> [Person] {
        try ids.isEmpty ? [] : people(connection, "id IN \(in: ids)")
    }

    /// A page of all, in the order of their names.
    public static func people(
        _ connection: any Connection, after cursor: Cursor? = nil, limit: Int
    ) throws -> [Person] {
        try people(connection, behind(cursor), limit: limit)
    }

    /// How an address is stored and compared.
    public static func email(_ address: String) -> String {
        address.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
    }

    private static func people(
        _ connection: any Connection, _ condition: SQL, limit: Int? = nil
    ) throws -> [Person] {
        let end: SQL = limit.map { "LIMIT \($0)" } ?? ""
        return try connection.query(
            "SELECT id, name, email, language, state FROM person WHERE \(condition) ORDER BY name, id \(end)"
        ).map(Person.init(row:))
    }
}

extension Person {
    init(row: Row) throws {
        self.init(
            id: try row["id"], name: try row["name"], email: try row["email"], language: try row["language"],
            state: try State.read(row["state"]))
    }

    var auditValue: JSONValue {
        .object([
            "name": .string(name), "email": .string(email), "language": .string(language),
            "state": .string(state.rawValue),
        ])
    }
}
