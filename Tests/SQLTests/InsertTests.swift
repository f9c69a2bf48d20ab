import SQL
import TestSupport
import Testing

private let schema = [
    Migration("insert/0001-entry", """
        CREATE TABLE entry (n BIGINT CONSTRAINT entry_pk PRIMARY KEY, word TEXT);
        CREATE TABLE line (
            entry BIGINT NOT NULL CONSTRAINT line_entry_fk REFERENCES entry (n), number BIGINT NOT NULL,
            CONSTRAINT line_pk PRIMARY KEY (entry, number)
        );
        """)
]

/// Rows that may be written together with others of their table: seen by what follows, in order, and never lost.
@Suite struct InsertTests {
    private static func insert(_ n: Int, lines: Int = 2, word: String? = nil, in connection: any Connection) throws {
        try connection.insert(into: "entry (n, word)", "(\(n), \(word))")
        for number in 0..<lines { try connection.insert(into: "line (entry, number)", "(\(n), \(number))") }
    }

    private static func counts(_ connection: any Connection) throws -> [Int] {
        try ["SELECT COUNT(*) AS n FROM entry", "SELECT COUNT(*) AS n FROM line"].map { try connection.value($0) ?? 0 }
    }

    @Test("Every kind of statement sees the rows before it", arguments: Engine.allCases)
    func seen(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine) { database in
            try await database.write { connection in
                try Self.insert(1, in: connection)
                #expect(try Self.counts(connection) == [1, 2])
                try Self.insert(2, word: "two", in: connection)
                // Only its own changes are counted.
                #expect(try connection.execute("UPDATE entry SET word = 'one' WHERE n = 1") == 1)
                try Self.insert(3, in: connection)
                try connection.send("UPDATE entry SET word = 'all'")
                try Self.insert(4, in: connection)
                var seen: [Int] = []
                try connection.forEach("SELECT n FROM entry WHERE word = 'all' OR n = 4 ORDER BY n") { row in
                    seen.append(try row["n"])
                    return true
                }
                #expect(seen == [1, 2, 3, 4])
                try Self.insert(5, in: connection)
                try connection.script("UPDATE entry SET word = 'five' WHERE n = 5")
            }
            #expect(try await database.read(Self.counts) == [5, 10])
            #expect(try await database.read { try $0.value("SELECT word FROM entry WHERE n = 5") } == "five")
        }
    }

    @Test("Any number of rows is written, whatever their size", arguments: Engine.allCases, [0, 1, 7, 511, 512, 513, 1300])
    func many(on engine: Engine, count: Int) async throws {
        try await withDatabase(migrations: schema, on: engine) { database in
            try await database.write { connection in
                for n in 0..<count { try Self.insert(n, lines: n % 3, word: n % 2 == 0 ? nil : "word", in: connection) }
            }
            #expect(try await database.read(Self.counts) == [count, (0..<count).reduce(0) { $0 + $1 % 3 }])
        }
    }

    @Test("A row that cannot be undoes its own write, and not that of its neighbours", arguments: Engine.allCases)
    func failure(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine) { database in
            try await database.write { try Self.insert(3, in: $0) }
            let failures = await withTaskGroup(of: (any Error)?.self) { group in
                for n in 0..<8 { group.addTask { await attempt { try await database.write { try Self.insert(n, in: $0) } }.failure } }
                return await group.reduce(into: []) { if let error = $1 { $0.append(error) } }
            }
            let error = failures.first as? DatabaseError
            #expect(failures.count == 1 && error?.kind.isUnique == true)
            #expect(error?.statement?.hasPrefix("INSERT INTO entry (n, word) VALUES") == true)
            #expect(try await database.read(Self.counts) == [8, 16])
        }
    }

    /// One names a table first that the other's rows need to be written later: together they cannot be, each by itself they can.
    @Test("Neighbours that name their tables in another order are all written", arguments: Engine.allCases)
    func order(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine) { database in
            try await database.write { try Self.insert(1, lines: 0, in: $0) }
            try await withThrowingTaskGroup { group in
                for n in 2...9 {
                    group.addTask {
                        try await database.write { connection in
                            if n % 2 == 0 { return try connection.insert(into: "line (entry, number)", "(1, \(n))") }
                            try Self.insert(n, lines: 1, in: connection)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.read(Self.counts) == [5, 8])
        }
    }

    @Test("A savepoint undoes the rows in it, and keeps those before it", arguments: Engine.allCases)
    func savepoint(on engine: Engine) async throws {
        struct Unwanted: Error {}
        try await withDatabase(migrations: schema, on: engine) { database in
            try await database.write { connection in
                try Self.insert(1, in: connection)
                let left = Result {
                    try connection.savepoint {
                        try Self.insert(2, in: connection)
                        throw Unwanted()
                    }
                }
                #expect(left.failure is Unwanted)
                let wrong = Result { try connection.savepoint { try Self.insert(1, in: connection) } }
                #expect((wrong.failure as? DatabaseError)?.kind.isUnique == true)
                try connection.savepoint { try Self.insert(3, in: connection) }
            }
            #expect(try await database.read { try $0.query("SELECT n FROM entry ORDER BY n").map { try $0["n"] } } == [1, 3])
        }
    }

    @Test("A read cannot write rows", arguments: Engine.allCases)
    func reading(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine) { database in
            let result = await attempt { try await database.read { try Self.insert(1, in: $0) } }
            #expect((result.failure as? DatabaseError)?.kind == .readOnly)
            let found = try await database.read(Self.counts)
            #expect(found == [0, 0])
        }
    }
}
