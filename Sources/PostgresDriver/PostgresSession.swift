import CPostgres
import Foundation
import SQL

/// One connection to the server, used by one worker's thread alone; it connects anew when the server was lost.
///
/// `BEGIN`, the writers' lock, savepoints and their ends are not sent by themselves but together with the next statement, so that a
/// transaction of one statement costs one round trip to read and two to write.
final class PostgresSession: Session {
    private let url: String
    private let limits: PostgresDatabase.Limits
    private let readOnly: Bool
    private var link: PostgresLink?
    private var statements = PostgresStatements()
    private var gatherers = Gatherers()
    private var inserts = PendingInserts()
    /// Commands that go out with the next statement.
    private var deferred: [PostgresLink.Command] = []
    /// How many of them are statements of `send`.
    private var sent = 0
    /// How many batches went out, to tell whether one did since.
    private var batches = 0
    /// The server has seen this transaction's BEGIN.
    private var begun = false
    /// The error of a statement that failed in this transaction and was not undone by a savepoint.
    private var spoiled: DatabaseError?
    private var savepoints = 0
    private var cursors = 0

    /// How often a transaction is tried when the server says that it cannot be serialized with another.
    private static let attempts = 8
    /// Statements of `send` that wait at most: libpq buffers them, and the server must not fill the line with answers meanwhile.
    private static let sentLimit = 128
    /// Rows that a cursor fetches at a time.
    private static let fetchSize = 256

    init(url: String, limits: PostgresDatabase.Limits, readOnly: Bool) throws {
        self.url = url
        self.limits = limits
        self.readOnly = readOnly
        link = try PostgresLink(url: url, limits: limits, readOnly: readOnly)
    }

    func close() { link = nil }

    func transaction<Value>(writing: Bool, _ body: (any Connection) throws -> Value) throws -> Value {
        var attempt = 1
        while true {
            do {
                return try once(writing: writing, body)
            } catch {
                // The closure may have dressed the error; what spoiled the transaction is what counts.
                let reason = spoiled ?? error as? DatabaseError
                guard reason?.kind == .serialization, attempt < Self.attempts else { throw error }
                // Waits 1 to 128 ms, by chance, so that two that collided do not collide again.
                usleep(UInt32.random(in: 500...1000) << UInt32(attempt))
                attempt += 1
            }
        }
    }

    func lookUp(_ statements: [SQL]) throws -> [[Row]] {
        try begin([])
        do {
            defer { tidy() }
            return try query(together: statements)
        } catch let error as DatabaseError where error.kind == .serialization || link?.lastState == "25P01" {
            // A plan of before a migration, or a NULL without a type, which is prepared behind a savepoint.
            return try transaction(writing: false) { try $0.query(together: statements) }
        }
    }

    /// - Parameter commands: what goes out with the first statement.
    private func begin(_ commands: [PostgresLink.Command]) throws {
        try ensureAlive()
        gatherers.drop()
        inserts.drop()
        spoiled = nil
        begun = false
        savepoints = 0
        forgetDeferred()
        deferred = commands
    }

    private func once<Value>(writing: Bool, _ body: (any Connection) throws -> Value) throws -> Value {
        try begin(writing ? [.fixed(.beginWrite), .fixed(.lock)] : [.fixed(.beginRead)])
        do {
            let value = try body(self)
            try flushGatherers()
            try sendInserts()
            if writing, let spoiled { throw spoiled }
            try commit(writing: writing)
            return value
        } catch {
            gatherers.drop()
            inserts.drop()
            abandon()
            throw error
        }
    }

    private func ensureAlive() throws {
        if let link, link.isAlive() { return }
        // Let go before connecting: the server may have few connections to give.
        link = nil
        statements = PostgresStatements()
        link = try PostgresLink(url: url, limits: limits, readOnly: readOnly)
    }

    private func commit(writing: Bool) throws {
        guard begun || sent > 0 else { return forgetDeferred() }
        if writing || sent > 0 {
            do {
                let answer = try exchange([.fixed(.commit)])
                // The server answers COMMIT with ROLLBACK if a statement had failed.
                if answer.commandTag != "COMMIT" {
                    throw DatabaseError(.other, message: "The transaction could not be committed.")
                }
            } catch let error as DatabaseError where error.kind == .connectionLost {
                throw DatabaseError.lost(
                    "The connection was lost during the commit: the change may or may not have been saved. \(error.message)")
            }
        } else {
            forgetDeferred()
            try link?.post([.fixed(.commit)])
        }
        tidy()
    }

    /// Rolls back without waiting for the answer.
    private func abandon() {
        forgetDeferred()
        guard begun else { return }
        do {
            try link?.post([.fixed(.rollback)])
            tidy()
        } catch {
            // A connection that cannot send is replaced at the next use; the server rolls back by itself.
            link = nil
        }
    }

    private func tidy() {
        let names = statements.takeEvicted()
        guard !names.isEmpty else { return }
        do {
            try link?.post(names.map { .control("DEALLOCATE \($0)") })
        } catch {
            link = nil
        }
    }

    private func flushGatherers() throws {
        while let gatherer = gatherers.next() { try gatherer.flush(self) }
    }

    /// Sends what was deferred and then `commands`; returns the answer of the last.
    private func exchange(_ commands: [PostgresLink.Command]) throws -> PostgresResult {
        let results = try exchangeAll(commands)
        return results[results.count - 1]
    }

    /// As `exchange`, with the answers to what was deferred, too.
    private func exchangeAll(_ commands: [PostgresLink.Command]) throws -> [PostgresResult] {
        guard let link else { throw DatabaseError.lost("The connection was lost earlier in this transaction.") }
        begun = true
        batches += 1
        let batch = deferred + commands
        forgetDeferred()
        do {
            return try link.exchange(batch)
        } catch let error as DatabaseError {
            spoiled = error
            if error.kind == .connectionLost { self.link = nil }
            throw error
        }
    }

    private func forgetDeferred() {
        deferred = []
        sent = 0
    }

    /// Waits for the outcome of what was sent, so that its errors are thrown here and not later.
    private func settle() throws {
        try sendInserts()
        if sent > 0 { _ = try exchange([]) }
    }

    private typealias Ran = (result: PostgresResult, statement: PostgresStatement)

    private func run(_ sql: SQL) throws -> Ran {
        try run([sql])[0]
    }

    /// Runs statements in one round trip, once they are prepared.
    private func run(_ wanted: [SQL]) throws -> [Ran] {
        if let spoiled { throw spoiled }
        try sendInserts()
        var used: [PostgresStatement] = []
        let commands = try wanted.map { sql in
            let (text, values) = sql.rendered(for: .postgres)
            let parameters = try bind(values, text)
            let statement = try prepared(text, parameters)
            used.append(statement)
            return PostgresLink.Command.execute(name: statement.name, parameters, binary: statement.binary, text: text)
        }
        do {
            let results = try exchangeAll(commands)
            for statement in used { statement.hasWorked = true }
            return zip(results.suffix(commands.count), used).map { (result: $0, statement: $1) }
        } catch let error as DatabaseError {
            var kind = error.kind
            // The error may be of a statement that was sent before and travelled along: that one is not in `used`.
            if let text = error.statement, link?.lastState == "0A000",
                used.contains(where: { $0.text == text && $0.hasWorked })
            {
                // A migration changed the columns since it was prepared: prepare anew and try the transaction again.
                statements.forget(text)
                kind = .serialization
            }
            let error = DatabaseError(kind, message: error.message, statement: error.statement)
            spoiled = error
            throw error
        }
    }

    private func bind(_ values: [SQLValue], _ text: String) throws -> PostgresParameters {
        do {
            return try PostgresParameters(values, statement: text)
        } catch let error as DatabaseError {
            spoiled = error
            throw error
        }
    }

    private func prepared(_ text: String, _ parameters: PostgresParameters) throws -> PostgresStatement {
        if let known = statements.find(text, parameters) { return known }
        let name = statements.newName()
        var types = parameters.types
        while true {
            let commands: [PostgresLink.Command] = [
                .prepare(name: name, text, types: types), .describe(name: name),
            ]
            // With a NULL the server may find no type for a parameter (`$1 IS NULL`), which would spoil the transaction.
            guard types.contains(0) else {
                let statement = PostgresStatement(name: name, text: text, described: try exchange(commands))
                statements.insert(statement, for: text)
                return statement
            }
            deferred.append(.control("SAVEPOINT preparing"))
            do {
                let statement = PostgresStatement(name: name, text: text, described: try exchange(commands))
                deferred.append(.control("RELEASE preparing"))
                statements.insert(statement, for: text)
                return statement
            } catch let error as DatabaseError {
                // 42P18: "could not determine data type of parameter $1".
                guard link?.lastState == "42P18", let match = error.message.firstMatch(of: /\$(\d+)/),
                    let number = Int(match.1), types.indices.contains(number - 1), types[number - 1] == 0
                else { throw error }
                types[number - 1] = PostgresType.text
                spoiled = nil
                deferred.append(.control("ROLLBACK TO preparing"))
                deferred.append(.control("RELEASE preparing"))
            }
        }
    }
}

extension PostgresSession: Connection {
    var engine: Engine { .postgres }

    func query(_ sql: SQL) throws -> [Row] {
        let (result, statement) = try run(sql)
        return statement.rows(of: result)
    }

    func query(together statements: [SQL]) throws -> [[Row]] {
        statements.isEmpty ? [] : try run(statements).map { $0.statement.rows(of: $0.result) }
    }

    func execute(_ sql: SQL) throws -> Int {
        try run(sql).result.changedRows
    }

    func send(_ sql: SQL) throws {
        try sendInserts()
        try postpone(sql)
    }

    /// Puts a statement with what goes out next.
    private func postpone(_ sql: SQL) throws {
        if let spoiled { throw spoiled }
        let (text, values) = sql.rendered(for: .postgres)
        let parameters = try bind(values, text)
        let statement = try prepared(text, parameters)
        deferred.append(.execute(name: statement.name, parameters, binary: statement.binary, text: text))
        sent += 1
        if sent >= Self.sentLimit { try settle() }
    }

    func insert(into table: SQL, _ row: SQL) throws {
        if let spoiled { throw spoiled }
        inserts.add(row, into: table)
    }

    /// Sends the rows that wait.
    private func sendInserts() throws {
        while let statement = inserts.next() { try postpone(statement) }
    }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Bool) throws {
        if let spoiled { throw spoiled }
        try sendInserts()
        let (text, values) = sql.rendered(for: .postgres)
        let parameters = try bind(values, text)
        // Prepared only to learn the types: the cursor itself cannot be.
        let statement = try prepared(text, parameters)
        cursors += 1
        let cursor = "c\(cursors)"
        let fetch = PostgresLink.Command.run(
            "FETCH \(Self.fetchSize) FROM \(cursor)", try bind([], text), types: [], binary: statement.binary)
        var batch = try exchange([
            .run(
                "DECLARE \(cursor) NO SCROLL CURSOR FOR \(text)", parameters, types: statement.parameterTypes,
                binary: false),
            fetch,
        ])
        defer { if spoiled == nil { deferred.append(.control("CLOSE \(cursor)")) } }
        let layout = batch.layout
        while try batch.forEachRow(layout, body), batch.rowCount == Self.fetchSize {
            if let spoiled { throw spoiled }
            batch = try exchange([fetch])
        }
    }

    func script(_ text: String) throws {
        if let spoiled { throw spoiled }
        try sendInserts()
        // The simple protocol takes no batch: what was deferred goes first.
        _ = try exchange([.control("")])
        do {
            try link?.script(text)
        } catch let error as DatabaseError {
            spoiled = error
            if error.kind == .connectionLost { link = nil }
            throw error
        }
    }

    func savepoint<Value>(_ body: () throws -> Value) throws -> Value {
        if let spoiled { throw spoiled }
        // What was gathered before must survive, and what is gathered inside must go if it fails.
        try flushGatherers()
        // An error of what was sent before is not this savepoint's.
        try settle()
        savepoints += 1
        defer { savepoints -= 1 }
        let name = "p\(savepoints)"
        let (unsent, batchesBefore) = (deferred, batches)
        deferred.append(.control("SAVEPOINT \(name)"))
        do {
            let value = try body()
            if let spoiled { throw spoiled }
            try settle()
            deferred.append(.control("RELEASE \(name)"))
            return value
        } catch {
            gatherers.drop()
            inserts.drop()
            if link != nil {
                // What still waits to be sent began inside, so it need not be done in order to be undone.
                forgetDeferred()
                deferred = batches == batchesBefore
                    ? unsent : [.control("ROLLBACK TO \(name)"), .control("RELEASE \(name)")]
                spoiled = nil
            }
            throw error
        }
    }

    func beforeCommit<Gatherer: CommitGatherer>(_ key: String, make: () -> Gatherer) -> Gatherer {
        gatherers.gatherer(key, make: make)
    }
}
