public import Foundation
public import Platform
public import SQL
import Synchronization

/// Keeps letters instead of sending them.
public final class RecordingMailer: Mailer {
    private let kept = Mutex<[MailMessage]>([])
    private let failure = Mutex<(any Error)?>(nil)

    public init() {}

    public var messages: [MailMessage] { kept.withLock { $0 } }

    /// Makes every later letter fail with `error`; nil mends it.
    public func fail(with error: (any Error)?) { failure.withLock { $0 = error } }

    public func send(_ message: MailMessage) async throws {
        if let error = failure.withLock({ $0 }) { throw error }
        kept.withLock { $0.append(message) }
    }
}

/// Services on a leased database, with the parts that a test looks at or moves.
public struct TestServices: Sendable {
    public let services: Services
    public let clock: FixedClock
    public let mailer: RecordingMailer

    public var database: any Database { services.database }
}

/// Gives a test services on a fresh database of one engine, and clears everything away afterwards.
///
///     @Test(arguments: Engine.allCases)
///     func invites(on engine: Engine) async throws {
///         try await withServices(on: engine, migrations: platformMigrations + Accounts.migrations) { test in
///             try await test.database.write { … }
///             #expect(test.mailer.messages.count == 1)
///         }
///     }
public func withServices<Value>(
    on engine: Engine, migrations: [Migration] = platformMigrations,
    languages folders: [URL] = [Catalogue.platformFolder], baseURL: String = "http://127.0.0.1:8080",
    isolation: isolated (any Actor)? = #isolation,
    _ body: (TestServices) async throws -> Value
) async throws -> Value {
    try await withTemporaryFolder { folder in
        let catalogue = try Catalogue(folders: folders)
        return try await withDatabase(migrations: migrations, on: engine) { database in
            let clock = FixedClock()
            let mailer = RecordingMailer()
            let services = Services(
                database: database, clock: clock, catalogue: catalogue, mailer: mailer, baseURL: baseURL,
                dataFolder: folder)
            return try await body(TestServices(services: services, clock: clock, mailer: mailer))
        }
    }
}

/// A new empty folder, removed with all that is in it.
public func withTemporaryFolder<Value>(
    isolation: isolated (any Actor)? = #isolation,
    _ body: (URL) async throws -> Value
) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sangam-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let outcome: Result<Value, any Error>
    do {
        outcome = .success(try await body(folder))
    } catch {
        outcome = .failure(error)
    }
    try FileManager.default.removeItem(at: folder)
    return try outcome.get()
}

/// The same numbers in every run, so that a generated case that fails can be run again (SplitMix64's constants).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

extension Principal {
    /// Somebody for the audit in tests.
    public static let test = Principal.program("test")
}
