public import SQL

/// An embedded database in one file (with its `-wal` and `-shm` beside it). For one machine; several processes may share the file.
///
///     let database = try await SQLiteDatabase(path: "data/sangam.sqlite")
///
/// A commit is on the disk when `write` returns (`synchronous=FULL`); readers never wait for the writer (WAL). Not for a file on a
/// network file system: SQLite's locks do not hold there. A copy for a backup needs all three files, or a closed database.
public final class SQLiteDatabase: Database {
    public var engine: Engine { .sqlite }
    private let lane: WriteLane<SQLiteSession>
    private let pool: ReadPool<SQLiteSession>

    /// Opens the file, or creates it.
    ///
    /// - Parameter readers: how many reads run side by side.
    /// - Throws: `DatabaseError` when the file cannot be opened, or is no database.
    public init(path: String, readers: Int = 4) async throws {
        let writer = Worker("sangam.sqlite.write") { try SQLiteSession(path: path, readOnly: false) }
        let reading = (0..<max(1, readers)).map { number in
            Worker("sangam.sqlite.read.\(number)") { try SQLiteSession(path: path, readOnly: true) }
        }
        // The writer first: it creates the file and turns WAL on, which a reader cannot.
        try await writer.start()
        try await reading[0].start()
        lane = WriteLane(writer)
        pool = ReadPool(reading)
    }

    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Value
    ) async throws -> Value {
        try await pool.read(body)
    }

    public func lookUp(_ sql: SQL) async throws -> [Row] {
        // By a key, in pages that are in memory: quicker than waking another thread.
        try await pool.lookUp(sql)
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
        // Readers first, so that the writer is the last to go and folds the WAL into the file.
        await pool.close()
        await lane.close()
    }
}
