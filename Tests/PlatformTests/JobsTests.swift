@testable import Platform
import SQL
import Synchronization
import TestSupport
import Testing

@Suite struct JobsTests {
    struct Note: Codable, Sendable, Equatable { var text: String }
    struct Failure: Error {}
    static let kind = JobKind<Note>("note")

    /// Counts and fails as told.
    final class Log: Sendable {
        private let runs = Mutex<[String]>([])
        var all: [String] { runs.withLock { $0 } }
        func add(_ text: String) { runs.withLock { $0.append(text) } }
    }

    private static func enqueue(_ test: TestServices, _ texts: String..., at due: Timestamp? = nil, key: String? = nil) async throws {
        let due = due ?? test.clock.now
        try await test.database.write { connection in
            for text in texts { try kind.enqueue(connection, Note(text: text), at: due, uniqueKey: key) }
        }
    }

    private static func runner(_ test: TestServices, _ handler: JobHandler, schedules: [JobSchedule] = []) -> JobRunner {
        JobRunner(handlers: [handler], schedules: schedules, services: test.services, jitter: { 0 })
    }

    private static func logging(_ log: Log, attempts: Int = 8) -> JobHandler {
        JobHandler(kind, attempts: attempts) { note, context in
            log.add("\(note.text) \(context.attempt) \(context.principal.auditName)")
            if note.text == "bad" { throw Failure() }
            if note.text == "hopeless" { throw PermanentJobFailure("no such thing") }
        }
    }

    @Test(arguments: Engine.allCases)
    func jobsRunWhenDueAndOnce(on engine: Engine) async throws {
        try await withServices(on: engine) { test in
            let log = Log()
            let runner = Self.runner(test, Self.logging(log))
            try await Self.enqueue(test, "later", at: test.clock.now.adding(.hours(1)))
            try await Self.enqueue(test, "now")
            #expect(try await runner.runDue() == 1)
            test.clock.advance(by: .hours(1))
            #expect(try await runner.runDue() == 1)
            #expect(try await runner.runDue() == 0)
            #expect(log.all == ["now 1 program:job:note", "later 1 program:job:note"])
        }
    }

    @Test(arguments: Engine.allCases)
    func noCommitNoJob(on engine: Engine) async throws {
        try await withServices(on: engine) { test in
            let log = Log()
            await #expect(throws: Failure.self) {
                try await test.database.write { connection in
                    try Self.kind.enqueue(connection, Note(text: "x"), at: FixedClock.start)
                    throw Failure()
                }
            }
            let runs = try await Self.runner(test, Self.logging(log)).runDue()
            #expect(runs == 0)
        }
    }

    @Test(arguments: Engine.allCases)
    func aFailedJobIsTriedAgainEverLaterAndThenBuried(on engine: Engine) async throws {
        try await withServices(on: engine) { test in
            let log = Log()
            let runner = Self.runner(test, Self.logging(log, attempts: 3))
            try await Self.enqueue(test, "bad")
            for pause in [Duration.seconds(30), .seconds(90)] {
                #expect(try await runner.runDue() == 1)
                test.clock.advance(by: pause - .milliseconds(1))
                #expect(try await runner.runDue() == 0)
                test.clock.advance(by: .milliseconds(1))
            }
            #expect(try await runner.runDue() == 1)
            test.clock.advance(by: .days(30))
            #expect(try await runner.runDue() == 0)
            let dead = try await test.database.read { try Jobs.deadLetters($0, limit: 10) }
            #expect(dead.map(\.kind) == ["note"] && dead.first?.attempts == 3)
            #expect(dead.first?.error.contains("Failure") == true)
        }
    }

    @Test func pausesGrowToABound() {
        let pauses = (1...12).map { JobRunner.pause(afterAttempt: $0, jitter: 0) }
        #expect(pauses.prefix(3) == [.seconds(30), .seconds(90), .seconds(270)])
        #expect(pauses.last == .hours(6))
        #expect(JobRunner.pause(afterAttempt: 1, jitter: 1) == .seconds(15))
    }

    @Test(arguments: Engine.allCases)
    func deadLettersAreRetriedOrDiscarded(on engine: Engine) async throws {
        try await withServices(on: engine) { test in
            let log = Log()
            let runner = Self.runner(test, Self.logging(log))
            try await Self.enqueue(test, "hopeless", "hopeless")
            #expect(try await runner.runDue() == 2)
            let now = test.clock.now
            let dead = try await test.database.read { try Jobs.deadLetters($0, limit: 1) }
            let rest = try await test.database.read { try Jobs.deadLetters($0, after: dead.last, limit: 5) }
            #expect(dead.count == 1 && rest.count == 1 && dead[0].id != rest[0].id)
            let (first, second) = (dead[0].id, rest[0].id)
            #expect(dead[0].error == "no such thing")
            let answers = try await test.database.write { connection in
                [
                    try Jobs.retry(connection, first, by: .test, at: now),
                    try Jobs.retry(connection, first, by: .test, at: now),
                    try Jobs.discard(connection, second, by: .test, at: now),
                    try Jobs.discard(connection, second, by: .test, at: now),
                ]
            }
            #expect(answers == [true, false, true, false])
            #expect(try await runner.runDue() == 1)
            #expect(log.all.last == "hopeless 1 program:job:note")
            let actions = try await test.database.read { try Audit.entries($0, kind: "job", limit: 9).map(\.action) }
            #expect(actions == ["discard", "retry"])
        }
    }

    @Test(arguments: Engine.allCases)
    func aUniqueKeyHoldsWhileTheJobLives(on engine: Engine) async throws {
        try await withServices(on: engine) { test in
            let log = Log()
            let runner = Self.runner(test, Self.logging(log))
            try await Self.enqueue(test, "a", key: "k")
            try await Self.enqueue(test, "b", key: "k")
            try await Self.enqueue(test, "c")
            try await Self.enqueue(test, "d")
            #expect(try await runner.runDue() == 3)
            try await Self.enqueue(test, "hopeless", key: "k")
            #expect(try await runner.runDue() == 1)
            // A dead letter does not stand in the way.
            try await Self.enqueue(test, "e", key: "k")
            #expect(try await runner.runDue() == 1)
            #expect(!log.all.contains { $0.hasPrefix("b") })
        }
    }

    @Test(arguments: Engine.allCases)
    func aLeaseThatRanOutFreesTheJob(on engine: Engine) async throws {
        try await withServices(on: engine) { test in
            try await Self.enqueue(test, "x")
            let start = test.clock.now
            let leases: Jobs.Leases = ["note": .minutes(1)]
            func claim(_ token: String, at now: Timestamp) async throws -> [Jobs.Claimed] {
                try await test.database.write { try Jobs.claim($0, kinds: leases, limit: 9, token: token, now: now) }
            }
            let first = try #require(try await claim("one", at: start).first)
            #expect(try await claim("two", at: start.adding(.seconds(59))).isEmpty)
            let second = try #require(try await claim("two", at: start.adding(.seconds(60))).first)
            #expect(second.id == first.id && second.attempt == 2)
            // The worker that came back late may not touch the job any more.
            let ends = try await test.database.write { connection in
                [
                    try Jobs.finish(connection, first),
                    try Jobs.bury(connection, first, now: start, error: ""),
                    try Jobs.finish(connection, second),
                ]
            }
            #expect(ends == [false, false, true])
        }
    }

    @Test(arguments: Engine.allCases)
    func aJobWhoseWorkersKeepDyingIsBuried(on engine: Engine) async throws {
        try await withServices(on: engine) { test in
            let log = Log()
            try await Self.enqueue(test, "x")
            for _ in 0..<2 {
                let now = test.clock.now
                let claimed = try await test.database.write { connection in
                    try Jobs.claim(connection, kinds: ["note": .minutes(1)], limit: 1, token: "t", now: now)
                }
                #expect(claimed.count == 1)
                test.clock.advance(by: .minutes(2))
            }
            #expect(try await Self.runner(test, Self.logging(log, attempts: 2)).runDue() == 1)
            #expect(log.all.isEmpty)
            #expect(try await test.database.read { try Jobs.deadLetters($0, limit: 9) }.count == 1)
        }
    }

    @Test(arguments: Engine.allCases)
    func workersNeverShareAJob(on engine: Engine) async throws {
        try await withServices(on: engine) { test in
            let count = 120
            try await test.database.write { connection in
                for number in 0..<count { try Self.kind.enqueue(connection, Note(text: "\(number)"), at: FixedClock.start) }
            }
            let log = Log()
            let handler = JobHandler(Self.kind) { note, _ in log.add(note.text) }
            let runners = (0..<4).map { _ in Self.runner(test, handler) }
            let runs = try await withThrowingTaskGroup(of: Int.self) { group in
                for runner in runners { group.addTask { try await runner.runDue() } }
                return try await group.reduce(0, +)
            }
            #expect(runs == count)
            #expect(log.all.count == count && Set(log.all).count == count)
        }
    }

    @Test(arguments: Engine.allCases)
    func aScheduleFiresOnceForAllNodes(on engine: Engine) async throws {
        try await withServices(on: engine) { test in
            let log = Log()
            let schedule = JobSchedule(name: "daily", every: .days(1), offset: .hours(3), kind: Self.kind, payload: Note(text: "day"))
            let nodes = (0..<3).map { _ in Self.runner(test, Self.logging(log), schedules: [schedule]) }
            func everyNodeLooks() async throws {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for node in nodes { group.addTask { _ = try await node.runDue() } }
                    try await group.waitForAll()
                }
            }
            try await everyNodeLooks()
            #expect(log.all.isEmpty)  // It is noon: the first time is at three next morning.
            test.clock.advance(by: .hours(15))
            try await everyNodeLooks()
            try await everyNodeLooks()
            #expect(log.all.count == 1)
            test.clock.advance(by: .days(4))  // Missed times are made up for by one.
            try await everyNodeLooks()
            #expect(log.all.count == 2)
            test.clock.advance(by: .days(1))
            try await everyNodeLooks()
            #expect(log.all.count == 3)
        }
    }

    @Test func schedulesAreAlignedToUTC() {
        let schedule = JobSchedule(name: "s", every: .hours(6), kind: Self.kind, payload: Note(text: ""))
        #expect(schedule.next(after: FixedClock.start) == FixedClock.start.adding(.hours(6)))
        #expect(schedule.next(after: FixedClock.start.adding(.milliseconds(-1))) == FixedClock.start)
        #expect(schedule.next(after: Timestamp(milliseconds: -1)) == Timestamp(milliseconds: 0))
    }

    @Test(arguments: Engine.allCases)
    func theRunnerWakesAtOnceAndStopsGracefully(on engine: Engine) async throws {
        try await withServices(on: engine) { test in
            let (started, start) = AsyncStream<String>.makeStream()
            let (gate, open) = AsyncStream<Void>.makeStream()
            let log = Log()
            let handler = JobHandler(Self.kind) { note, _ in
                start.yield(note.text)
                if note.text == "slow" { for await _ in gate { break } }
                log.add(note.text)
            }
            // An hour between looks: only the bell can be quick enough for this test to end.
            let runner = JobRunner(handlers: [handler], services: test.services, pollEvery: .hours(1))
            let running = Task { try await runner.run() }
            var starts = started.makeAsyncIterator()
            try await Self.enqueue(test, "quick")
            #expect(await starts.next() == "quick")
            try await Self.enqueue(test, "slow")
            #expect(await starts.next() == "slow")
            runner.stop()
            open.yield()
            try await running.value
            #expect(log.all == ["quick", "slow"])
            #expect(try await test.database.read { try $0.value("SELECT COUNT(*) FROM job") } == 0)
        }
    }

    @Test(arguments: Engine.allCases)
    func cancelledJobsGoBackUncounted(on engine: Engine) async throws {
        try await withServices(on: engine) { test in
            let (started, start) = AsyncStream<Void>.makeStream()
            let handler = JobHandler(Self.kind) { _, _ in
                start.yield()
                try await Task.sleep(for: .hours(1))
            }
            let runner = JobRunner(handlers: [handler], services: test.services)
            let running = Task { try await runner.run() }
            try await Self.enqueue(test, "x")
            for await _ in started { break }
            running.cancel()
            await #expect(throws: CancellationError.self) { try await running.value }
            let row = try #require(try await test.database.read { try $0.first("SELECT attempt, due, lease FROM job") })
            let lease: String? = try row["lease"]
            #expect(try row["attempt"] == 0 && row["due"] == test.clock.now && lease == nil)
        }
    }

    @Test func aHandlerThatTakesTooLongFails() async throws {
        try await withServices(on: .sqlite) { test in
            let handler = JobHandler(Self.kind, attempts: 1, timeout: .milliseconds(5)) { _, _ in
                try await Task.sleep(for: .hours(1))
            }
            try await Self.enqueue(test, "x")
            #expect(try await Self.runner(test, handler).runDue() == 1)
            let dead = try await test.database.read { try Jobs.deadLetters($0, limit: 1) }
            #expect(dead.first?.error.contains("took longer") == true)
        }
    }
}

/// What a log may say of a failure.
struct LogReasonTests {
    @Test func tellsTheFaultAndNobody() {
        for (text, expected) in [
            ("A webhook was not taken: status 500", "A webhook was not taken: status 500"),
            ("550 no such user mere@example.org", "550 no such user …@…"), ("Key (email)=(mere@example.org) exists", "Key (email)=(…) exists"),
            ("GET http://kannel:13013/send?password=secret&to=1 failed", "GET http://kannel:13013/… failed"),
            ("cannot reach +679 123 4567", "cannot reach …"), ("one\ntwo", "one"), ("a\u{1B}b", "a b"), ("", ""),
        ] { #expect(LogReason.of(text) == expected) }
        #expect(LogReason.of(String(repeating: "x", count: 2_000)).count == 301)
    }
}
