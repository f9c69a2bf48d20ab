public import Platform
public import SQL

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

    static func list(ids: [ID<Office>]) -> Question<[Office]> {
        Question("SELECT * FROM office WHERE id IN \(in: ids)", each: office)
    }

    public static func list(_ connection: any Connection, of organisations: some Sequence<ID<Organisation>>) throws -> [Office] {
        try connection.query("SELECT * FROM office WHERE organisation_id IN \(in: organisations) ORDER BY key LIMIT 500").map(office)
    }

    static func list(of organisations: [ID<Organisation>]) -> Question<[Office]> {
        Question("SELECT * FROM office WHERE organisation_id IN \(in: organisations) ORDER BY key LIMIT 500", each: office)
    }

    /// The office with those above it, the highest first. A tree deeper than this is a circle.
    public static func path(_ connection: any Connection, _ office: Office) throws -> [Office] {
        var path = [office]
        while path.count < mostLevels, let parent = path[0].parent, let above = try find(connection, id: parent) { path.insert(above, at: 0) }
        return path
    }

    static let mostLevels = 12

    public static func insert(_ connection: any Connection, _ office: Office, at now: Timestamp) throws {
        try connection.execute("""
            INSERT INTO office (id, key, name, parent_id, organisation_id, country, subdivision, territory, version, created_at)
            VALUES (\(office.id), \(office.key), \(try Coding.encode(office.name)), \(office.parent), \(office.organisation),
                \(office.country), \(office.subdivision), \(office.territory.joined(separator: " ")), \(office.version), \(now))
            """)
    }

    /// Writes all but its key and organisation, and counts the change.
    static func update(_ connection: any Connection, _ office: Office) throws {
        try connection.execute("""
            UPDATE office SET name = \(try Coding.encode(office.name)), parent_id = \(office.parent), country = \(office.country),
                subdivision = \(office.subdivision), territory = \(office.territory.joined(separator: " ")), version = version + 1
            WHERE id = \(office.id)
            """)
    }

    private static func office(_ row: Row) throws -> Office {
        let territory: String = try row["territory"]
        return Office(
            id: try row["id"], key: try row["key"], name: try Coding.decode(from: try row["name"]), parent: try row["parent_id"],
            organisation: try row["organisation_id"], country: try row["country"], subdivision: try row["subdivision"],
            territory: territory.split(separator: " ").map(String.init), version: try row["version"])
    }
}
