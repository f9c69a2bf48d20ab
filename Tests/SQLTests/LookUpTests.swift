import SQL
import TestSupport
import Testing

private let schema = [Migration("look/0001-entry", "CREATE TABLE entry (n BIGINT, word TEXT)")]

/// One statement by itself, without a transaction.
@Suite struct LookUpTests {
    @Test("It sees what was committed", arguments: Engine.allCases)
    func fresh(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine) { database in
            for n in 1...5 {
                try await database.write { try $0.execute("INSERT INTO entry (n, word) VALUES (\(n), 'a')") }
                let rows = try await database.lookUp("SELECT n FROM entry WHERE n >= \(n)")
                #expect(rows.map(\.values) == [[.integer(Int64(n))]])
            }
        }
    }

    @Test("More callers than readers all get their rows", arguments: Engine.allCases)
    func crowd(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine, readers: 2) { database in
            try await database.write { try $0.execute("INSERT INTO entry (n, word) VALUES (7, 'a')") }
            try await withThrowingTaskGroup(of: Int?.self) { group in
                for turn in 0..<60 {
                    group.addTask {
                        if turn.isMultiple(of: 3) { return try await database.read { try $0.value("SELECT n FROM entry") } }
                        return try await database.lookUp("SELECT n FROM entry").first?["n"]
                    }
                }
                for try await n in group { #expect(n == 7) }
            }
        }
    }

    @Test("An error hits only the look-up that it belongs to", arguments: Engine.allCases)
    func neighbours(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine) { database in
            try await database.write { try $0.execute("INSERT INTO entry (n, word) VALUES (7, 'a')") }
            await withTaskGroup(of: Bool.self) { group in
                for turn in 0..<90 {
                    group.addTask {
                        let wrong = turn.isMultiple(of: 3)
                        let result = await attempt {
                            try await database.lookUp(wrong ? "SELECT nothing FROM entry" : "SELECT n + \(turn) AS n FROM entry")
                        }
                        guard case .success(let rows) = result else { return wrong }
                        return !wrong && rows.first?.values == [.integer(Int64(7 + turn))]
                    }
                }
                for await isRight in group { #expect(isRight) }
            }
        }
    }

    @Test("It cannot change anything, and its error spoils nothing", arguments: Engine.allCases)
    func reading(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine, readers: 1) { database in
            let change = await attempt { try await database.lookUp("INSERT INTO entry (n) VALUES (1)") }
            #expect((change.failure as? DatabaseError)?.kind == .readOnly)
            let wrong = await attempt { try await database.lookUp("SELECT no_such_column FROM entry") }
            #expect(wrong.failure is DatabaseError)
            let looked: Int? = try await database.lookUp("SELECT COUNT(*) AS count FROM entry").first?["count"]
            let read: Int? = try await database.read { try $0.value("SELECT COUNT(*) FROM entry") }
            #expect(looked == 0 && read == 0)
        }
    }

    @Test("A NULL without a type, and columns that changed since", arguments: Engine.allCases)
    func unusual(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine, readers: 1) { database in
            let nothing: String? = nil
            #expect(try await database.lookUp("SELECT 1 AS one WHERE \(nothing) IS NULL").count == 1)
            #expect(try await database.lookUp("SELECT 1 AS one WHERE \(nothing) IS NULL").count == 1)
            try await database.write { try $0.execute("INSERT INTO entry (n, word) VALUES (1, 'a')") }
            #expect(try await database.lookUp("SELECT * FROM entry").first?.values.count == 2)
            try await database.write { try $0.script("ALTER TABLE entry ADD COLUMN more TEXT") }
            #expect(try await database.lookUp("SELECT * FROM entry").first?.values.count == 3)
        }
    }

    @Test("A closed database takes none", arguments: Engine.allCases)
    func closed(on engine: Engine) async throws {
        try await withTestDatabase(migrations: schema, on: engine) { lease in
            let database = try await lease.open()
            await database.close()
            let result = await attempt { try await database.lookUp("SELECT 1") }
            #expect("\(result.failure, default: "none")".contains("was closed"))
        }
    }
}
