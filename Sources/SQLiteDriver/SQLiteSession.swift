import GRDBSQLite
import SQL

/// One connection to the file, used by one worker's thread alone.
///
/// GRDB opens, configures and closes it; statements are stepped on the handle itself, for a cell then costs one call.
final class SQLiteSession: Session {
    private let file: SQLiteFile
    private let handle: OpaquePointer
    private var statements = StatementCache<SQLiteStatement>(capacity: 256)
    private var gatherers = Gatherers()
    private var inserts = PendingInserts()
    /// The error of a statement that failed in this transaction and was not undone by a savepoint.
    private var spoiled: DatabaseError?
    private var depth = 0

    init(path: String, readOnly: Bool) throws {
        file = try SQLiteFile(path: path, readOnly: readOnly)
        handle = file.handle
    }

    func close() {
        statements.removeAll()
        file.close()
    }

    func transaction<Value>(writing: Bool, _ body: (any Connection) throws -> Value) throws -> Value {
        gatherers.drop()
        inserts.drop()
        spoiled = nil
        depth = 0
        try control(writing ? "BEGIN IMMEDIATE" : "BEGIN")
        do {
            let value = try body(self)
            try flushGatherers()
            try writeInserts()
            if writing, let spoiled { throw spoiled }
            try control("COMMIT")
            return value
        } catch {
            gatherers.drop()
            inserts.drop()
            // Some errors (a full disk) have rolled back already.
            if sqlite3_get_autocommit(handle) == 0 { try control("ROLLBACK") }
            throw error
        }
    }

    func lookUp(_ statements: [SQL]) throws -> [[Row]] {
        spoiled = nil
        return try query(together: statements)
    }

    private func flushGatherers() throws {
        while let gatherer = gatherers.next() { try gatherer.flush(self) }
    }

    /// Writes the rows that wait.
    private func writeInserts() throws {
        while let statement = inserts.next() { try run(statement) { _ in true } }
    }

    /// A statement of the transaction's own, outside the rule that a failure spoils it.
    private func control(_ text: String) throws {
        let statement = try prepared(text)
        defer { sqlite3_reset(statement.pointer) }
        guard sqlite3_step(statement.pointer) == SQLITE_DONE else { throw DatabaseError(sqlite: handle, statement: text) }
    }

    private func prepared(_ text: String) throws(DatabaseError) -> SQLiteStatement {
        if let known = statements.find(text) {
            // A statement in use cannot be shared; this rare second one is not kept.
            return known.inUse ? try SQLiteStatement(text, on: handle, keep: false) : known
        }
        let statement = try SQLiteStatement(text, on: handle, keep: true)
        _ = statements.insert(statement, for: text)
        return statement
    }

    /// Steps through an answer; an error of the engine spoils the transaction, an error of `body` does not.
    private func step(_ sql: SQL, _ body: (SQLiteStatement) throws -> Bool) throws {
        try writeInserts()
        try run(sql, body)
    }

    private func run(_ sql: SQL, _ body: (SQLiteStatement) throws -> Bool) throws {
        if let spoiled { throw spoiled }
        let (text, values) = sql.rendered(for: .sqlite)
        let statement = try spoiling { () throws(DatabaseError) in
            let statement = try prepared(text)
            try statement.bind(values, text: text)
            return statement
        }
        statement.inUse = true
        defer {
            sqlite3_reset(statement.pointer)
            // Lets go of large texts and blobs, which the cache would else keep.
            sqlite3_clear_bindings(statement.pointer)
            statement.inUse = false
        }
        while true {
            switch sqlite3_step(statement.pointer) {
            case SQLITE_ROW: if try !body(statement) { return }
            case SQLITE_DONE: return
            default: try spoiling { () throws(DatabaseError) in throw DatabaseError(sqlite: handle, statement: text) }
            }
        }
    }

    private func spoiling<Value>(_ body: () throws(DatabaseError) -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            spoiled = error
            throw error
        }
    }
}

extension SQLiteSession: Connection {
    var engine: Engine { .sqlite }

    func query(_ sql: SQL) throws -> [Row] {
        var rows: [Row] = []
        try step(sql) { statement in
            rows.append(statement.row())
            return true
        }
        return rows
    }

    func query(together statements: [SQL]) throws -> [[Row]] {
        try statements.map(query)
    }

    func execute(_ sql: SQL) throws -> Int {
        try writeInserts()
        // The count of the last change stays as it was after a statement that changes no rows.
        let before = sqlite3_total_changes(handle)
        try step(sql) { _ in true }
        return sqlite3_total_changes(handle) == before ? 0 : Int(sqlite3_changes(handle))
    }

    func send(_ sql: SQL) throws {
        try step(sql) { _ in true }
    }

    func insert(into table: SQL, _ row: SQL) throws {
        if let spoiled { throw spoiled }
        inserts.add(row, into: table)
    }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Bool) throws {
        try step(sql) { try body($0.row()) }
    }

    func script(_ text: String) throws {
        if let spoiled { throw spoiled }
        try writeInserts()
        try spoiling { () throws(DatabaseError) in
            guard sqlite3_exec(handle, text, nil, nil, nil) == SQLITE_OK else {
                throw DatabaseError(sqlite: handle, statement: nil)
            }
        }
    }

    func savepoint<Value>(_ body: () throws -> Value) throws -> Value {
        if let spoiled { throw spoiled }
        // What was gathered before must survive, and what is gathered inside must go if it fails.
        try flushGatherers()
        try writeInserts()
        depth += 1
        let name = "s\(depth)"
        defer { depth -= 1 }
        try control("SAVEPOINT \(name)")
        do {
            let value = try body()
            if let spoiled { throw spoiled }
            try writeInserts()
            try control("RELEASE \(name)")
            return value
        } catch {
            gatherers.drop()
            inserts.drop()
            // Nothing to go back to if the engine undid the whole transaction.
            if sqlite3_get_autocommit(handle) == 0 {
                try control("ROLLBACK TO \(name)")
                try control("RELEASE \(name)")
                spoiled = nil
            }
            throw error
        }
    }

    func beforeCommit<Gatherer: CommitGatherer>(_ key: String, make: () -> Gatherer) -> Gatherer {
        gatherers.gatherer(key, make: make)
    }
}
