import Dispatch
import SQL
import TestSupport
import Testing

private let people = [
    Migration(
        "test/0001-people",
        """
        CREATE TABLE person (
            id BIGINT PRIMARY KEY,
            email TEXT NOT NULL CONSTRAINT person_email UNIQUE,
            age BIGINT CONSTRAINT person_age CHECK (age >= 0),
            weight DOUBLE PRECISION,
            photo BLOB
        );
        CREATE TABLE pet (
            name TEXT PRIMARY KEY,
            owner BIGINT NOT NULL CONSTRAINT pet_owner REFERENCES person (id)
        )
        """)
]

private func add(_ id: Int, _ email: String, age: Int? = nil, to connection: any Connection) throws {
    try connection.execute("INSERT INTO person (id, email, age) VALUES (\(id), \(email), \(age))")
}

@Suite struct DatabaseTests {
    @Test("What is written is read again, as the types it was bound as", arguments: Engine.allCases)
    func roundTrip(on engine: Engine) async throws {
        try await withDatabase(migrations: people, on: engine) { database in
            let photo: [UInt8] = [0, 1, 127, 128, 255]
            try await database.write { connection in
                try connection.execute(
                    """
                    INSERT INTO person (id, email, age, weight, photo)
                    VALUES (\(Int64.min), \("ünï@example.org"), \(nil as Int?), \(-2.5), \(photo)),
                           (\(Int64.max), \(""), \(0), \(1e300), \([UInt8]()))
                    """)
            }
            let rows = try await database.read { connection in
                try connection.query("SELECT id, email, age, weight, photo FROM person ORDER BY id")
            }
            #expect(rows.map(\.values) == [
                [.integer(.min), .text("ünï@example.org"), .null, .real(-2.5), .blob(photo)],
                [.integer(.max), .text(""), .integer(0), .real(1e300), .blob([])],
            ])
        }
    }

    @Test("A broken rule of the schema is told by kind and name", arguments: Engine.allCases)
    func constraints(on engine: Engine) async throws {
        try await withDatabase(migrations: people, on: engine) { database in
            try await database.write { try add(1, "a@example.org", to: $0) }
            func kind(_ sql: SQL) async -> DatabaseError.Kind? {
                do {
                    try await database.write { _ = try $0.execute(sql) }
                    return nil
                } catch {
                    return (error as? DatabaseError)?.kind
                }
            }
            let sqlite = engine == .sqlite
            #expect(
                await kind("INSERT INTO person (id, email) VALUES (2, \("a@example.org"))")
                    == .unique(constraint: sqlite ? "person.email" : "person_email"))
            #expect(
                await kind("INSERT INTO person (id, email, age) VALUES (2, \("b"), \(-1))")
                    == .check(constraint: "person_age"))
            #expect(await kind("INSERT INTO person (id) VALUES (\(2))") == .notNull(column: "person.email"))
            #expect(
                await kind("INSERT INTO pet (name, owner) VALUES (\("Rex"), \(99))")
                    == .foreignKey(constraint: sqlite ? nil : "pet_owner"))
        }
    }

    @Test("A read cannot write", arguments: Engine.allCases)
    func readOnly(on engine: Engine) async throws {
        try await withDatabase(migrations: people, on: engine) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.read { try add(1, "a@example.org", to: $0) }
            }
            #expect(error?.kind == .readOnly)
        }
    }

    @Test("A savepoint undoes what was written and gathered inside, and nothing else", arguments: Engine.allCases)
    func savepoints(on engine: Engine) async throws {
        try await withDatabase(migrations: people, on: engine) { database in
            try await database.write { connection in
                func note(_ id: Int) {
                    connection.beforeCommit("notes") { Notes() }.ids.append(id)
                }
                try add(1, "one", to: connection)
                note(101)
                let failed = Result {
                    try connection.savepoint {
                        try add(2, "two", to: connection)
                        note(102)
                        try connection.savepoint {
                            try add(3, "three", to: connection)
                            note(103)
                        }
                        try add(4, "one", to: connection)
                    }
                }
                #expect((failed.failure as? DatabaseError)?.kind.isUnique == true)
                try connection.savepoint { note(105) }
                try add(5, "five", to: connection)
            }
            let ids: [Int] = try await database.read { connection in
                try connection.query("SELECT id FROM person ORDER BY id").map { try $0["id"] }
            }
            #expect(ids == [1, 5, 101, 105])
        }
    }

    @Test("A failed statement spoils its transaction even if its error is caught", arguments: Engine.allCases)
    func spoiled(on engine: Engine) async throws {
        try await withDatabase(migrations: people, on: engine) { database in
            let result = await attempt {
                try await database.write { connection in
                    try add(1, "one", to: connection)
                    _ = Result { try add(1, "again", to: connection) }
                    _ = Result { try add(2, "two", to: connection) }
                }
            }
            #expect((result.failure as? DatabaseError)?.kind.isUnique == true)
            let left = try await count(database)
            #expect(left == 0)
        }
    }

    @Test("Rows come one by one, can be stopped, and leave room for other statements", arguments: Engine.allCases)
    func streaming(on engine: Engine) async throws {
        try await withDatabase(migrations: people, on: engine) { database in
            try await database.write { connection in
                for id in 1...600 { try add(id, "\(id)", age: id % 50, to: connection) }
                var seen = 0
                let walk: SQL = "SELECT id, photo FROM person WHERE age >= \(0) ORDER BY id"
                try connection.forEach(walk) { row in
                    seen += 1
                    #expect(try row["id"] == seen)
                    if seen == 300 {
                        // The same text again, within its own loop.
                        var inner = 0
                        try connection.forEach(walk) { _ in
                            inner += 1
                            return inner < 10
                        }
                        #expect(inner == 10)
                        try connection.execute("UPDATE pet SET owner = \(1)")
                    }
                    return seen < 550
                }
                #expect(seen == 550)
                try connection.forEach("SELECT id FROM person") { _ in
                    seen += 1
                    return true
                }
                #expect(seen == 1150)
            }
        }
    }

    @Test("An error thrown while streaming reaches the caller and the connection stays good", arguments: Engine.allCases)
    func streamingStopsByError(on engine: Engine) async throws {
        try await withDatabase(migrations: people, on: engine, readers: 1) { database in
            try await database.write { try add(1, "one", to: $0) }
            let result = await attempt {
                try await database.read { connection in
                    try connection.forEach("SELECT email FROM person") { row in
                        let _: Int = try row["email"]
                        return true
                    }
                }
            }
            #expect(result.failure as? RowError == .wrongType(column: "email", wanted: "Int", found: "text"))
            #expect(try await count(database) == 1)
        }
    }

    @Test("NULL can be bound anywhere, before and after a value", arguments: Engine.allCases)
    func nullParameters(on engine: Engine) async throws {
        try await withDatabase(migrations: people, on: engine) { database in
            try await database.write { connection in
                for age in [nil, 7, nil] as [Int?] {
                    let id = try connection.value("SELECT COUNT(*) FROM person") ?? 0
                    try add(id, "\(id)", age: age, to: connection)
                }
                for (age, expected) in [(nil, 3), (7, 1), (nil, 3)] as [(Int?, Int)] {
                    let found: Int? = try connection.value("SELECT COUNT(*) FROM person WHERE \(age) IS NULL OR age = \(age)")
                    #expect(found == expected)
                }
                let text: String? = nil
                #expect(try connection.value("SELECT COALESCE(\(text), \("none"))") == "none")
            }
        }
    }

    @Test("An empty list matches nothing", arguments: Engine.allCases)
    func emptyList(on engine: Engine) async throws {
        try await withDatabase(migrations: people, on: engine) { database in
            try await database.write { try add(1, "one", to: $0) }
            let conditions: [(SQL, Int)] = [
                ("id IN \(in: [Int]())", 0), ("email IN \(in: [String]())", 0),
                ("(id IN \(in: [Int]())) IS NOT TRUE", 1), ("id IN \(in: 0...999)", 1),
            ]
            for (condition, expected) in conditions {
                let found: Int? = try await database.read { try $0.value("SELECT COUNT(*) FROM person WHERE \(condition)") }
                #expect(found == expected)
            }
        }
    }

    @Test("Sums are whole, averages are not; truth values are 0 and 1", arguments: Engine.allCases)
    func computedTypes(on engine: Engine) async throws {
        try await withDatabase(migrations: people, on: engine) { database in
            try await database.write { connection in
                for id in 1...2 { try add(id, "\(id)", age: id, to: connection) }
            }
            let row = try await database.read { try $0.first("SELECT SUM(age) AS s, AVG(age) AS a, COUNT(*) AS c, 1 = 1 AS t FROM person") }
            #expect(row?.values == [.integer(3), .real(1.5), .integer(2), .integer(1)])
        }
    }

    @Test("Changed rows are counted", arguments: Engine.allCases)
    func changedRows(on engine: Engine) async throws {
        try await withDatabase(migrations: people, on: engine) { database in
            try await database.write { connection in
                for id in 1...3 { try add(id, "\(id)", to: connection) }
                #expect(try connection.execute("UPDATE person SET age = \(5) WHERE id > \(1)") == 2)
                #expect(try connection.execute("CREATE INDEX person_by_age ON person (age)") == 0)
                #expect(try connection.execute("SELECT id FROM person") == 0)
                #expect(try connection.execute("DELETE FROM person WHERE id = \(99)") == 0)
                #expect(try connection.query("DELETE FROM person WHERE id = \(1) RETURNING email").map(\.values) == [[.text("1")]])
            }
        }
    }

    @Test("What neither engine can do right is refused on both", arguments: Engine.allCases)
    func refusals(on engine: Engine) async throws {
        try await withDatabase(migrations: people, on: engine) { database in
            for sql in ["SELECT 1; SELECT 2", "SELECT \("a\0b")", "SELECT FROM WHERE"] as [SQL] {
                let result = await attempt { try await database.read { _ = try $0.query(sql) } }
                let error = result.failure as? DatabaseError
                #expect(error?.kind == .other)
                #expect(error?.statement == sql.rendered(for: engine).text)
            }
        }
    }

    @Test("A statement prepared before a migration works after it", arguments: Engine.allCases)
    func schemaChanges(on engine: Engine) async throws {
        try await withDatabase(migrations: people, on: engine, readers: 1) { database in
            let all: @Sendable (any Connection) throws -> [String] = { try $0.first("SELECT * FROM person")?.columns.names ?? [] }
            try await database.write { try add(1, "one", to: $0) }
            let before = try await database.read(all)
            try await database.write { try $0.script("ALTER TABLE person ADD COLUMN nickname TEXT") }
            #expect(try await database.read(all) == before + ["nickname"])
            #expect(try await database.write(all) == before + ["nickname"])
        }
    }

    @Test("More texts than the statement cache holds", arguments: Engine.allCases)
    func manyStatements(on engine: Engine) async throws {
        try await withDatabase(migrations: people, on: engine, readers: 1) { database in
            for start in stride(from: 0, to: 300, by: 100) {
                let sum = try await database.read { connection in
                    try (start..<start + 100).reduce(0) { sum, n in
                        // A different number of columns is a different text.
                        let columns = (0...n).map { _ in "1" as SQL }.joined(", ")
                        return sum + (try connection.first("SELECT \(columns)")?.values.count ?? 0)
                    }
                }
                #expect(sum == (start..<start + 100).reduce(0) { $0 + $1 + 1 })
            }
            if engine == .postgres {
                let kept: Int? = try await database.read { try $0.value("SELECT COUNT(*) FROM pg_prepared_statements") }
                // The cache's 256, the five of every transaction, and this one.
                #expect(try #require(kept) <= 262)
            }
        }
    }

    @Test("A read sees one moment", arguments: Engine.allCases)
    func snapshot(on engine: Engine) async throws {
        try await withDatabase(migrations: people, on: engine, readers: 1) { database in
            let (looked, look) = AsyncStream<Void>.makeStream()
            let written = DispatchSemaphore(value: 0)
            async let counts = database.read { connection in
                let first: Int? = try connection.value("SELECT COUNT(*) FROM person")
                look.finish()
                written.wait()
                return [first, try connection.value("SELECT COUNT(*) FROM person")]
            }
            for await _ in looked {}
            try await database.write { try add(1, "one", to: $0) }
            written.signal()
            #expect(try await counts == [0, 0])
            #expect(try await count(database) == 1)
        }
    }
}

private func count(_ database: any Database) async throws -> Int? {
    try await database.read { try $0.value("SELECT COUNT(*) FROM person") }
}

/// Adds a person for each number noted.
private final class Notes: CommitGatherer {
    var ids: [Int] = []

    func flush(_ connection: any Connection) throws {
        for id in ids { try add(id, "note \(id)", to: connection) }
    }
}
