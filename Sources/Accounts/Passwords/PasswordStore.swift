import Platform
import SQL

/// Whose password has which hash.
enum PasswordStore {
    /// Nil if none was set, or if what is stored is no hash of ours.
    static func hash(_ connection: any Connection, of person: ID<Person>) throws -> PasswordHash? {
        let text: String? = try connection.value("SELECT hash FROM password WHERE person = \(person)")
        return text.flatMap(PasswordHash.init)
    }

    /// Sets or changes a password. The audit says that it happened, never what it is.
    static func set(
        _ connection: any Connection, of person: ID<Person>, to hash: PasswordHash, by principal: Principal,
        at now: Timestamp
    ) throws {
        try store(connection, of: person, hash, at: now)
        try Audit.record(
            connection, by: principal, at: now, "set-password", "person", person.description, before: nil, after: nil)
    }

    /// The same password under today's parameters: nothing that a person would call a change, so it is not audited.
    static func upgrade(
        _ connection: any Connection, of person: ID<Person>, from old: PasswordHash, to hash: PasswordHash
    ) throws {
        // Only if nobody changed the password meanwhile.
        try connection.execute(
            "UPDATE password SET hash = \(hash.description) WHERE person = \(person) AND hash = \(old.description)")
    }

    private static func store(
        _ connection: any Connection, of person: ID<Person>, _ hash: PasswordHash, at now: Timestamp
    ) throws {
        try connection.execute(
            """
            INSERT INTO password (person, hash, set_at) VALUES (\(person), \(hash.description), \(now))
            ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at
            """)
    }
}
