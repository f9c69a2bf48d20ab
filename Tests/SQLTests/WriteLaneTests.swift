import Foundation
import PostgresDriver
import SQL
import SQLiteDriver
import Synchronization
import TestSupport
import Testing

private let schema = [Migration("lane/0001-entry", "CREATE TABLE entry (n BIGINT PRIMARY KEY)")]

@Suite struct WriteLaneTests {
    @Test("Writes that wait share one commit and one gatherer", arguments: Engine.allCases)
    func group(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine) { database in
            let flushes = Counter()
            let results = await together(database, (1...20).map { n in { gather(n, flushes, in: $0) } })
            #expect(results.count(where: \.succeeded) == 20)
            #expect(flushes.count == 1)
            let found = try await numbers(database)
            #expect(found == Array(1...20))
        }
    }

    @Test("An error hits only its owner", arguments: Engine.allCases)
    func oneFails(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine) { database in
            let flushes = Counter()
            var writes: [Write] = (1...6).map { n in { gather(n, flushes, in: $0) } }
            writes[1] = { connection in
                gather(2, flushes, in: connection)
                throw Unwanted()
            }
            // It survives its own failed statement, but its transaction must not.
            writes[3] = { connection in
                try insert(4, in: connection)
                _ = Result { try insert(4, in: connection) }
            }
            let results = await together(database, writes)
            #expect(results.map(\.succeeded) == [true, false, true, false, true, true])
            #expect(results[1].failure is Unwanted)
            #expect((results[3].failure as? DatabaseError)?.kind.isUnique == true)
            let found = try await numbers(database)
            #expect(found == [1, 3, 5, 6])
            // Each of the four that succeeded had a fresh gatherer.
            #expect(flushes.count == 4)
        }
    }

    @Test("An error of a statement that was sent hits only its owner", arguments: Engine.allCases)
    func sentFails(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine) { database in
            try await database.write { try insert(1, in: $0) }
            let results = await together(database, [
                { try $0.send("INSERT INTO entry (n) VALUES (2)") },
                // Fails when the next one asks the server for something.
                { connection in _ = Result { try connection.send("INSERT INTO entry (n) VALUES (1)") } },
                // Survives errors of its own, and must not survive that one in its neighbour's stead.
                { connection in
                    _ = Result { try connection.savepoint { try insert(1, in: connection) } }
                    try insert(3, in: connection)
                },
                { try $0.send("INSERT INTO entry (n) VALUES (4)") },
            ])
            #expect(results.map(\.succeeded) == [true, false, true, true])
            #expect((results[1].failure as? DatabaseError)?.kind.isUnique == true)
            let found = try await numbers(database)
            #expect(found == [1, 2, 3, 4])
        }
    }

    @Test("An error of a gatherer hits only those whose entries it holds", arguments: Engine.allCases)
    func gathererFails(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine) { database in
            let flushes = Counter()
            // 2 is gathered twice: the shared flush fails, alone the second of them does.
            let results = await together(database, [1, 2, 3, 2].map { n in { gather(n, flushes, in: $0) } })
            #expect(results.count(where: \.succeeded) == 3)
            #expect(results[0].succeeded && results[2].succeeded)
            let found = try await numbers(database)
            #expect(found == [1, 2, 3])
        }
    }

    @Test("Neighbours that ask get answers of their own transaction, and a broken constraint is asked about anew", arguments: Engine.allCases)
    func asking(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine) { database in
            // Each takes the first free number; those that stand together all find the same one free.
            let lowest = Question("SELECT n FROM entry ORDER BY n DESC LIMIT 1", first: { try $0["n"] as Int })
            let rounds = Counter()
            let takeNext: @Sendable () async throws -> Void = {
                try await database.write(asking: lowest) { connection, last in
                    rounds.increment()
                    try connection.send("INSERT INTO entry (n) VALUES (\((last ?? 0) + 1))")
                }
            }
            let results = await together(database, calls: [
                takeNext, takeNext, { try await database.write { try insert(10, in: $0) } }, takeNext,
                { try await database.write(asking: lowest.and(lowest)) { _, both in #expect(both.0 == both.1 && both.0 == 11) } },
            ])
            #expect(results.count(where: \.succeeded) == 5)
            let found = try await numbers(database)
            #expect(found == [1, 2, 10, 11])
            #expect(rounds.count > 3)
        }
    }

    @Test("What was answered is there after the database is opened anew", arguments: Engine.allCases)
    func durable(on engine: Engine) async throws {
        try await withTestDatabase(migrations: schema, on: engine) { lease in
            let database = try await lease.open()
            for n in 1...5 { try await database.write { try insert(n, in: $0) } }
            await database.close()
            let again = try await lease.open()
            let found = try await numbers(again)
            #expect(found == Array(1...5))
            await again.close()
        }
    }

    @Test("Closing finishes what is queued and refuses what comes later", arguments: Engine.allCases)
    func closing(on engine: Engine) async throws {
        try await withTestDatabase(migrations: schema, on: engine) { lease in
            let database = try await lease.open()
            let results = await together(database, (1...10).map { n in { try insert(n, in: $0) } }) {
                await database.close()
            }
            #expect(results.count(where: \.succeeded) == 10)
            for refused in [await attempt { try await database.write { _ in } }, await attempt { try await database.read { _ in } }] {
                #expect("\(refused.failure, default: "none")".contains("was closed"))
            }
            let again = try await lease.open()
            let found = try await numbers(again)
            #expect(found == Array(1...10))
            await again.close()
        }
    }

    @Test("Cancelling callers neither loses their writes nor stops the lane", arguments: Engine.allCases)
    func cancelled(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine) { database in
            let tasks = (1...10).map { n in Task { try await database.write { try insert(n, in: $0) } } }
            for task in tasks { task.cancel() }
            for task in tasks { try await task.value }
            let found = try await numbers(database)
            #expect(found == Array(1...10))
        }
    }

    @Test("A read after an answered write sees it", arguments: Engine.allCases)
    func readsItsWrites(on engine: Engine) async throws {
        try await withDatabase(migrations: schema, on: engine, readers: 4) { database in
            await withTaskGroup(of: Void.self) { group in
                for n in 1...40 {
                    group.addTask {
                        let found = await attempt {
                            try await database.write { try insert(n, in: $0) }
                            let count: Int? = try await database.read { try $0.value("SELECT COUNT(*) FROM entry WHERE n = \(n)") }
                            #expect(count == 1)
                        }
                        #expect(found.succeeded)
                    }
                }
            }
        }
    }
}

private typealias Write = @Sendable (any Connection) throws -> Void

private struct Unwanted: Error {}

private func insert(_ n: Int, in connection: any Connection) throws {
    try connection.execute("INSERT INTO entry (n) VALUES (\(n))")
}

private func numbers(_ database: any Database) async throws -> [Int] {
    try await database.read { connection in
        try connection.query("SELECT n FROM entry ORDER BY n").map { try $0["n"] }
    }
}

/// Collects numbers and writes them with one statement.
private final class Collector: CommitGatherer {
    var numbers: [Int] = []
    let flushes: Counter

    init(_ flushes: Counter) { self.flushes = flushes }

    func flush(_ connection: any Connection) throws {
        try connection.execute("INSERT INTO entry (n) VALUES \(numbers.map { "(\($0))" as SQL }.joined(", "))")
        flushes.increment()
    }
}

private func gather(_ n: Int, _ flushes: Counter, in connection: any Connection) {
    connection.beforeCommit("collector") { Collector(flushes) }.numbers.append(n)
}

/// Runs writes as one group: holds the lane until all of them wait behind it. `meanwhile` runs when they do.
private func together(
    _ database: any Database, _ writes: [Write], meanwhile: @escaping @Sendable () async -> Void = {}
) async -> [Result<Void, any Error>] {
    await together(database, calls: writes.map { write in { try await database.write(write) } }, meanwhile: meanwhile)
}

private func together(
    _ database: any Database, calls: [@Sendable () async throws -> Void],
    meanwhile: @escaping @Sendable () async -> Void = {}
) async -> [Result<Void, any Error>] {
    let gate = DispatchSemaphore(value: 0)
    return await withTaskGroup(of: (Int, Result<Void, any Error>).self) { group in
        let (entered, holding) = AsyncStream<Void>.makeStream()
        group.addTask {
            let result = await attempt {
                try await database.write { _ in
                    holding.finish()
                    // The lane's own thread waits, never one of Swift's.
                    gate.wait()
                }
            }
            return (-1, result)
        }
        for await _ in entered {}
        for (index, call) in calls.enumerated() {
            group.addTask { (index, await attempt { try await call() }) }
            while waiting(database) != index + 1 { await Task.yield() }
        }
        group.addTask {
            await meanwhile()
            return (-1, .success(()))
        }
        gate.signal()
        var results = [Result<Void, any Error>](repeating: .success(()), count: calls.count)
        for await (index, result) in group {
            if index >= 0 { results[index] = result } else { #expect(result.succeeded) }
        }
        return results
    }
}

private func waiting(_ database: any Database) -> Int {
    switch database {
    case let database as SQLiteDatabase: database.waitingWrites
    case let database as PostgresDatabase: database.waitingWrites
    default: 0
    }
}
