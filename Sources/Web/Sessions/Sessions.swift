import Crypto
public import Platform
public import SQL

/// Marks the ids of sessions.
public enum Session {}

/// A sign-in that lasts: what the person sees in the list of their sessions.
public struct SessionInfo: Sendable, Equatable {
    public let id: ID<Session>
    public let person: ID<Person>
    /// The second factor is still due: the principal stays anonymous.
    public let isPending: Bool
    /// The browser and system in two words, such as "Firefox, Android".
    public let device: String
    public let startedAt: Timestamp
    /// Right to within `Sessions.touchEvery`.
    public let lastSeenAt: Timestamp
    public let expiresAt: Timestamp
}

/// A session just made. The token leaves once, in the browser's cookie; the database keeps its hash.
public struct NewSession: Sendable {
    public let info: SessionInfo
    let token: String
}

/// Server-side sessions: a random token of 256 bits in a cookie, its SHA-256 in the database.
public enum Sessions {
    /// A session that nobody used for this long is over.
    public static let idleLimit = Duration.hours(12)
    /// A session is over after this long, used or not.
    public static let absoluteLimit = Duration.days(30)
    /// How long a second factor may take.
    public static let pendingLimit = Duration.minutes(10)
    /// How coarsely the last use is written, so that reading a page does not cost a write.
    public static let touchEvery = Duration.minutes(5)

    /// Starts a session, in the caller's transaction; the one it replaces ends. So a token known before the sign-in is worth nothing after.
    public static func start(
        _ connection: any Connection, person: ID<Person>, at now: Timestamp, replacing old: ID<Session>?,
        device: String, isPending: Bool = false
    ) throws -> NewSession {
        if let old { try end(connection, old) }
        var generator = SystemRandomNumberGenerator()
        let random = (0..<4).flatMap { _ in withUnsafeBytes(of: generator.next() as UInt64, Array.init) }
        let token = Base64URL.encode(random)
        let info = SessionInfo(
            id: ID(at: now), person: person, isPending: isPending, device: device, startedAt: now, lastSeenAt: now,
            expiresAt: now.adding(isPending ? pendingLimit : absoluteLimit))
        try connection.execute(
            """
            INSERT INTO session (id, token_hash, person, pending, device, started_at, last_seen_at, expires_at)
            VALUES (\(info.id), \(hash(token)), \(person), \(isPending), \(device), \(now), \(now), \(info.expiresAt))
            """)
        return NewSession(info: info, token: token)
    }

    /// A session with its person and their language.
    struct Found: Sendable {
        let session: SessionInfo
        let principal: Principal
        let language: String
    }

    /// The session of a token, if it still lasts and the person is active.
    ///
    /// One look-up: it runs for every request of somebody signed in.
    static func find(_ database: any Database, token: String, at now: Timestamp) async throws -> Found? {
        guard token.utf8.count == 43 else { return nil }
        let rows = try await database.lookUp(
            """
            SELECT s.id, s.person, s.pending, s.device, s.started_at, s.last_seen_at, s.expires_at, p.language,
                \(PeopleStore.principalColumns)
            FROM session s JOIN person p ON p.id = s.person \(PeopleStore.principalJoins)
            WHERE s.token_hash = \(hash(token)) AND \(lasting(at: now)) \(PeopleStore.principalEnd)
            """)
        guard let row = rows.first, let principal = try PeopleStore.principal(rows) else { return nil }
        return Found(session: try info(row), principal: principal, language: try row["language"])
    }

    /// A person's sessions that last, newest first.
    public static func list(_ connection: any Connection, person: ID<Person>, at now: Timestamp) throws -> [SessionInfo] {
        try connection.query(
            """
            SELECT id, person, pending, device, started_at, last_seen_at, expires_at FROM session
            WHERE person = \(person) AND pending = 0 AND \(lasting(at: now)) ORDER BY started_at DESC, id DESC
            """
        ).map(info)
    }

    public static func end(_ connection: any Connection, _ id: ID<Session>) throws {
        try connection.execute("DELETE FROM session WHERE id = \(id)")
    }

    /// Ends one of a person's own sessions; false when they have no such session.
    public static func revoke(_ connection: any Connection, _ id: ID<Session>, of person: ID<Person>) throws -> Bool {
        try connection.execute("DELETE FROM session WHERE id = \(id) AND person = \(person)") == 1
    }

    /// Ends all of a person's sessions but one: after a new password, or when an administrator disables them.
    @discardableResult
    public static func revokeAll(
        _ connection: any Connection, of person: ID<Person>, except kept: ID<Session>?
    ) throws -> Int {
        if let kept {
            return try connection.execute("DELETE FROM session WHERE person = \(person) AND id <> \(kept)")
        }
        return try connection.execute("DELETE FROM session WHERE person = \(person)")
    }

    /// Notes that the session is in use.
    static func touch(_ connection: any Connection, _ id: ID<Session>, at now: Timestamp) throws {
        try connection.execute("UPDATE session SET last_seen_at = \(now) WHERE id = \(id) AND last_seen_at < \(now)")
    }

    /// Removes what is over.
    static func sweep(_ connection: any Connection, at now: Timestamp) throws -> Int {
        try connection.execute(
            """
            DELETE FROM session WHERE expires_at <= \(now)
            OR last_seen_at <= \(now.adding(.zero - idleLimit))
            """)
    }

    private static func lasting(at now: Timestamp) -> SQL {
        "expires_at > \(now) AND last_seen_at > \(now.adding(.zero - idleLimit))"
    }

    private static func hash(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Array(token.utf8))) }

    private static func info(_ row: Row) throws -> SessionInfo {
        SessionInfo(
            id: try row["id"], person: try row["person"], isPending: try row["pending"], device: try row["device"],
            startedAt: try row["started_at"], lastSeenAt: try row["last_seen_at"], expiresAt: try row["expires_at"])
    }
}
