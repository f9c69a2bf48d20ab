import Foundation
import Synchronization
import Web

/// Makes and checks password hashes on two threads of its own.
///
/// One check keeps a core and 32 MiB busy for a tenth of a second; on the event loop it would stop every other request.
/// When too many wait already, a call fails at once with a "too many" problem, so that a flood of sign-ins costs a
/// bounded amount of memory.
public final class PasswordHasher: Sendable {
    private let threads: OperationQueue
    private let waiting = Mutex(0)
    private let limit: Int
    private let cost: PasswordHash.Cost
    /// Checked when there is no such person, so that the answer takes as long.
    private let dummy: PasswordHash

    public convenience init() throws {
        try self.init(cost: .standard)
    }

    /// Cheap hashes for tests, where a sign-in must not take a tenth of a second. Never for real people.
    public static func cheapForTests() throws -> PasswordHasher {
        try PasswordHasher(cost: .init(logRounds: 4, blockSize: 1, parallelism: 1))
    }

    init(cost: PasswordHash.Cost, limit: Int = 64) throws {
        self.cost = cost
        self.limit = limit
        threads = OperationQueue()
        threads.name = "passwords"
        threads.maxConcurrentOperationCount = 2
        dummy = try PasswordHash(Secrets.make(), cost: cost)
    }

    func hash(_ password: String) async throws -> PasswordHash {
        let cost = cost
        return try await run { try PasswordHash(password, cost: cost) }
    }

    enum Answer: Sendable, Equatable {
        case wrong
        /// `upgraded` is a hash with today's parameters, to be stored, if the stored one has others.
        case right(upgraded: PasswordHash?)
    }

    /// Checks a password against what is stored, or against a dummy if nothing is.
    func check(_ password: String, against stored: PasswordHash?) async throws -> Answer {
        let cost = cost
        let dummy = dummy
        return try await run {
            let matches = try (stored ?? dummy).matches(password)
            guard let stored, matches else { return .wrong }
            return .right(upgraded: stored.cost == cost ? nil : try PasswordHash(password, cost: cost))
        }
    }

    private func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let admitted = waiting.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard admitted else { throw Problem.tooMany(retryAfter: 5) }
        defer { waiting.withLock { $0 -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            threads.addOperation { continuation.resume(with: Result(catching: work)) }
        }
    }
}
