import Platform
import SQL

/// Devices that signed in as a person before, each told by a random cookie of its own.
///
/// They have their own count of failures: what strangers do can therefore never lock the person's own devices out (the
/// "device cookie" of the OWASP authentication cheat sheet).
enum KnownDeviceStore {
    static let keptPerPerson = 20
    static let lifetime = Duration.days(365)

    static func knows(
        _ connection: any Connection, digest: String, for person: ID<Person>, at now: Timestamp
    ) throws -> Bool {
        let found: Int? = try connection.value(
            """
            SELECT 1 FROM known_device
            WHERE person = \(person) AND digest = \(digest) AND used_at > \(now.adding(.zero - lifetime))
            """)
        return found != nil
    }

    /// Remembers a device after it signed in; the ones unused for longest are forgotten.
    static func remember(
        _ connection: any Connection, digest: String, for person: ID<Person>, at now: Timestamp
    ) throws {
        try connection.execute(
            """
            INSERT INTO known_device (person, digest, used_at) VALUES (\(person), \(digest), \(now))
            ON CONFLICT (person, digest) DO UPDATE SET used_at = excluded.used_at
            """)
        try connection.execute(
            """
            DELETE FROM known_device WHERE person = \(person) AND digest NOT IN (
                SELECT digest FROM known_device WHERE person = \(person)
                ORDER BY used_at DESC, digest LIMIT \(keptPerPerson))
            """)
    }

    /// After a reset: whoever had the old password is a stranger again.
    static func forgetAll(_ connection: any Connection, of person: ID<Person>) throws {
        try connection.execute("DELETE FROM known_device WHERE person = \(person)")
    }
}
