import SQL
import Synchronization

/// Counts from any thread.
final class Counter: Sendable {
    private let value = Mutex(0)
    func increment() { value.withLock { $0 += 1 } }
    var count: Int { value.withLock { $0 } }
}

/// What became of `body`, so that a test can look at the error.
func attempt<Value>(_ body: () async throws -> Value) async -> Result<Value, any Error> {
    do {
        return .success(try await body())
    } catch {
        return .failure(error)
    }
}

extension Result {
    var succeeded: Bool { failure == nil }

    var failure: Failure? {
        if case .failure(let error) = self { return error }
        return nil
    }
}

extension DatabaseError.Kind {
    var isUnique: Bool {
        if case .unique = self { return true }
        return false
    }
}
