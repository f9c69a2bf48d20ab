import Dispatch
import PostgresDriver
import SQL
import TestSupport
import Testing

/// What only a server can do to us.
@Suite struct PostgresTests {
    @Test func everyTypeIsDecoded() async throws {
        try await withDatabase(on: .postgres) { database in
            let binary = try await database.read {
                try $0.first(
                    """
                    SELECT (-2)::int2, 3::int4, (-4)::int8, true, false, 1.5::float4, (-2.5)::float8, 'é'::text, 'v'::varchar,
                           'c'::bpchar, 'n'::name, '{"a":1}'::json, '\\x00ff'::bytea, NULL::int8, 'NaN'::float8 <> 0
                    """)
            }
            #expect(
                binary?.values == [
                    .integer(-2), .integer(3), .integer(-4), .integer(1), .integer(0), .real(1.5), .real(-2.5),
                    .text("é"), .text("v"), .text("c"), .text("n"), .text("{\"a\":1}"), .blob([0, 255]), .null,
                    .integer(1),
                ])
            // One column that has no binary reading turns the whole answer to text.
            let text = try await database.read {
                try $0.first(
                    """
                    SELECT 12::numeric, 12.50::numeric, 1e30::numeric, (-2)::int2, (-4)::int8, true, 1.5::float4,
                           (-2.5e-10)::float8, '\\x00fFa0'::bytea, '{"a": 1}'::jsonb, '2026-01-02'::date,
                           '0193b0f0-0000-7000-8000-000000000000'::uuid, ''::bytea
                    """)
            }
            #expect(
                text?.values == [
                    .integer(12), .real(12.5), .real(1e30), .integer(-2), .integer(-4), .integer(1),
                    .real(1.5), .real(-2.5e-10), .blob([0, 255, 160]), .text("{\"a\": 1}"), .text("2026-01-02"),
                    .text("0193b0f0-0000-7000-8000-000000000000"), .blob([]),
                ])
        }
    }

    @Test func aSerializationFailureIsTriedAgainUpToTheBound() async throws {
        try await withDatabase(on: .postgres) { database in
            let fail = "DO $$ BEGIN RAISE EXCEPTION 'cannot be serialized' USING ERRCODE = '40001'; END $$"
            let always = Counter()
            let result = await attempt {
                try await database.write { connection in
                    always.increment()
                    try connection.script(fail)
                }
            }
            #expect((result.failure as? DatabaseError)?.kind == .serialization)
            #expect(always.count == 8)
            let twice = Counter()
            try await database.write { connection in
                twice.increment()
                if twice.count < 3 { try connection.script(fail) }
            }
            #expect(twice.count == 3)
        }
    }

    @Test func aStatementInFlightFailsWhenItsSessionIsEnded() async throws {
        try await withDatabase(on: .postgres, readers: 1) { database in
            let endSelf: @Sendable (any Connection) throws -> Void = {
                _ = try $0.query("SELECT pg_terminate_backend(pg_backend_pid())")
            }
            for result in [
                await attempt { try await database.read(endSelf) }, await attempt { try await database.write(endSelf) },
            ] {
                let error = result.failure as? DatabaseError
                #expect(error?.kind == .connectionLost)
                #expect(error?.message.contains("terminat") == true)
            }
            let read: Int? = try await database.read { try $0.value("SELECT 1") }
            let written: Int? = try await database.write { try $0.value("SELECT 1") }
            #expect(read == 1 && written == 1)
        }
    }

    @Test func anIdleSessionThatWasEndedIsReplacedUnseen() async throws {
        try await withTestDatabase(on: .postgres) { lease in
            let database = try await lease.open(readers: 1)
            let other = try await lease.open(readers: 1)
            let process: @Sendable (any Connection) throws -> Int = { try $0.value("SELECT pg_backend_pid()") ?? 0 }
            let reader = try await database.read(process)
            let writer = try await database.write(process)
            for id in [reader, writer] {
                // Waits until it is gone.
                #expect(try await other.read { try $0.value("SELECT pg_terminate_backend(CAST(\(id) AS int4), 10000)") } == true)
            }
            #expect(try await database.read(process) != reader)
            #expect(try await database.write(process) != writer)
            await database.close()
            await other.close()
        }
    }

    @Test func waitingForAFreeReaderIsBounded() async throws {
        try await withTestDatabase(on: .postgres) { lease in
            var limits = PostgresDatabase.Limits()
            limits.pool = 0.05
            let database = try await PostgresDatabase(url: lease.address, readers: 1, limits: limits)
            let gate = DispatchSemaphore(value: 0)
            let (entered, holding) = AsyncStream<Void>.makeStream()
            async let holder: Void = database.read { _ in
                holding.finish()
                gate.wait()
            }
            for await _ in entered {}
            let late = await attempt { try await database.read { _ in } }
            let error = late.failure as? DatabaseError
            #expect(error?.kind == .busy)
            #expect(error?.message.contains("reading connections were in use") == true)
            gate.signal()
            try await holder
            await database.close()
        }
    }

    @Test func aStatementThatTakesTooLongIsEnded() async throws {
        try await withTestDatabase(on: .postgres) { lease in
            var limits = PostgresDatabase.Limits()
            limits.statement = 0.05
            let database = try await PostgresDatabase(url: lease.address, readers: 1, limits: limits)
            let result = await attempt { try await database.read { _ = try $0.query("SELECT pg_sleep(60)") } }
            #expect((result.failure as? DatabaseError)?.message.contains("statement timeout") == true)
            #expect(try await database.read { try $0.value("SELECT 1") } == 1)
            await database.close()
        }
    }

    @Test func writersOfTwoNodesTakeTurns() async throws {
        try await withTestDatabase(on: .postgres) { lease in
            let nodes = [try await lease.open(readers: 1), try await lease.open(readers: 1)]
            try await nodes[0].write { try $0.script("CREATE TABLE total (n BIGINT); INSERT INTO total VALUES (0)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for turn in 0..<60 {
                    group.addTask {
                        try await nodes[turn % 2].write { connection in
                            // Read, think, write: an update would be lost without the lane.
                            let n: Int? = try connection.value("SELECT n FROM total")
                            try connection.execute("UPDATE total SET n = \((n ?? 0) + 1)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await nodes[0].read { try $0.value("SELECT n FROM total") } == 60)
            for node in nodes { await node.close() }
        }
    }

    @Test func aServerThatIsNotThereIsToldWithoutThePassword() async throws {
        let result = await attempt { try await PostgresDatabase(url: "postgres://sangam:geheim@127.0.0.1:1/sangam") }
        let error = result.failure as? DatabaseError
        #expect(error?.kind == .connectionLost)
        #expect(error?.message.contains("127.0.0.1") == true)
        #expect(error?.message.contains("geheim") == false)
    }
}
