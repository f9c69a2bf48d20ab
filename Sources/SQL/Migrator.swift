/// Brings a database's schema up to date.
///
///     let migrator = try Migrator(Accounts.migrations + Exchange.migrations)
///     let applied = try await migrator.migrate(database, now: clock.now)
///
/// Guarantees: each migration runs in one transaction together with its record in `schema_migration`; several nodes may start at
/// once (the write transaction is exclusive across nodes, so one applies a migration and the others find it applied); a past
/// migration that was changed, removed or overtaken by an earlier number stops the start with a `MigrationError`.
public struct Migrator: Sendable {
    private let migrations: [Migration]

    /// Takes the rooms' migrations in the order of the rooms; refuses wrong or doubled ids.
    public init(_ migrations: [Migration]) throws(MigrationError) {
        var last: [Substring: String] = [:]
        for migration in migrations {
            guard migration.id.wholeMatch(of: /[a-z][a-z0-9-]*\/\d{4}-[a-z0-9-]+/) != nil else {
                throw .malformedID(migration.id)
            }
            // Numbers have a fixed width, so the order of the text is the order of the numbers.
            if let before = last[migration.room], before >= migration.id {
                throw .notAscending(migration.id, after: before)
            }
            last[migration.room] = migration.id
        }
        self.migrations = migrations
    }

    /// Applies what is missing and returns the ids that this call applied.
    ///
    /// - Parameter now: the time to record, in epoch milliseconds.
    /// - Throws: `MigrationError` when past and present do not agree; nothing is applied then.
    @discardableResult
    public func migrate(_ database: any Database, now: @escaping @Sendable () -> Int64) async throws -> [String] {
        try await exclusively(database) { connection in
            try connection.script(
                """
                CREATE TABLE IF NOT EXISTS schema_migration (
                    id TEXT PRIMARY KEY,
                    checksum TEXT NOT NULL,
                    applied_at BIGINT NOT NULL
                )
                """)
            _ = try pending(connection)
        }
        var applied: [String] = []
        for migration in migrations {
            let didApply = try await exclusively(database) { connection in
                // Asked anew inside the transaction: another node may have been quicker.
                guard try pending(connection).contains(migration) else { return false }
                do {
                    try connection.script(migration.text(for: connection.engine))
                } catch let error as DatabaseError {
                    throw MigrationError.failed(migration.id, error)
                }
                let checksum = migration.checksum(for: connection.engine)
                try connection.execute(
                    "INSERT INTO schema_migration (id, checksum, applied_at) VALUES (\(migration.id), \(checksum), \(now()))"
                )
                return true
            }
            if didApply { applied.append(migration.id) }
        }
        return applied
    }

    /// The ids still to be applied, in order, after checking that past and present agree. Writes nothing.
    public func pending(_ database: any Database) async throws -> [String] {
        try await database.read { connection in
            let name = "schema_migration"
            let exists: Int? =
                switch connection.engine {
                case .sqlite:
                    try connection.value("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = \(name)")
                case .postgres:
                    try connection.value("SELECT 1 WHERE to_regclass(\(name)) IS NOT NULL")
                }
            return exists == nil ? migrations.map(\.id) : try pending(connection).map(\.id)
        }
    }

    private func pending(_ connection: any Connection) throws -> [Migration] {
        var recorded: [String: String] = [:]
        for row in try connection.query("SELECT id, checksum FROM schema_migration") {
            recorded[try row["id"]] = try row["checksum"]
        }
        var pending: [Migration] = []
        var skipped: [Substring: String] = [:]
        for migration in migrations {
            guard let checksum = recorded.removeValue(forKey: migration.id) else {
                skipped[migration.room] = skipped[migration.room] ?? migration.id
                pending.append(migration)
                continue
            }
            if let early = skipped[migration.room] {
                throw MigrationError.overtaken(early, by: migration.id)
            }
            if checksum != migration.checksum(for: connection.engine) {
                throw MigrationError.changed(migration.id)
            }
        }
        if let unknown = recorded.keys.min() { throw MigrationError.missing(unknown) }
        return pending
    }

    /// A write that waits for another node's long migration instead of failing as busy: five minutes at most.
    private func exclusively<Value: Sendable>(
        _ database: any Database, _ body: @escaping @Sendable (any Connection) throws -> Value
    ) async throws -> Value {
        let start = ContinuousClock.now
        while true {
            do {
                return try await database.write { connection in
                    if connection.engine == .postgres {
                        // A migration may rightly take longer than a request.
                        try connection.execute("SET LOCAL statement_timeout = 0")
                    }
                    return try body(connection)
                }
            } catch let error as DatabaseError where error.kind == .busy {
                if start.duration(to: .now) > .seconds(300) { throw error }
            }
        }
    }
}

/// Why the schema was not brought up to date, and what to do.
public enum MigrationError: Error, CustomStringConvertible, Sendable {
    case malformedID(String)
    case notAscending(String, after: String)
    case changed(String)
    case missing(String)
    case overtaken(String, by: String)
    case failed(String, DatabaseError)

    public var description: String {
        switch self {
        case .malformedID(let id):
            "Migration id “\(id)” is not of the form room/0001-name (small letters, digits, hyphens)."
        case .notAscending(let id, let before):
            "Migration “\(id)” stands after “\(before)”: within a room each id must be given once, in the order of its number."
        case .changed(let id):
            "Migration “\(id)” was changed after it was applied to this database. Put its old text back, and write a new migration for the change."
        case .missing(let id):
            "Migration “\(id)” was applied to this database, but this program does not have it. "
                + "Run the version that wrote it or a later one, or put the migration back."
        case .overtaken(let id, let later):
            "Migration “\(id)” comes before “\(later)”, which was applied already. Give it a number after the last one of its room."
        case .failed(let id, let error):
            "Migration “\(id)” failed and was undone: \(error)"
        }
    }
}
