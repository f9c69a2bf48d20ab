@testable import Platform
import SQL
import TestSupport
import Testing

@Suite struct AuditTests {
    /// Writes `count` entries, a few to each transaction.
    private static func fill(_ database: any Database, count: Int) async throws {
        var written = 0
        while written < count {
            let (from, to) = (written, min(written + 7, count))
            try await database.write { connection in
                for number in from..<to {
                    try Audit.record(
                        connection, by: .test, at: FixedClock.start.adding(.seconds(number)), "change",
                        number.isMultiple(of: 2) ? "solution" : "need", "id-\(number % 5)",
                        before: .object(["title": .string("Title “\(number)”")]),
                        after: number.isMultiple(of: 3) ? nil : ["title": "বাংলা", "rank": .integer(Int64(number))])
                }
            }
            written = to
        }
    }

    @Test(arguments: Engine.allCases)
    func aSoundChainIsFoundSound(on engine: Engine) async throws {
        try await withDatabase(migrations: platformMigrations, on: engine) { database in
            let empty = try await database.read { try Audit.verify($0) }
            #expect(empty == AuditVerdict(checked: 0, fault: nil))
            try await Self.fill(database, count: 1201)
            let verdict = try await database.read { try Audit.verify($0) }
            #expect(verdict == AuditVerdict(checked: 1201, fault: nil))
            #expect(try await database.read { try Audit.head($0) } == 1201)
        }
    }

    /// Where the chain stands is asked for several changes at once, before any of them: what moves it meanwhile must not break it.
    @Test(arguments: Engine.allCases)
    func changesThatAskBeforehandKeepTheChainSound(on engine: Engine) async throws {
        try await withDatabase(migrations: platformMigrations, on: engine) { database in
            @Sendable func note(_ connection: any Connection, _ number: Int) throws {
                try Audit.record(
                    connection, by: .test, at: FixedClock.start, "change", "need", "id-\(number)", before: nil, after: .integer(Int64(number)))
            }
            try await withThrowingTaskGroup { group in
                for number in 0..<60 {
                    group.addTask {
                        switch number % 3 {
                        case 0: try await database.write { try note($0, number) }
                        case 1: try await database.writeAudited(asking: Audit.chainHead) { connection, _ in try note(connection, number) }
                        default:
                            // A savepoint writes what was gathered before it, and so moves the head.
                            try await database.writeAudited(asking: Audit.chainHead) { connection, _ in
                                try note(connection, number)
                                try connection.savepoint { try note(connection, number) }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.read { try Audit.verify($0) } == AuditVerdict(checked: 80, fault: nil))
        }
    }

    struct Tampering: Sendable, CustomTestStringConvertible {
        let name: String
        let kind: AuditFault.Kind
        /// The statements, given the place that is tampered with, and where the fault is then found.
        let statements: @Sendable (Int64) -> [SQL]
        var found: @Sendable (Int64) -> Int64 = { $0 }
        var testDescription: String { name }
    }

    /// Shifts the numbers of all entries from `place` on, by way of negative ones, for the key is unique at every moment.
    private static func shift(from place: Int64, by distance: Int64) -> [SQL] {
        [
            "UPDATE audit_entry SET sequence = -sequence - \(distance) WHERE sequence >= \(place)",
            "UPDATE audit_entry SET sequence = -sequence WHERE sequence < 0",
        ]
    }

    private static func forged(_ sequence: Int64) -> SQL {
        """
        INSERT INTO audit_entry (sequence, at, actor, action, kind, record, state_before, state_after, hash)
        VALUES (\(sequence), 1, 'nobody', 'create', 'solution', 'forged', NULL, NULL, 'abc')
        """
    }

    static let tamperings: [Tampering] = [
        Tampering(name: "another actor", kind: .changed) {
            ["UPDATE audit_entry SET actor = 'somebody else' WHERE sequence = \($0)"]
        },
        Tampering(name: "another time", kind: .changed) {
            ["UPDATE audit_entry SET at = at + 1 WHERE sequence = \($0)"]
        },
        Tampering(name: "another state", kind: .changed) {
            ["UPDATE audit_entry SET state_before = '{}' WHERE sequence = \($0)"]
        },
        Tampering(name: "absent made empty", kind: .changed) {
            [
                "UPDATE audit_entry SET state_after = CASE WHEN state_after IS NULL THEN '' ELSE NULL END WHERE sequence = \($0)"
            ]
        },
        Tampering(name: "a word moved between fields", kind: .changed) {
            ["UPDATE audit_entry SET action = action || kind, kind = '' WHERE sequence = \($0)"]
        },
        Tampering(name: "another hash", kind: .changed) {
            ["UPDATE audit_entry SET hash = 'abc' WHERE sequence = \($0)"]
        },
        Tampering(name: "removed", kind: .removed) { ["DELETE FROM audit_entry WHERE sequence = \($0)"] },
        Tampering(name: "several removed", kind: .removed) {
            ["DELETE FROM audit_entry WHERE sequence >= \($0) AND sequence < \($0 + 2)"]
        },
        Tampering(name: "removed and numbered anew", kind: .removed) {
            ["DELETE FROM audit_entry WHERE sequence = \($0)"] + shift(from: $0 + 1, by: -1)
        },
        Tampering(name: "neighbours swapped", kind: .reordered) {
            [
                "UPDATE audit_entry SET sequence = 0 WHERE sequence = \($0)",
                "UPDATE audit_entry SET sequence = \($0) WHERE sequence = \($0 + 1)",
                "UPDATE audit_entry SET sequence = \($0 + 1) WHERE sequence = 0",
            ]
        },
        Tampering(name: "the last put further up", kind: .reordered) {
            [
                "UPDATE audit_entry SET sequence = 0 WHERE sequence = (SELECT MAX(sequence) FROM audit_entry)",
            ] + shift(from: $0, by: 1) + ["UPDATE audit_entry SET sequence = \($0) WHERE sequence = 0"]
        },
        Tampering(name: "added between", kind: .added) { shift(from: $0, by: 1) + [forged($0)] },
        Tampering(name: "added at the end", kind: .added, statements: { _ in [forged(41)] }, found: { _ in 41 }),
        Tampering(name: "added before the first", kind: .added, statements: { _ in [forged(0)] }, found: { _ in 0 }),
        Tampering(name: "cut off", kind: .cutOff) { ["DELETE FROM audit_entry WHERE sequence >= \($0)"] },
        Tampering(
            name: "head changed", kind: .changed, statements: { _ in ["UPDATE audit_head SET hash = 'abc'"] },
            found: { _ in 40 }),
    ]

    @Test(arguments: Engine.allCases, tamperings)
    func tamperingIsNamed(on engine: Engine, _ tampering: Tampering) async throws {
        try await withDatabase(migrations: platformMigrations, on: engine) { database in
            try await Self.fill(database, count: 40)
            // Each place is tampered with in a transaction that is then given up.
            for place: Int64 in [1, 2, 17, 30, 38] {
                let verdict = await #expect(throws: Undo.self) {
                    try await database.write { connection in
                        for statement in tampering.statements(place) { try connection.execute(statement) }
                        throw Undo(verdict: try Audit.verify(connection))
                    }
                }?.verdict
                let fault = try #require(verdict?.fault, "nothing found at \(place)")
                #expect(fault.kind == tampering.kind, "at \(place): \(fault)")
                #expect(fault.sequence == tampering.found(place), "\(fault)")
            }
        }
    }

    private struct Undo: Error {
        let verdict: AuditVerdict
    }

    @Test(arguments: Engine.allCases)
    func aFaultTellsRecordAndTime(on engine: Engine) async throws {
        try await withDatabase(migrations: platformMigrations, on: engine) { database in
            try await Self.fill(database, count: 10)
            try await database.write { try $0.execute("UPDATE audit_entry SET actor = 'x' WHERE sequence = 5") }
            let fault = try await database.read { try Audit.verify($0) }.fault
            #expect(fault?.description == "Audit entry 5 was changed (it says: solution id-4, at 2026-11-20T12:00:04Z).")
        }
    }

    @Test(arguments: Engine.allCases)
    func whatIsUndoneLeavesNoEntry(on engine: Engine) async throws {
        struct Refusal: Error {}
        try await withDatabase(migrations: platformMigrations, on: engine) { database in
            await #expect(throws: Refusal.self) {
                try await database.write { connection in
                    try Audit.record(connection, by: .test, at: FixedClock.start, "create", "need", "1", before: nil, after: nil)
                    throw Refusal()
                }
            }
            try await database.write { connection in
                try Audit.record(connection, by: .test, at: FixedClock.start, "create", "need", "2", before: nil, after: nil)
                do {
                    try connection.savepoint {
                        try Audit.record(connection, by: .test, at: FixedClock.start, "create", "need", "3", before: nil, after: nil)
                        throw Refusal()
                    }
                } catch is Refusal {}
                try Audit.record(connection, by: .test, at: FixedClock.start, "create", "need", "4", before: nil, after: nil)
            }
            let records = try await database.read { try Audit.entries($0, limit: 10).map(\.recordID) }
            #expect(records == ["4", "2"])
            #expect(try await database.read { try Audit.verify($0) }.isSound)
        }
    }

    @Test(arguments: Engine.allCases)
    func concurrentWritesMakeOneChain(on engine: Engine) async throws {
        try await withDatabase(migrations: platformMigrations, on: engine) { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        try await database.write { connection in
                            try Audit.record(
                                connection, by: .test, at: FixedClock.start, "create", "need", "\(number)",
                                before: nil, after: nil)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.read { try Audit.verify($0) } == AuditVerdict(checked: 60, fault: nil))
        }
    }

    @Test(arguments: Engine.allCases)
    func entriesAreReadByPageRecordAndChange(on engine: Engine) async throws {
        try await withDatabase(migrations: platformMigrations, on: engine) { database in
            try await Self.fill(database, count: 25)
            try await database.read { connection in
                let first = try Audit.entries(connection, limit: 10)
                #expect(first.map(\.sequence) == Array((16...25).reversed()))
                let second = try Audit.entries(connection, before: first.last?.sequence, limit: 10)
                #expect(second.map(\.sequence) == Array((6...15).reversed()))
                let one = try Audit.entries(connection, kind: "need", record: "id-1", limit: 10)
                #expect(one.map(\.sequence) == [22, 12, 2])
                #expect(one[0].before == ["title": "Title “21”"])
                #expect(one[1].after == ["title": "বাংলা", "rank": 11])
                #expect(one[0].after == nil)
                #expect(try Audit.changes(connection, since: 20, kind: "solution") == ["id-0", "id-2", "id-4"])
                #expect(try Audit.changes(connection, since: 25, kind: "solution").isEmpty)
            }
        }
    }
}
