import Synchronization

/// Wakes the runners of this process when something was put into the queue. A bell too many does no harm.
final class JobBell: Sendable {
    static let shared = JobBell()

    private let listeners = Mutex<[Int: AsyncStream<Void>.Continuation]>([:])

    func ring() {
        listeners.withLock { listeners in
            for listener in listeners.values { listener.yield() }
        }
    }

    /// Rings that came while nobody waited are heard as one at the next wait.
    func listen() -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let key = listeners.withLock { listeners in
                let key = (listeners.keys.max() ?? 0) + 1
                listeners[key] = continuation
                return key
            }
            continuation.onTermination = { [self] _ in
                listeners.withLock { listeners in _ = listeners.removeValue(forKey: key) }
            }
        }
    }
}
