import Synchronization

/// What waits for one session, which each time it comes round serves all that waits.
package final class Lane<S: Session, Item: Sendable>: Sendable {
    private struct State {
        var waiting: [Item] = []
        var draining = false
        var closed = false
        var whenIdle: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let worker: Worker<S>
    private let groupLimit: Int
    private let waitingLimit: Int
    private let serve: @Sendable (Worker<S>, [Item]) -> Void

    /// - Parameters:
    ///   - groupLimit: the most that are served at a time.
    ///   - waitingLimit: the most that may wait; above it one is refused as `busy`.
    ///   - serve: answers each of a group, on the worker's own thread.
    package init(
        _ worker: Worker<S>, groupLimit: Int = 64, waitingLimit: Int = 10_000,
        serve: @escaping @Sendable (Worker<S>, [Item]) -> Void
    ) {
        self.worker = worker
        self.groupLimit = groupLimit
        self.waitingLimit = waitingLimit
        self.serve = serve
    }

    /// How many wait for the next round.
    package var waitingCount: Int { state.withLock { $0.waiting.count } }

    private enum Admission { case start, queued, closed, full }

    /// Takes one on, or says why not.
    package func enqueue(_ item: Item) -> DatabaseError? {
        let admission: Admission = state.withLock { state in
            if state.closed { return .closed }
            if state.waiting.count >= waitingLimit { return .full }
            state.waiting.append(item)
            if state.draining { return .queued }
            state.draining = true
            return .start
        }
        switch admission {
        case .start: worker.submit { self.drain() }
        case .queued: break
        case .closed: return .closed
        case .full: return DatabaseError(.busy, message: "\(waitingLimit) are waiting already; try again later.")
        }
        return nil
    }

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

    private func drain() {
        while let group = nextGroup() { serve(worker, group) }
    }

    private func nextGroup() -> [Item]? {
        let (group, idle) = state.withLock { state -> ([Item]?, [CheckedContinuation<Void, Never>]) in
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
}
