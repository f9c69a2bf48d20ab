public import SQL

import Foundation
import PostgresDriver
import SQLiteDriver

/// Leases a fresh database to a test, with `migrations` applied, and removes it afterwards.
///
///     @Test(arguments: Engine.allCases)
///     func savesADraft(on engine: Engine) async throws {
///         try await withDatabase(migrations: Exchange.migrations, on: engine) { database in
///             try await database.write { … }
///         }
///     }
///
/// Tests may run in parallel: each lease has its own database. A set of migrations is applied once in a test process; each lease
/// gets a copy, which is cheap. If PostgreSQL cannot be had the test fails and says what to do; it is never skipped.
public func withDatabase<Value>(
    migrations: [Migration] = [], on engine: Engine, readers: Int = 2,
    isolation: isolated (any Actor)? = #isolation,
    _ body: (any Database) async throws -> Value
) async throws -> Value {
    try await withTestDatabase(migrations: migrations, on: engine) { lease in
        let database = try await lease.open(readers: readers)
        let outcome: Result<Value, any Error>
        do {
            outcome = .success(try await body(database))
        } catch {
            outcome = .failure(error)
        }
        await database.close()
        return try outcome.get()
    }
}

/// As `withDatabase`, for a test that opens the database itself: twice, as two nodes do, or again after closing it.
public func withTestDatabase<Value>(
    migrations: [Migration] = [], on engine: Engine,
    isolation: isolated (any Actor)? = #isolation,
    _ body: (TestDatabase) async throws -> Value
) async throws -> Value {
    guard !Leases.held else { throw NestedLease() }
    await Leases.shared.begin()
    let outcome: Result<Value, any Error>
    do {
        let lease = try await TestDatabase.make(engine, migrations: migrations)
        do {
            outcome = .success(try await Leases.$held.withValue(true) { try await body(lease) })
        } catch {
            outcome = .failure(error)
        }
        try await lease.remove()
    } catch {
        await Leases.shared.end()
        throw error
    }
    await Leases.shared.end()
    return try outcome.get()
}

/// A leased database that is not open yet.
public struct TestDatabase: Sendable {
    public let engine: Engine
    /// What `SANGAM_DATABASE` would hold: a file's path, or a `postgres://` URL.
    public let address: String

    /// Opens it; close it before the lease ends.
    public func open(readers: Int = 2) async throws -> any Database {
        switch engine {
        case .sqlite: try await SQLiteDatabase(path: address, readers: readers)
        case .postgres: try await PostgresDatabase(url: address, readers: readers)
        }
    }

    /// The time that templates record for their migrations: 1 January 2026.
    static let migratedAt: Int64 = 1_767_225_600_000

    static func make(_ engine: Engine, migrations: [Migration]) async throws -> TestDatabase {
        switch engine {
        case .sqlite:
            let folder = try newFolder()
            let file = folder.appendingPathComponent("test.sqlite")
            if !migrations.isEmpty { try await Templates.shared.file(migrations).write(to: file) }
            return TestDatabase(engine: .sqlite, address: file.path)
        case .postgres:
            let server = try await PostgresServer.shared()
            let template = migrations.isEmpty ? "template0" : try await Templates.shared.database(migrations)
            return TestDatabase(engine: .postgres, address: try await server.create(from: template))
        }
    }

    func remove() async throws {
        switch engine {
        case .sqlite:
            try FileManager.default.removeItem(at: URL(fileURLWithPath: address).deletingLastPathComponent())
        case .postgres:
            try await PostgresServer.shared().drop(address)
        }
    }

    static func newFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sangam-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}

/// Databases that were migrated once, to copy leases from.
private actor Templates {
    static let shared = Templates()
    private var files: [[Migration]: Task<Data, any Error>] = [:]
    private var databases: [[Migration]: Task<String, any Error>] = [:]

    /// The bytes of a migrated SQLite file.
    func file(_ migrations: [Migration]) async throws -> Data {
        if let known = files[migrations] { return try await known.value }
        let task = Task {
            let lease = try await TestDatabase.make(.sqlite, migrations: [])
            try await Self.migrate(lease, migrations)
            let data = try Data(contentsOf: URL(fileURLWithPath: lease.address))
            try await lease.remove()
            return data
        }
        files[migrations] = task
        return try await task.value
    }

    /// The name of a migrated PostgreSQL database.
    func database(_ migrations: [Migration]) async throws -> String {
        if let known = databases[migrations] { return try await known.value }
        let task = Task {
            let lease = try await TestDatabase.make(.postgres, migrations: [])
            try await Self.migrate(lease, migrations)
            return try await PostgresServer.shared().keepAsTemplate(lease.address)
        }
        databases[migrations] = task
        return try await task.value
    }

    private static func migrate(_ lease: TestDatabase, _ migrations: [Migration]) async throws {
        let database = try await lease.open(readers: 1)
        let outcome: Result<Void, any Error>
        do {
            try await Migrator(migrations).migrate(database) { TestDatabase.migratedAt }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await database.close()
        try outcome.get()
    }
}

/// A test asked for a second database while it held one: ten such tests at once would wait for each other for ever.
struct NestedLease: Error, CustomStringConvertible {
    let description = "A test asks for a second database while it holds one: end the first lease before the second begins."
}

/// Bounds how many leases are open at once: hundreds of tests may be in flight, a server has about a hundred connections.
private actor Leases {
    static let shared = Leases()
    /// Whether the test that asks has a lease already.
    @TaskLocal static var held = false
    private var free = 10
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func begin() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func end() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
