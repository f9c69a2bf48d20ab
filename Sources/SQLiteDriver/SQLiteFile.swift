import GRDB
import GRDBSQLite

/// The file as GRDB opens, configures and closes it.
final class SQLiteFile {
    private let queue: DatabaseQueue
    /// For SQLite's own calls; they stay on the thread of one worker.
    let handle: OpaquePointer

    /// What a connection may keep of the file in memory, in KiB. No memory map: each connection would count the file anew.
    private static let cacheSize = 8 * 1024

    init(path: String, readOnly: Bool) throws {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.label = "sangam.sqlite"
        configuration.prepareDatabase { database in
            if !readOnly {
                try database.execute(sql: "PRAGMA journal_mode = WAL")
                try database.execute(sql: "PRAGMA synchronous = FULL")
                // A burst leaves a long WAL behind; it is cut back at the next checkpoint.
                try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
            }
            try database.execute(sql: "PRAGMA cache_size = -\(Self.cacheSize)")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            guard let handle = queue.inDatabase({ $0.sqliteConnection }) else {
                throw failure(code: 0, message: "the connection was closed", path: path)
            }
            self.handle = handle
            // GRDB's observers listen to commits on its own queue only, which our statements do not pass through.
            sqlite3_commit_hook(handle, nil, nil)
            sqlite3_rollback_hook(handle, nil, nil)
        } catch let error as GRDB.DatabaseError {
            throw failure(code: error.extendedResultCode.rawValue, message: error.message ?? "cannot be opened", path: path)
        }
    }

    func close() {
        do {
            try queue.close()
        } catch {
            // Only an unfinished statement can be the reason, and none is left; the handle goes with the object then.
            assertionFailure("closing failed: \(error)")
        }
    }
}
