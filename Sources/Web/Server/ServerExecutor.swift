import NIOCore
import NIOPosix

/// For the server as a whole: a task stays on the thread of an event loop if it is asked for there, as it is when a connection has
/// something to read; otherwise it goes to any of them.
///
///     try await withTaskExecutorPreference(ServerExecutor()) { try await application.runService() }
public final class ServerExecutor: TaskExecutor {
    public init() {}

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        MultiThreadedEventLoopGroup.singleton.any().execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
