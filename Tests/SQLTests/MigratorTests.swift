import SQL
import TestSupport
import Testing

@Suite struct MigratorTests {
    static let first = Migration("room/0001-a", "CREATE TABLE a (id TEXT PRIMARY KEY, data BLOB)")
    static let second = Migration("room/0002-b", "CREATE TABLE b (id TEXT PRIMARY KEY); INSERT INTO b (id) VALUES ('x')")
    static let other = Migration("hall/0001-c", "CREATE TABLE c (id TEXT PRIMARY KEY)")

    @Test("Applies what is missing, once, and records when", arguments: Engine.allCases)
    func applies(on engine: Engine) async throws {
        try await withDatabase(on: engine) { database in
            let early = try Migrator([Self.first])
            #expect(try await early.pending(database) == ["room/0001-a"])
            #expect(try await early.migrate(database) { 1_000 } == ["room/0001-a"])
            // A new room may stand before those that were applied.
            let later = try Migrator([Self.other, Self.first, Self.second])
            #expect(try await later.pending(database) == ["hall/0001-c", "room/0002-b"])
            #expect(try await later.migrate(database) { 2_000 } == ["hall/0001-c", "room/0002-b"])
            #expect(try await later.migrate(database) { 3_000 } == [])
            let times = try await database.read { connection in
                try connection.query("SELECT applied_at FROM schema_migration ORDER BY id").map { try $0["applied_at"] as Int }
            }
            #expect(times == [2_000, 1_000, 2_000])
        }
    }

    @Test("Refuses a past that does not agree, and changes nothing", arguments: Engine.allCases)
    func refuses(on engine: Engine) async throws {
        try await withDatabase(on: engine) { database in
            try await Migrator([Self.first, Self.second]).migrate(database) { 0 }
            func complaint(_ migrations: [Migration]) async -> String {
                do {
                    try await Migrator(migrations).migrate(database) { 0 }
                    return "none"
                } catch {
                    return "\(error)"
                }
            }
            let changed = Migration("room/0001-a", "CREATE TABLE a (id TEXT PRIMARY KEY)")
            #expect(await complaint([changed, Self.second, Self.other]).contains("“room/0001-a” was changed"))
            #expect(await complaint([Self.first, Self.other]).contains("does not have it"))
            let squeezedIn = Migration("room/0001-b", "CREATE TABLE d (id TEXT)")
            #expect(
                await complaint([Self.first, squeezedIn, Self.second]).contains(
                    "“room/0001-b” comes before “room/0002-b”"))
            #expect(try await Migrator([Self.first, Self.second, Self.other]).pending(database) == ["hall/0001-c"])
        }
    }

    @Test("A migration that fails leaves nothing of itself, and what came before it", arguments: Engine.allCases)
    func failing(on engine: Engine) async throws {
        try await withDatabase(on: engine) { database in
            let broken = Migration("room/0002-b", "CREATE TABLE b (id TEXT PRIMARY KEY); INSERT INTO nowhere (id) VALUES ('x')")
            let error = await #expect(throws: MigrationError.self) {
                try await Migrator([Self.first, broken]).migrate(database) { 0 }
            }
            #expect(error?.description.hasPrefix("Migration “room/0002-b” failed and was undone") == true)
            let mended = try await Migrator([Self.first, Self.second]).migrate(database) { 0 }
            #expect(mended == ["room/0002-b"])
        }
    }

    @Test("Several nodes that start at once apply each migration once", arguments: Engine.allCases)
    func severalNodes(on engine: Engine) async throws {
        try await withTestDatabase(on: engine) { lease in
            let applied = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        let database = try await lease.open(readers: 1)
                        let applied = try await Migrator([Self.first, Self.second, Self.other]).migrate(database) { 0 }
                        await database.close()
                        return applied
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied.sorted() == ["hall/0001-c", "room/0001-a", "room/0002-b"])
        }
    }

    @Test func idsAreChecked() {
        func complaint(_ ids: String...) -> String? {
            do throws(MigrationError) {
                _ = try Migrator(ids.map { Migration($0, "SELECT 1") })
                return nil
            } catch {
                return error.description
            }
        }
        #expect(complaint("room/0001-a", "hall/0001-a", "room/0002-a") == nil)
        #expect(complaint("0001-a")?.contains("not of the form") == true)
        #expect(complaint("room/0002-a", "room/0001-a")?.contains("stands after “room/0002-a”") == true)
        #expect(complaint("room/0001-a", "room/0001-a")?.contains("given once") == true)
    }

    @Test func blobBecomesByteaOutsideTextsAndComments() {
        let migration = Migration(
            "room/0001-a",
            "CREATE TABLE a (x BLOB, y blob, \"BLOB\" TEXT DEFAULT 'a BLOB', it TEXT DEFAULT 'it''s BLOB', blobs TEXT); -- BLOB\n/* BLOB */")
        #expect(
            migration.text(for: .postgres)
                == "CREATE TABLE a (x BYTEA, y BYTEA, \"BLOB\" TEXT DEFAULT 'a BLOB', it TEXT DEFAULT 'it''s BLOB', blobs TEXT); -- BLOB\n/* BLOB */")
        #expect(migration.text(for: .sqlite).contains("x BLOB"))
    }

    @Test func lineEndsDoNotChangeTheChecksum() {
        let unix = Migration("room/0001-a", "CREATE TABLE a (\nid TEXT)")
        let windows = Migration("room/0001-a", "CREATE TABLE a (\r\nid TEXT)")
        #expect(unix.checksum(for: .sqlite) == windows.checksum(for: .sqlite))
        #expect(unix.checksum(for: .sqlite).count == 64)
    }
}
