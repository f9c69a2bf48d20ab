public import SQL

extension PeopleStore {
    /// - Throws: `DatabaseError` of kind `.unique(constraint: "organisation_key")` when the key is taken.
    public static func insert(
        _ connection: any Connection, _ organisation: Organisation, by principal: Principal, at now: Timestamp
    ) throws {
        try connection.execute(
            """
            INSERT INTO organisation (id, key, name, kind, country, parent)
            VALUES (\(organisation.id), \(organisation.key), \(organisation.name), \(organisation.kind.rawValue),
                \(organisation.country), \(organisation.parent))
            """)
        try Audit.record(
            connection, by: principal, at: now, "create", "organisation", organisation.id.description,
            before: nil, after: organisation.auditValue)
    }

    /// Writes what differs; an unchanged organisation writes nothing, also not to the audit.
    /// - Returns: whether something changed.
    @discardableResult
    public static func update(
        _ connection: any Connection, _ organisation: Organisation, by principal: Principal, at now: Timestamp
    ) throws -> Bool {
        guard let before = try self.organisation(connection, organisation.id) else {
            throw RecordMissing(kind: "organisation", id: organisation.id.description)
        }
        guard before != organisation else { return false }
        try connection.execute(
            """
            UPDATE organisation SET key = \(organisation.key), name = \(organisation.name),
                kind = \(organisation.kind.rawValue), country = \(organisation.country), parent = \(organisation.parent)
            WHERE id = \(organisation.id)
            """)
        try Audit.record(
            connection, by: principal, at: now, "change", "organisation", organisation.id.description,
            before: before.auditValue, after: organisation.auditValue)
        return true
    }

    public static func organisation(_ connection: any Connection, _ id: ID<Organisation>) throws -> Organisation? {
        try connection.ask(organisation(id))
    }

    /// As above, to be asked together with other things.
    public static func organisation(_ id: ID<Organisation>) -> Question<Organisation?> {
        Question("SELECT \(organisationColumns) FROM organisation WHERE id = \(id)", first: organisation)
    }

    public static func organisation(_ connection: any Connection, key: String) throws -> Organisation? {
        try connection.ask(organisation(key: key))
    }

    /// As above, to be asked together with other things.
    public static func organisation(key: String) -> Question<Organisation?> {
        Question("SELECT \(organisationColumns) FROM organisation WHERE key = \(key)", first: organisation)
    }

    /// Several at once, for a list that names its organisations.
    public static func organisations(
        _ connection: any Connection, ids: some Collection<ID<Organisation>>
    ) throws -> [Organisation] {
        try ids.isEmpty ? [] : organisations(connection, "id IN \(in: ids)")
    }

    /// All that are called exactly so: a name is not unique, a key is.
    public static func organisations(_ connection: any Connection, name: String) throws -> [Organisation] {
        try organisations(connection, "name = \(name)")
    }

    public static func organisations(_ connection: any Connection, country: String) throws -> [Organisation] {
        try organisations(connection, "country = \(country)")
    }

    /// A page of all, in the order of their names.
    public static func organisations(
        _ connection: any Connection, after cursor: Cursor? = nil, limit: Int
    ) throws -> [Organisation] {
        try organisations(connection, behind(cursor), limit: limit)
    }

    private static func organisations(
        _ connection: any Connection, _ condition: SQL, limit: Int? = nil
    ) throws -> [Organisation] {
        let end: SQL = limit.map { "LIMIT \($0)" } ?? ""
        return try connection.query(
            "SELECT \(organisationColumns) FROM organisation WHERE \(condition) ORDER BY name, id \(end)"
        ).map(organisation)
    }

    private static let organisationColumns: SQL = "id, key, name, kind, country, parent"

    private static func organisation(_ row: Row) throws -> Organisation {
        Organisation(
            id: try row["id"], key: try row["key"], name: try row["name"],
            kind: try Organisation.Kind.read(row["kind"]), country: try row["country"], parent: try row["parent"])
    }
}

extension Organisation {
    var auditValue: JSONValue {
        .object([
            "key": .string(key), "name": .string(name), "kind": .string(kind.rawValue),
            "country": .init(country), "parent": .init(parent?.description),
        ])
    }
}

/// A change was asked of a record that is not there (any more).
public struct RecordMissing: Error, CustomStringConvertible, Sendable {
    public let kind: String
    public let id: String

    public init(kind: String, id: String) {
        self.kind = kind
        self.id = id
    }

    public var description: String { "There is no \(kind) with the id \(id)." }
}
