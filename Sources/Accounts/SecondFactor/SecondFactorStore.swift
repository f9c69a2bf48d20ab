import Platform
import SQL

/// Who has a second factor, its secret, and the recovery codes.
enum SecondFactorStore {
    static func isOn(_ connection: any Connection, for person: ID<Person>) throws -> Bool {
        let found: Int? = try connection.value(
            "SELECT 1 FROM second_factor WHERE person = \(person) AND confirmed_at IS NOT NULL")
        return found != nil
    }

    /// Starts again with a new secret, unless the second factor is on already. It counts only once `confirm` saw a code.
    static func begin(_ connection: any Connection, for person: ID<Person>, secret: [UInt8]) throws {
        try connection.execute(
            """
            INSERT INTO second_factor (person, secret) VALUES (\(person), \(Base32.encode(secret)))
            ON CONFLICT (person) DO UPDATE SET secret = excluded.secret WHERE second_factor.confirmed_at IS NULL
            """)
    }

    /// The secret that waits for its first code; nil if there is none, or it is on already.
    static func waitingSecret(_ connection: any Connection, for person: ID<Person>) throws -> [UInt8]? {
        let text: String? = try connection.value(
            "SELECT secret FROM second_factor WHERE person = \(person) AND confirmed_at IS NULL")
        return text.flatMap(Base32.decode)
    }

    /// Turns it on if the code is right, and returns the recovery codes, which are never shown again.
    static func confirm(
        _ connection: any Connection, for person: ID<Person>, code: String, by principal: Principal, at now: Timestamp
    ) throws -> [String]? {
        guard let secret = try waitingSecret(connection, for: person),
            let counter = TOTP.acceptedCounter(of: code, secret: secret, now: now, after: nil)
        else { return nil }
        try connection.execute(
            "UPDATE second_factor SET confirmed_at = \(now), last_counter = \(counter) WHERE person = \(person)")
        try Audit.record(
            connection, by: principal, at: now, "turn-on-second-factor", "person", person.description,
            before: ["secondFactor": false], after: ["secondFactor": true])
        return try replaceRecoveryCodes(connection, for: person)
    }

    /// Checks a code of the app and uses it up.
    static func useCode(
        _ connection: any Connection, of person: ID<Person>, code: String, at now: Timestamp
    ) throws -> Bool {
        let row = try connection.first(
            "SELECT secret, last_counter FROM second_factor WHERE person = \(person) AND confirmed_at IS NOT NULL")
        guard let row, let secret = Base32.decode(try row["secret"]) else { return false }
        guard let counter = TOTP.acceptedCounter(of: code, secret: secret, now: now, after: try row["last_counter"])
        else { return false }
        let changed = try connection.execute(
            """
            UPDATE second_factor SET last_counter = \(counter)
            WHERE person = \(person) AND (last_counter IS NULL OR last_counter < \(counter))
            """)
        return changed == 1
    }

    /// Checks a recovery code and uses it up: of two that come at once, one is taken.
    static func useRecoveryCode(
        _ connection: any Connection, of person: ID<Person>, typed: String, at now: Timestamp
    ) throws -> Bool {
        guard let digest = RecoveryCodes.digest(typed: typed) else { return false }
        let changed = try connection.execute(
            """
            UPDATE recovery_code SET used_at = \(now)
            WHERE person = \(person) AND digest = \(digest) AND used_at IS NULL
            """)
        return changed == 1
    }

    static func recoveryCodesLeft(_ connection: any Connection, for person: ID<Person>) throws -> Int {
        try connection.value("SELECT COUNT(*) FROM recovery_code WHERE person = \(person) AND used_at IS NULL") ?? 0
    }

    /// Ten new ones; the old ones stop working.
    static func renewRecoveryCodes(
        _ connection: any Connection, for person: ID<Person>, by principal: Principal, at now: Timestamp
    ) throws -> [String]? {
        guard try isOn(connection, for: person) else { return nil }
        try Audit.record(
            connection, by: principal, at: now, "renew-recovery-codes", "person", person.description, before: nil,
            after: nil)
        return try replaceRecoveryCodes(connection, for: person)
    }

    /// Turns it off, for a person who proved the password or by an administrator. False if it was not on.
    @discardableResult
    static func turnOff(
        _ connection: any Connection, for person: ID<Person>, by principal: Principal, at now: Timestamp
    ) throws -> Bool {
        let wasOn = try isOn(connection, for: person)
        try connection.execute("DELETE FROM second_factor WHERE person = \(person)")
        try connection.execute("DELETE FROM recovery_code WHERE person = \(person)")
        guard wasOn else { return false }
        try Audit.record(
            connection, by: principal, at: now, "turn-off-second-factor", "person", person.description,
            before: ["secondFactor": true], after: ["secondFactor": false])
        return true
    }

    private static func replaceRecoveryCodes(_ connection: any Connection, for person: ID<Person>) throws -> [String] {
        let codes = RecoveryCodes.make()
        let rows = codes.compactMap { code in
            RecoveryCodes.digest(typed: code).map { digest -> SQL in "(\(person), \(digest))" }
        }
        try connection.execute("DELETE FROM recovery_code WHERE person = \(person)")
        try connection.execute("INSERT INTO recovery_code (person, digest) VALUES \(rows.joined(", "))")
        return codes
    }
}
