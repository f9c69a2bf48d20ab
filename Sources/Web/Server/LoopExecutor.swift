import NIOCore
import NIOPosix

/// Runs the tasks of a connection on the thread that reads and writes it.
///
/// A request would otherwise pass from that thread to Swift's own pool and back, and again each time the database answers; waking a
/// thread costs more than most of what a request computes.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

/// The executors of all loops that connections are spread over.
struct LoopExecutors: Sendable {
    private let executors: [ObjectIdentifier: LoopExecutor]

    init(_ group: MultiThreadedEventLoopGroup = .singleton) {
        executors = Dictionary(uniqueKeysWithValues: group.makeIterator().map { (ObjectIdentifier($0), LoopExecutor($0)) })
    }

    /// Nil for a loop of another group: then the task runs where it would.
    subscript(loop: any EventLoop) -> LoopExecutor? { executors[ObjectIdentifier(loop)] }
}
