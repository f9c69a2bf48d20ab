public import SQL

/// A database on a PostgreSQL server (14 or later), for when one machine is too small.
///
///     let database = try await PostgresDatabase(
///         url: "postgres://sangam:secret@db.example:5432/sangam?sslmode=verify-full&sslrootcert=/etc/ca.pem")
///
/// The URL goes to libpq as it stands: all its parameters work, and its defaults hold (`sslmode=prefer`: ask for `verify-full` on any
/// network that others share). Write transactions are serial across all nodes by an advisory lock; reads see one moment (repeatable
/// read). The price: one node's write waits for another's, so keep writes short. A pooler between must not share a connection
/// within a session (PgBouncer: `pool_mode=session`), for statements are prepared.
public final class PostgresDatabase: Database {
    /// How long things may take, in seconds.
    public struct Limits: Sendable {
        /// One statement, at the server; also the longest that a transaction may idle.
        public var statement = 30.0
        /// Waiting for a lock, that of the writers' lane too.
        public var lock = 10.0
        /// Reaching the server (unless the URL says `connect_timeout`).
        public var connect = 10
        /// Waiting for a free connection to read.
        public var pool = 10.0

        public init() {}
    }

    public var engine: Engine { .postgres }
    private let lane: WriteLane<PostgresSession>
    private let pool: ReadPool<PostgresSession>
    private let lookUps: LookUpLane

    /// Connects once, to find a wrong setting now; the readers connect when they are needed.
    ///
    /// - Parameter readers: how many reads run side by side; the server sees two connections more, the writer's and that of look-ups.
    /// - Throws: `DatabaseError.connectionLost` when the server cannot be reached.
    public init(url: String, readers: Int = 4, limits: Limits = Limits()) async throws {
        let writer = Worker("sangam.postgres.write") {
            try PostgresSession(url: url, limits: limits, readOnly: false)
        }
        let reading = (0..<max(1, readers)).map { number in
            Worker("sangam.postgres.read.\(number)") { try PostgresSession(url: url, limits: limits, readOnly: true) }
        }
        try await writer.start()
        lane = WriteLane(writer)
        pool = ReadPool(reading, longestWait: limits.pool)
        lookUps = LookUpLane(
            Worker("sangam.postgres.look-up") { try PostgresSession(url: url, limits: limits, readOnly: true) })
    }

    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Value
    ) async throws -> Value {
        try await pool.read(body)
    }

    public func lookUp(_ sql: SQL) async throws -> [Row] {
        try await lookUps.lookUp(sql)
    }

    @discardableResult
    public func write<Answer, Value: Sendable>(
        asking question: Question<Answer>, _ body: @escaping @Sendable (any Connection, Answer) throws -> Value
    ) async throws -> Value {
        try await lane.write(asking: question, body)
    }

    /// How many writes wait for the commit in progress.
    package var waitingWrites: Int { lane.waitingCount }

    public func close() async {
        await pool.close()
        await lookUps.close()
        await lane.close()
    }
}

extension PostgresDatabase {
    /// Runs one statement outside any transaction, as `CREATE DATABASE` must be. Blocks the thread; for set-up tools and tests.
    package static func administer(url: String, _ statement: String) throws {
        try PostgresLink(url: url, limits: Limits(), readOnly: false).script(statement)
    }
}
