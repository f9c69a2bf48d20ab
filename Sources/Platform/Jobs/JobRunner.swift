import Foundation
import Logging
import SQL
import Synchronization

/// Does the jobs of the queue, several at a time, until it is told to stop.
///
/// Several runners, in one process or on many nodes, share the work without talking to each other. A runner looks at once when its
/// own process put something in, and else every `pollEvery`. Run it once; make a new one to start again.
public final class JobRunner: Sendable {
    private struct State {
        var stopping = false
        /// Something was put in; it may not be committed yet, so only a write will see it.
        var rung = true
        /// How many jobs in flight have ended since the last look.
        var ended = 0
    }

    private let handlers: [String: JobHandler]
    private let schedules: [JobSchedule]
    private let services: Services
    private let concurrency: Int
    private let pollEvery: Duration
    private let leases: Jobs.Leases
    private let jitter: @Sendable () -> Double
    private let state = Mutex(State())
    private let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation

    public convenience init(
        handlers: [JobHandler], schedules: [JobSchedule] = [], services: Services, concurrency: Int = 4,
        pollEvery: Duration = .seconds(5)
    ) {
        self.init(
            handlers: handlers, schedules: schedules, services: services, concurrency: concurrency,
            pollEvery: pollEvery, jitter: { .random(in: 0...1) })
    }

    /// - Parameter jitter: from 0 to 1; spreads failed jobs out, so that they do not come back all together.
    init(
        handlers: [JobHandler], schedules: [JobSchedule] = [], services: Services, concurrency: Int = 4,
        pollEvery: Duration = .seconds(5), jitter: @escaping @Sendable () -> Double
    ) {
        self.handlers = Dictionary(handlers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        precondition(self.handlers.count == handlers.count, "Each kind of job has one handler.")
        self.schedules = schedules
        self.services = services
        self.concurrency = concurrency
        self.pollEvery = pollEvery
        self.jitter = jitter
        // A lease outlives the handler's time-out, so that a job is never in two hands while its worker lives.
        leases = self.handlers.mapValues { $0.timeout + .seconds(30) }
        (wakes, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Runs until `stop()`; what is in flight is finished first.
    ///
    /// - Throws: `CancellationError` when the task is cancelled; jobs in flight are cancelled too and go back into the queue.
    public func run() async throws {
        let bell = JobBell.shared.listen()
        await withDiscardingTaskGroup { helpers in
            helpers.addTask { [self] in
                for await _ in bell { wake { $0.rung = true } }
            }
            helpers.addTask { [self] in
                while (try? await Task.sleep(for: pollEvery)) != nil {  // The only error is cancellation: the end.
                    wake { _ in }
                }
            }
            await serve()
            helpers.cancelAll()
        }
        try Task.checkCancellation()
    }

    /// Lets `run()` return as soon as what is in flight is done.
    public func stop() { wake { $0.stopping = true } }

    /// Does all that is due now, one after the other, and returns how many runs that took. For tests and for single runs by hand.
    public func runDue() async throws -> Int {
        var count = 0
        while let job = try await claim(limit: 1, looksFirst: false).first {
            await perform(job)
            count += 1
        }
        return count
    }

    private func wake(_ change: (inout sending State) -> Void) {
        state.withLock { change(&$0) }
        waker.yield()
    }

    private func serve() async {
        await withDiscardingTaskGroup { jobs in
            var inFlight = 0
            var wakes = wakes.makeAsyncIterator()
            repeat {
                let news = state.withLock { state in
                    defer {
                        state.rung = false
                        state.ended = 0
                    }
                    return state
                }
                inFlight -= news.ended
                if news.stopping { break }
                guard inFlight < concurrency else { continue }
                for job in await claimOrLog(limit: concurrency - inFlight, looksFirst: !news.rung) {
                    inFlight += 1
                    jobs.addTask { [self] in
                        await perform(job)
                        wake { $0.ended += 1 }
                    }
                }
            } while await wakes.next() != nil
        }
    }

    private func claimOrLog(limit: Int, looksFirst: Bool) async -> [Jobs.Claimed] {
        do {
            return try await claim(limit: limit, looksFirst: looksFirst)
        } catch {
            // The database may be back at the next look.
            services.logger.error("The job queue cannot be read.", metadata: ["error": "\(error)"])
            return []
        }
    }

    private func claim(limit: Int, looksFirst: Bool) async throws -> [Jobs.Claimed] {
        let (leases, schedules, now) = (leases, schedules, services.now)
        if looksFirst {
            let isDue = try await services.database.read { connection in
                try Jobs.isDue(connection, kinds: leases, schedules: schedules, now: now)
            }
            guard isDue else { return [] }
        }
        let token = UUID().uuidString
        return try await services.database.write { connection in
            try Jobs.runSchedules(connection, schedules, now: now)
            return try Jobs.claim(connection, kinds: leases, limit: limit, token: token, now: now)
        }
    }

    private func perform(_ job: Jobs.Claimed) async {
        guard let handler = handlers[job.kind] else { return }
        let context = JobContext(
            services: services, attempt: job.attempt, principal: .program("job:\(job.kind)"))
        let end: JobEnd
        if job.attempt > handler.attempts {
            end = .bury("Its worker went away \(handler.attempts) times in the middle of it.")
        } else {
            do {
                try await withTimeout(handler.timeout) { try await handler.run(job.payload, context) }
                end = .finish
            } catch let failure as PermanentJobFailure {
                end = .bury(failure.description)
            } catch is CancellationError where Task.isCancelled {
                end = .release
            } catch {
                let text = String(String(describing: error).prefix(2000))
                end = job.attempt >= handler.attempts ? .bury(text) : .postpone(text)
            }
        }
        await note(end, of: job)
    }

    private func reason(_ error: String) -> Logger.Metadata { ["reason": "\(LogReason.of(error))"] }

    private enum JobEnd: Sendable {
        case finish, release
        case postpone(String)
        case bury(String)
    }

    private func note(_ end: JobEnd, of job: Jobs.Claimed) async {
        let now = services.now
        let due = now.adding(Self.pause(afterAttempt: job.attempt, jitter: jitter()))
        let metadata: Logger.Metadata = ["job": "\(job.id)", "kind": "\(job.kind)", "attempt": "\(job.attempt)"]
        do {
            let isOurs = try await services.database.write { connection in
                switch end {
                case .finish: try Jobs.finish(connection, job)
                case .release: try Jobs.release(connection, job, now: now)
                case .postpone(let error): try Jobs.postpone(connection, job, until: due, error: error)
                case .bury(let error): try Jobs.bury(connection, job, now: now, error: error)
                }
            }
            if !isOurs {
                services.logger.warning("A job's lease ran out before it ended.", metadata: metadata)
            }
        } catch {
            // Its lease will run out, and it will be done again.
            services.logger.error("The end of a job could not be noted.", metadata: metadata)
        }
        switch end {
        case .finish, .release: break
        case .postpone(let error):
            services.logger.warning("A job failed and will be tried again.", metadata: metadata.merging(reason(error)) { $1 })
        case .bury(let error):
            services.logger.error("A job failed for good: see the dead letters.", metadata: metadata.merging(reason(error)) { $1 })
        }
    }

    /// 30 s, then three times as long for each further attempt, 6 hours at most; a random part of up to one half is taken off.
    static func pause(afterAttempt attempt: Int, jitter: Double) -> Duration {
        let seconds = min(30 * pow(3, Double(attempt - 1)), 6 * 3600)
        return .milliseconds(Int64(seconds * 1000 * (1 - jitter / 2)))
    }
}

/// A handler took longer than it may.
struct JobTimeout: Error, CustomStringConvertible {
    let limit: Duration
    var description: String { "It took longer than \(limit) and was stopped." }
}

/// Cancels `body` when it takes longer than `limit`, and then throws `JobTimeout`.
private func withTimeout(_ limit: Duration, _ body: @escaping @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Bool.self) { group in
        group.addTask {
            try await body()
            return true
        }
        group.addTask {
            try await Task.sleep(for: limit)
            return false
        }
        defer { group.cancelAll() }
        if try await group.next() == false { throw JobTimeout(limit: limit) }
    }
}
