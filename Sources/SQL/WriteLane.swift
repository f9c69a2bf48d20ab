import Synchronization

/// The one lane that all writes of a database go through, with group commit.
///
/// Closures that wait while a commit is in progress run together in the next transaction, one after the other, and share its
/// commit: the disk's or the server's round trip is paid once for all of them. A caller gets its answer only after the commit.
///
/// If a closure, a gatherer or the commit throws, the group is rolled back and each closure is run again alone, so that an error
/// hits only its owner. Only a lost connection fails the whole group: the commit may have happened, and a second run could then
/// write twice. Cancelling a caller's task changes nothing: what was asked for is done and answered.
package final class WriteLane<S: Session>: Sendable {
    private struct State {
        var waiting: [Call] = []
        var draining = false
        var closed = false
        var whenIdle: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let worker: Worker<S>
    private let groupLimit: Int
    private let waitingLimit: Int

    /// - Parameters:
    ///   - groupLimit: the most closures in one transaction.
    ///   - waitingLimit: the most closures that may wait; above it a write is refused as `busy`.
    package init(_ worker: Worker<S>, groupLimit: Int = 64, waitingLimit: Int = 10_000) {
        self.worker = worker
        self.groupLimit = groupLimit
        self.waitingLimit = waitingLimit
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            enqueue(Call(body, continuation))
        }
    }

    /// How many closures wait for the next group.
    package var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Finishes what is queued, refuses what comes later, and closes the session.
    package func close() async {
        await withCheckedContinuation { continuation in
            let idle = state.withLock { state in
                state.closed = true
                if state.draining { state.whenIdle.append(continuation) }
                return !state.draining
            }
            if idle { continuation.resume() }
        }
        await worker.close()
    }

    private enum Admission { case start, queued, closed, full }

    private func enqueue(_ call: Call) {
        let admission: Admission = state.withLock { state in
            if state.closed { return .closed }
            if state.waiting.count >= waitingLimit { return .full }
            state.waiting.append(call)
            if state.draining { return .queued }
            state.draining = true
            return .start
        }
        switch admission {
        case .start: worker.submit { self.drain() }
        case .queued: break
        case .closed: call.fail(DatabaseError.closed)
        case .full:
            call.fail(DatabaseError(.busy, message: "\(waitingLimit) writes are waiting already; try again later."))
        }
    }

    private func drain() {
        while let group = nextGroup() { commit(group) }
    }

    private func nextGroup() -> [Call]? {
        let (group, idle) = state.withLock { state -> ([Call]?, [CheckedContinuation<Void, Never>]) in
            if state.waiting.isEmpty {
                state.draining = false
                defer { state.whenIdle = [] }
                return (nil, state.whenIdle)
            }
            let group = Array(state.waiting.prefix(groupLimit))
            state.waiting.removeFirst(group.count)
            return (group, [])
        }
        for continuation in idle { continuation.resume() }
        return group
    }

    private func commit(_ group: [Call]) {
        do {
            let answers = try worker.session().transaction(writing: true) { connection in
                try group.map { try $0.attempt(connection) }
            }
            for answer in answers { answer() }
        } catch {
            if group.count == 1 || (error as? DatabaseError)?.kind == .connectionLost {
                for call in group { call.fail(error) }
            } else {
                for call in group { commit([call]) }
            }
        }
    }
}
