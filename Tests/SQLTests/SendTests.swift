import SQL
import TestSupport
import Testing

private let schema = [Migration("send/0001-entry", "CREATE TABLE entry (n BIGINT CONSTRAINT entry_pk PRIMARY KEY)")]

/// Statements whose outcome nobody waits for: in order, seen by what follows, and never lost.
@Suite struct SendTests {
    private struct Unwanted: Error {}

    private static func send(_ n: Int, in connection: any Connection) throws {
        try connection.send("INSERT INTO entry (n) VALUES (\(n))")
    }

    private static func numbers(_ database: any Database) async throws -> [Int] {
        try await database.read { connection in
            try connection.query("SELECT n FROM entry ORDER BY n").map { try $0["n"] }
        }
    }

    @Test("What was sent is seen by what follows, and committed when nothing follows", arguments: Engine.allCases)
    func order(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine) { database in
            try await database.write { connection in
                // More than wait at a time.
                for n in 1...300 { try Self.send(n, in: connection) }
                try connection.send("UPDATE entry SET n = n + 1000 WHERE n > 200")
                let count: Int? = try connection.value("SELECT COUNT(*) FROM entry WHERE n > 1000")
                #expect(count == 100)
                try connection.send("DELETE FROM entry WHERE n > 1")
            }
            #expect(try await Self.numbers(database) == [1])
            // Twice: the second time the statement is prepared already and travels with the commit alone.
            for n in 2...3 { try await database.write { try Self.send(n, in: $0) } }
            #expect(try await Self.numbers(database) == [1, 2, 3])
        }
    }

    @Test("An error of a sent statement undoes the write and names its statement", arguments: Engine.allCases)
    func failure(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine) { database in
            try await database.write { try Self.send(1, in: $0) }
            let follow: [@Sendable (any Connection) throws -> Void] = [
                { _ in },
                { _ = try $0.query("SELECT 42") },
                // Catching the error does not save the write.
                { connection in _ = Result { try connection.query("SELECT 42") } },
                // Nor does a savepoint that began later.
                { connection in _ = Result { try connection.savepoint { _ = try connection.query("SELECT 42") } } },
            ]
            for what in follow {
                let result = await attempt {
                    try await database.write { connection in
                        try Self.send(7, in: connection)
                        _ = Result { try Self.send(1, in: connection) }
                        try what(connection)
                    }
                }
                let error = result.failure as? DatabaseError
                #expect(error?.kind.isUnique == true)
                #expect(error?.statement?.hasPrefix("INSERT INTO entry") == true)
                #expect(try await Self.numbers(database) == [1])
            }
        }
    }

    @Test("A savepoint takes the errors of what was sent in it, and only those", arguments: Engine.allCases)
    func savepoints(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine) { database in
            try await database.write { connection in
                try Self.send(1, in: connection)
                let inner = Result {
                    try connection.savepoint {
                        try Self.send(2, in: connection)
                        try Self.send(1, in: connection)
                    }
                }
                #expect((inner.failure as? DatabaseError)?.kind.isUnique == true)
                // Left with an error of its own while a statement that would fail still waits.
                let own = Result {
                    try connection.savepoint {
                        try Self.send(3, in: connection)
                        _ = Result { try Self.send(1, in: connection) }
                        throw Unwanted()
                    }
                }
                #expect(own.failure is Unwanted)
                // The same after a round trip within.
                let later = Result {
                    try connection.savepoint {
                        try Self.send(4, in: connection)
                        _ = try connection.query("SELECT 42")
                        try Self.send(5, in: connection)
                        throw Unwanted()
                    }
                }
                #expect(later.failure is Unwanted)
                try connection.savepoint { try Self.send(6, in: connection) }
                try Self.send(7, in: connection)
            }
            #expect(try await Self.numbers(database) == [1, 6, 7])
        }
    }

    @Test("Questions asked together are answered each, after what was sent", arguments: Engine.allCases)
    func together(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine) { database in
            let all: SQL = "SELECT n FROM entry ORDER BY n"
            for turn in 1...2 {
                let (numbers, largest, none, count) = try await database.write { connection in
                    try Self.send(turn, in: connection)
                    return try connection.ask(
                        Question(all, each: { row -> Int in try row["n"] }),
                        Question("SELECT MAX(n) AS n FROM entry", first: { row -> Int in try row["n"] }),
                        Question("SELECT n FROM entry WHERE n > \(99)", first: { row -> Int in try row["n"] }),
                        Question("SELECT 1 WHERE 1 = \(turn)", { $0.count }))
                }
                #expect(numbers == Array(1...turn) && largest == turn && none == nil && count == (turn == 1 ? 1 : 0))
            }
            let wrong = await attempt {
                try await database.read { connection in
                    try connection.ask(
                        Question(all, { $0.count }), Question("SELECT no_such_column FROM entry", { $0.count }))
                }
            }
            #expect((wrong.failure as? DatabaseError)?.statement?.contains("no_such_column") == true)
            // The columns change under a question that is prepared.
            @Sendable func widths(_ connection: any Connection) throws -> [Int] {
                try connection.ask(
                    Question(all, { $0.count }), Question("SELECT * FROM entry", each: { $0.values.count })).1
            }
            #expect(try await database.read(widths) == [1, 1])
            try await database.write { try $0.script("ALTER TABLE entry ADD COLUMN word TEXT") }
            #expect(try await database.read(widths) == [2, 2])
        }
    }

    @Test("A read cannot send a change", arguments: Engine.allCases)
    func reading(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine) { database in
            let result = await attempt { try await database.read { try Self.send(1, in: $0) } }
            #expect((result.failure as? DatabaseError)?.kind == .readOnly)
            let found = try await Self.numbers(database)
            #expect(found.isEmpty)
        }
    }
}
