public import Platform
public import SQL

/// All reading and writing of services and their versions.
public enum ServiceStore {
    private static let columns: SQL = """
        SELECT s.id, s.slug, s.organisation_id, s.country, s.state, s.listed, s.current_version, s.updated_at, v.definition
        FROM service s JOIN service_version v ON v.service_id = s.id AND v.number = s.current_version
        """

    public static func find(_ connection: any Connection, id: ID<Service>) throws -> Service? {
        try connection.first("\(columns) WHERE s.id = \(id)").map(service)
    }

    public static func find(_ connection: any Connection, slug: String) throws -> Service? {
        try PlainText.hasControls(slug) ? nil : connection.first("\(columns) WHERE s.slug = \(slug)").map(service)
    }

    /// Those that people can apply for, newest first, after the one with the id `after`.
    public static func open(_ connection: any Connection, after: ID<Service>? = nil, limit: Int) throws -> [Service] {
        let beyond: SQL = if let after { "AND s.id < \(after)" } else { "" }
        return try connection.query("\(columns) WHERE s.state = 'open' \(beyond) ORDER BY s.id DESC LIMIT \(limit)").map(service)
    }

    /// The definition that a case began with.
    public static func definition(
        _ connection: any Connection, _ service: ID<Service>, version: Int
    ) throws -> ServiceDefinition? {
        let text: String? = try connection.value(
            "SELECT definition FROM service_version WHERE service_id = \(service) AND number = \(version)")
        return try text.map { try Coding.decode(from: $0) }
    }

    /// An organisation's services with their current versions, for a list to choose from.
    static func slugs(of organisations: [ID<Organisation>]) -> Question<[(slug: String, id: ID<Service>, version: Int)]> {
        Question("""
            SELECT id, slug, current_version FROM service WHERE organisation_id IN \(in: organisations) AND state <> 'draft'
            ORDER BY slug LIMIT 200
            """, each: { (try $0["slug"], try $0["id"], try $0["current_version"]) })
    }

    /// Writes a new service with its first version.
    public static func insert(_ connection: any Connection, _ service: Service, by name: String) throws {
        try connection.execute("""
            INSERT INTO service (id, slug, organisation_id, country, state, listed, current_version, created_at, updated_at)
            VALUES (\(service.id), \(service.slug), \(service.organisation), \(service.country), \(service.state.rawValue),
                \(service.isListed ? 1 : 0), \(service.version), \(service.updatedAt), \(service.updatedAt))
            """)
        try insertVersion(connection, service.id, service.version, service.definition, at: service.updatedAt, by: name)
        try ServiceListing.write(connection, service)
    }

    /// A further version, which new cases begin with from now on. Open cases keep theirs.
    public static func addVersion(
        _ connection: any Connection, _ service: Service, _ definition: ServiceDefinition, at now: Timestamp, by name: String
    ) throws {
        try insertVersion(connection, service.id, service.version + 1, definition, at: now, by: name)
        try connection.execute("""
            UPDATE service SET current_version = \(service.version + 1), updated_at = \(now) WHERE id = \(service.id)
            """)
        if let changed = try find(connection, id: service.id) { try ServiceListing.write(connection, changed) }
    }

    /// Several at once, in the order of `ids`.
    public static func list(_ connection: any Connection, ids: [ID<Service>]) throws -> [Service] {
        let found = try connection.query("\(columns) WHERE s.id IN \(in: ids)").map(service)
        return ids.compactMap { id in found.first { $0.id == id } }
    }

    /// Those of some organisations, by their names, for whoever edits them.
    static func list(
        _ connection: any Connection, of organisations: some Sequence<ID<Organisation>>, after: String? = nil, limit: Int
    ) throws -> [Service] {
        let beyond: SQL = if let after { "AND s.slug > \(after)" } else { "" }
        return try connection.query(
            "\(columns) WHERE s.organisation_id IN \(in: organisations) \(beyond) ORDER BY s.slug LIMIT \(limit)"
        ).map(service)
    }

    static func set(_ connection: any Connection, _ service: ID<Service>, state: Service.State, isListed: Bool, at now: Timestamp) throws {
        try connection.execute("""
            UPDATE service SET state = \(state.rawValue), listed = \(isListed ? 1 : 0), updated_at = \(now) WHERE id = \(service)
            """)
    }

    private static func insertVersion(
        _ connection: any Connection, _ service: ID<Service>, _ number: Int, _ definition: ServiceDefinition, at now: Timestamp,
        by name: String
    ) throws {
        try connection.execute("""
            INSERT INTO service_version (service_id, number, definition, saved_at, saved_by)
            VALUES (\(service), \(number), \(try Coding.encode(definition)), \(now), \(name))
            """)
        if definition.isOnOpen311 || number > 1 {
            try connection.execute("UPDATE service SET open311 = \(definition.isOnOpen311 ? 1 : 0) WHERE id = \(service)")
        }
    }

    private static func service(_ row: Row) throws -> Service {
        let state: String = try row["state"]
        let listed: Int = try row["listed"]
        let (id, version): (ID<Service>, Int) = (try row["id"], try row["current_version"])
        return Service(
            id: id, slug: try row["slug"], organisation: try row["organisation_id"], country: try row["country"],
            state: Service.State(rawValue: state) ?? .closed, version: version,
            definition: try ServiceDefinitions.read(try row["definition"], id, version: version), updatedAt: try row["updated_at"],
            isListed: listed == 1)
    }
}
