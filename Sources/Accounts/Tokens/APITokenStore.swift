import Platform
import SQL

/// What somebody may know of an API token after it was shown once.
struct APITokenRecord: Sendable, Equatable {
    let id: ID<APIToken>
    let person: ID<Person>
    let name: String
    let scopes: Set<Scope>
    let createdAt: Timestamp
    let expiresAt: Timestamp
    let lastUsedAt: Timestamp?
    let revokedAt: Timestamp?

    func works(at now: Timestamp) -> Bool { revokedAt == nil && expiresAt > now }
}

/// Tokens by which a person's program calls the API: `sgm_` and 43 characters, of which only SHA-256 is stored.
enum APITokenStore {
    static let prefix = "sgm_"
    static let longestLife = Duration.days(365)
    static let keptPerPerson = 50
    /// How coarse `last_used_at` is: one write an hour for each token, not one a call.
    static let usePrecision = Duration.hours(1)

    /// Makes a token and returns it with its record: the only time that it can be shown.
    static func make(
        _ connection: any Connection, for person: ID<Person>, name: String, scopes: Set<Scope>, expiresAt: Timestamp,
        by principal: Principal, at now: Timestamp
    ) throws -> (secret: String, record: APITokenRecord) {
        let secret = prefix + Secrets.make()
        let record = APITokenRecord(
            id: ID(at: now), person: person, name: name, scopes: scopes, createdAt: now,
            expiresAt: min(expiresAt, now.adding(longestLife)), lastUsedAt: nil, revokedAt: nil)
        try connection.execute(
            """
            INSERT INTO api_token (id, person, name, digest, scopes, created_at, expires_at)
            VALUES (\(record.id), \(person), \(name), \(Secrets.digest(secret)), \(text(scopes)), \(now),
                \(record.expiresAt))
            """)
        try Audit.record(
            connection, by: principal, at: now, "create", "api-token", record.id.description, before: nil,
            after: facts(record))
        return (secret, record)
    }

    /// SHA-256 of a secret; nil for what cannot be one.
    static func digest(_ secret: String) -> String? {
        secret.hasPrefix(prefix) && secret.utf8.count == prefix.utf8.count + 43 ? Secrets.digest(secret) : nil
    }

    /// The token's record if it works now, its owner if they are active, and whether its last use should be written down.
    ///
    /// One look-up: it runs for every call of the API.
    static func find(
        _ database: any Database, digest: String, at now: Timestamp
    ) async throws -> (record: APITokenRecord, owner: Principal, isUseDue: Bool)? {
        let rows = try await database.lookUp(
            """
            SELECT t.id, t.person, t.name, t.scopes, t.created_at, t.expires_at, t.last_used_at, t.revoked_at,
                \(PeopleStore.principalColumns)
            FROM api_token t JOIN person p ON p.id = t.person \(PeopleStore.principalJoins)
            WHERE t.digest = \(digest) \(PeopleStore.principalEnd)
            """)
        guard let record = try rows.first.map(read), record.works(at: now),
            let owner = try PeopleStore.principal(rows)
        else { return nil }
        return (record, owner, record.lastUsedAt.map { now.since($0) >= usePrecision } ?? true)
    }

    static func noteUse(_ connection: any Connection, _ id: ID<APIToken>, at now: Timestamp) throws {
        try connection.execute("UPDATE api_token SET last_used_at = \(now) WHERE id = \(id)")
    }

    /// Revokes a token of this person; false if there is none such, or it was revoked.
    static func revoke(
        _ connection: any Connection, _ id: ID<APIToken>, of person: ID<Person>?, by principal: Principal,
        at now: Timestamp
    ) throws -> Bool {
        let owned: SQL = person.map { "AND person = \($0)" } ?? ""
        guard let row = try connection.first(columns + "WHERE id = \(id) AND revoked_at IS NULL " + owned) else {
            return false
        }
        try connection.execute("UPDATE api_token SET revoked_at = \(now) WHERE id = \(id)")
        try Audit.record(
            connection, by: principal, at: now, "revoke", "api-token", id.description, before: facts(try read(row)),
            after: nil)
        return true
    }

    /// A person's tokens that were not revoked, newest first.
    static func list(_ connection: any Connection, of person: ID<Person>) throws -> [APITokenRecord] {
        try connection.query(
            columns + "WHERE person = \(person) AND revoked_at IS NULL ORDER BY id DESC LIMIT \(keptPerPerson)"
        ).map(read)
    }

    static func count(_ connection: any Connection, of person: ID<Person>) throws -> Int {
        try connection.value("SELECT COUNT(*) FROM api_token WHERE person = \(person) AND revoked_at IS NULL") ?? 0
    }

    /// Everybody's tokens that were not revoked, newest first, `limit` before the one given.
    static func all(
        _ connection: any Connection, before: ID<APIToken>?, limit: Int
    ) throws -> [APITokenRecord] {
        let start: SQL = before.map { "AND id < \($0)" } ?? ""
        return try connection.query(
            columns + "WHERE revoked_at IS NULL " + start + " ORDER BY id DESC LIMIT \(limit)"
        ).map(read)
    }

    private static let columns: SQL = """
        SELECT id, person, name, scopes, created_at, expires_at, last_used_at, revoked_at FROM api_token\u{20}
        """

    private static func read(_ row: Row) throws -> APITokenRecord {
        let scopes: String = try row["scopes"]
        return try APITokenRecord(
            id: row["id"], person: row["person"], name: row["name"],
            scopes: Set(scopes.split(separator: " ").compactMap { Scope(rawValue: String($0)) }),
            createdAt: row["created_at"], expiresAt: row["expires_at"], lastUsedAt: row["last_used_at"],
            revokedAt: row["revoked_at"])
    }

    private static func text(_ scopes: Set<Scope>) -> String {
        scopes.map(\.rawValue).sorted().joined(separator: " ")
    }

    private static func facts(_ record: APITokenRecord) -> JSONValue {
        [
            "name": .string(record.name), "person": .string(record.person.description),
            "scopes": .string(text(record.scopes)), "expiresAt": .integer(record.expiresAt.milliseconds),
        ]
    }
}
