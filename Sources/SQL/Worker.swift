import Dispatch

/// One connection to an engine, as a driver gives it to the write lane and the read pool.
package protocol Session: AnyObject, SendableMetatype {
    /// Runs `body` between begin and commit, and undoes all of it if anything throws.
    func transaction<Value>(writing: Bool, _ body: (any Connection) throws -> Value) throws -> Value
    /// The rows of reading statements, outside any transaction.
    func lookUp(_ statements: [SQL]) throws -> [[Row]]
    func close()
}

/// A session and the queue that works with it, so that a blocking engine never blocks Swift's own threads.
package final class Worker<S: Session>: @unchecked Sendable {
    // Unchecked because `opened` is touched on `queue`, or by whoever took the idle worker from its pool: never by both at once.
    private var opened: S?
    private let open: @Sendable () throws -> S
    private let queue: DispatchQueue

    package init(_ label: String, open: @escaping @Sendable () throws -> S) {
        queue = DispatchQueue(label: label, qos: .userInitiated)
        self.open = open
    }

    /// Does `work` on the worker's own thread.
    package func submit(_ work: @escaping @Sendable () -> Void) {
        queue.async(execute: work)
    }

    /// Opened on first use; to be called inside `submit`, or by the one who took the worker from its pool.
    package func session() throws -> S {
        if let opened { return opened }
        let new = try open()
        opened = new
        return new
    }

    /// Opens the session now, so that a wrong setting shows at start.
    package func start() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            submit { continuation.resume(with: Result { _ = try self.session() }) }
        }
    }

    package func close() async {
        await withCheckedContinuation { continuation in
            submit {
                self.opened?.close()
                self.opened = nil
                continuation.resume()
            }
        }
    }
}

extension DatabaseError {
    static let closed = DatabaseError(.other, message: "The database was closed; no more work is taken.")
}
