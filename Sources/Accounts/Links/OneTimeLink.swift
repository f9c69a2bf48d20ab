import Platform
import SQL

/// A secret in a mailed link that works once.
enum OneTimeLink {
    enum Purpose: String, Sendable, SQLBindable, SQLDecodable {
        case invitation, reset

        var lifetime: Duration {
            switch self {
            case .invitation: .days(7)
            case .reset: .minutes(30)
            }
        }
    }

    /// Makes a secret and returns it; only its digest is stored. An earlier one for the same purpose stops working.
    static func make(
        _ connection: any Connection, _ purpose: Purpose, for person: ID<Person>, at now: Timestamp
    ) throws -> String {
        try withdraw(connection, purpose, of: person)
        let secret = Secrets.make()
        try connection.execute(
            """
            INSERT INTO one_time_link (digest, purpose, person, expires_at)
            VALUES (\(Secrets.digest(secret)), \(purpose), \(person), \(now.adding(purpose.lifetime)))
            """)
        return secret
    }

    /// Whose link this is, if it still works. Does not use it up: some mail programs open every link.
    static func owner(
        _ connection: any Connection, _ purpose: Purpose, secret: String, at now: Timestamp
    ) throws -> ID<Person>? {
        try connection.value(
            """
            SELECT person FROM one_time_link
            WHERE digest = \(Secrets.digest(secret)) AND purpose = \(purpose) AND used_at IS NULL AND expires_at > \(now)
            """)
    }

    /// Uses the link up and returns whose it is; nil if it was used, has expired or never was. Of two at once, one gets it.
    static func use(
        _ connection: any Connection, _ purpose: Purpose, secret: String, at now: Timestamp
    ) throws -> ID<Person>? {
        guard let person = try owner(connection, purpose, secret: secret, at: now) else { return nil }
        let changed = try connection.execute(
            "UPDATE one_time_link SET used_at = \(now) WHERE digest = \(Secrets.digest(secret)) AND used_at IS NULL")
        return changed == 1 ? person : nil
    }

    static func withdraw(_ connection: any Connection, _ purpose: Purpose, of person: ID<Person>) throws {
        try connection.execute(
            "DELETE FROM one_time_link WHERE person = \(person) AND purpose = \(purpose) AND used_at IS NULL")
    }

    /// Forgets what expired a month ago; until then a used link can still be told from an unknown one by an administrator.
    static func deleteOld(_ connection: any Connection, at now: Timestamp) throws {
        try connection.execute("DELETE FROM one_time_link WHERE expires_at < \(now.adding(.days(-30)))")
    }
}
