public import Platform
public import SQL

/// A place where services are done: part of an organisation, in a tree.
public struct Office: Sendable, Equatable {
    public let id: ID<Office>
    public let key: String
    public let name: LocalText
    public let parent: ID<Office>?
    /// Whose officers work there.
    public let organisation: ID<Organisation>
    public let country: String?
    /// ISO 3166-2, where the office is responsible for a part of the country.
    public let subdivision: String?

    public init(
        id: ID<Office>, key: String, name: LocalText, parent: ID<Office>? = nil, organisation: ID<Organisation>,
        country: String? = nil, subdivision: String? = nil
    ) {
        self.id = id
        self.key = key
        self.name = name
        self.parent = parent
        self.organisation = organisation
        self.country = country
        self.subdivision = subdivision
    }
}

/// All reading and writing of offices.
public enum OfficeStore {
    public static func find(_ connection: any Connection, id: ID<Office>) throws -> Office? {
        try connection.first("SELECT * FROM office WHERE id = \(id)").map(office)
    }

    public static func find(_ connection: any Connection, key: String) throws -> Office? {
        // PostgreSQL takes no text with a NUL in it; no key has one.
        try PlainText.hasControls(key) ? nil : connection.first("SELECT * FROM office WHERE key = \(key)").map(office)
    }

    public static func list(_ connection: any Connection, keys: [String]) throws -> [Office] {
        let found = try connection.query("SELECT * FROM office WHERE key IN \(in: keys)").map(office)
        return keys.compactMap { key in found.first { $0.key == key } }
    }

    public static func list(_ connection: any Connection, of organisations: some Sequence<ID<Organisation>>) throws -> [Office] {
        try connection.query("SELECT * FROM office WHERE organisation_id IN \(in: organisations) ORDER BY key LIMIT 500").map(office)
    }

    static func list(of organisations: [ID<Organisation>]) -> Question<[Office]> {
        Question("SELECT * FROM office WHERE organisation_id IN \(in: organisations) ORDER BY key LIMIT 500", each: office)
    }

    public static func insert(_ connection: any Connection, _ office: Office, at now: Timestamp) throws {
        try connection.execute("""
            INSERT INTO office (id, key, name, parent_id, organisation_id, country, subdivision, created_at)
            VALUES (\(office.id), \(office.key), \(try Coding.encode(office.name)), \(office.parent), \(office.organisation),
                \(office.country), \(office.subdivision), \(now))
            """)
    }

    private static func office(_ row: Row) throws -> Office {
        Office(
            id: try row["id"], key: try row["key"], name: try Coding.decode(from: try row["name"]), parent: try row["parent_id"],
            organisation: try row["organisation_id"], country: try row["country"], subdivision: try row["subdivision"])
    }
}
