import Platform
import ServiceLifecycle

/// What has to be done now and then while the server runs: writing the log, ending slow bodies, forgetting old callers.
struct Housekeeping: Service {
    let parts: HouseParts

    func run() async throws {
        // The log's last lines are those of the requests that were in flight when the stop came.
        defer { parts.settings.accessLog.flush() }
        await cancelWhenGracefulShutdown {
            var second = 0
            while !Task.isCancelled {
                do { try await Task.sleep(for: .seconds(1)) } catch { return }  // only cancelling ends a sleep: the stop
                second += 1
                parts.settings.accessLog.flush()
                parts.bodyWatch.sweep()
                if second % 60 == 0 { parts.limiter.sweep(at: parts.services.clock.uptime) }
            }
        }
    }
}
