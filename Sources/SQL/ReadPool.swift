import Dispatch
import Synchronization

/// A bounded number of sessions that read side by side. A call that finds none free waits its turn, but not for ever.
package final class ReadPool<S: Session>: Sendable {
    /// What somebody wants of a session, and what tells them that they will not get it.
    private struct Errand: Sendable {
        let run: @Sendable (S) throws -> Void
        let fail: @Sendable (any Error) -> Void
    }

    private struct Waiter: Sendable {
        let id: UInt64
        let errand: Errand
    }

    private struct State {
        var idle: [Worker<S>]
        var waiting: [Waiter] = []
        var lastID: UInt64 = 0
        var closed = false
        var whenIdle: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>
    private let workers: [Worker<S>]
    private let longestWait: Double
    private let waitingLimit: Int

    /// - Parameters:
    ///   - longestWait: seconds that a call waits for a free session before it fails as `busy`.
    ///   - waitingLimit: the most calls that may wait; above it a read is refused as `busy`.
    package init(_ workers: [Worker<S>], longestWait: Double = 10, waitingLimit: Int = 10_000) {
        precondition(!workers.isEmpty, "A read pool needs at least one session.")
        self.workers = workers
        self.longestWait = longestWait
        self.waitingLimit = waitingLimit
        state = Mutex(State(idle: workers))
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            enqueue(
                Errand(
                    run: { continuation.resume(returning: try $0.transaction(writing: false, body)) },
                    fail: { continuation.resume(throwing: $0) }))
        }
    }

    /// One statement by itself: on the caller's own thread if a session is free, for an engine that answers without waiting.
    package func lookUp(_ sql: SQL) async throws -> [Row] {
        if let worker = takeIdle() {
            defer { giveBack(worker) }
            return try worker.session().lookUp([sql])[0]
        }
        return try await withCheckedThrowingContinuation { continuation in
            enqueue(
                Errand(
                    run: { continuation.resume(returning: try $0.lookUp([sql])[0]) },
                    fail: { continuation.resume(throwing: $0) }))
        }
    }

    /// Finishes what is queued, refuses what comes later, and closes the sessions.
    package func close() async {
        await withCheckedContinuation { continuation in
            let idle = state.withLock { state in
                state.closed = true
                let idle = state.idle.count == workers.count
                if !idle { state.whenIdle.append(continuation) }
                return idle
            }
            if idle { continuation.resume() }
        }
        for worker in workers { await worker.close() }
    }

    private enum Admission { case start(Worker<S>), queued(UInt64), closed, full }

    private func takeIdle() -> Worker<S>? {
        state.withLock { $0.closed ? nil : $0.idle.popLast() }
    }

    private func giveBack(_ worker: Worker<S>) {
        if let next = next(after: worker) { worker.submit { self.serve(next, on: worker) } }
    }

    private func enqueue(_ errand: Errand) {
        let admission: Admission = state.withLock { state in
            if state.closed { return .closed }
            // The session used last has the warmest cache.
            if let worker = state.idle.popLast() { return .start(worker) }
            if state.waiting.count >= waitingLimit { return .full }
            state.lastID += 1
            state.waiting.append(Waiter(id: state.lastID, errand: errand))
            return .queued(state.lastID)
        }
        switch admission {
        case .start(let worker): worker.submit { self.serve(errand, on: worker) }
        case .queued(let id):
            DispatchQueue.global().asyncAfter(deadline: .now() + longestWait) { self.giveUp(id) }
        case .closed: errand.fail(DatabaseError.closed)
        case .full:
            errand.fail(DatabaseError(.busy, message: "\(waitingLimit) reads are waiting already; try again later."))
        }
    }

    private func serve(_ first: Errand, on worker: Worker<S>) {
        var errand = first
        while true {
            do {
                try errand.run(worker.session())
            } catch {
                errand.fail(error)
            }
            guard let next = next(after: worker) else { return }
            errand = next
        }
    }

    /// The errand that waits longest; without one the worker is idle again.
    private func next(after worker: Worker<S>) -> Errand? {
        let (next, idle) = state.withLock { state -> (Errand?, [CheckedContinuation<Void, Never>]) in
            if !state.waiting.isEmpty { return (state.waiting.removeFirst().errand, []) }
            state.idle.append(worker)
            guard state.idle.count == workers.count else { return (nil, []) }
            defer { state.whenIdle = [] }
            return (nil, state.whenIdle)
        }
        for continuation in idle { continuation.resume() }
        return next
    }

    private func giveUp(_ id: UInt64) {
        let late = state.withLock { state -> Errand? in
            // Waiters stand in the order of their ids, so one that is still there is near the front.
            guard let index = state.waiting.firstIndex(where: { $0.id >= id }), state.waiting[index].id == id
            else { return nil }
            return state.waiting.remove(at: index).errand
        }
        late?.fail(
            DatabaseError(
                .busy,
                message: "All \(workers.count) reading connections were in use for \(longestWait) seconds; "
                    + "try again later, or allow more readers."))
    }
}
