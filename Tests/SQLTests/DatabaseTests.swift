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
            #expect(await kind("INSERT INTO person (id) VALUES (2)") == .notNull(column: "person.email"))
            #expect(
                await kind("INSERT INTO pet (name, owner) VALUES (\("Rex"), 99)")
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
}
