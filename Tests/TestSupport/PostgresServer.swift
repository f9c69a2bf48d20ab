import Foundation
import PostgresDriver
import Synchronization

/// The server that tests lease databases from: the one that `SANGAM_TEST_POSTGRES` names, or a throw-away one of this process.
struct PostgresServer: Sendable {
    /// A URL whose user may create databases.
    let url: String

    private static let starting = Task<PostgresServer, any Error> {
        if let url = ProcessInfo.processInfo.environment["SANGAM_TEST_POSTGRES"], !url.isEmpty {
            return PostgresServer(url: url)
        }
        return try await offMainThreads { PostgresServer(url: try ThrowAwayPostgres.start()) }
    }

    /// The same for all tests of the process.
    static func shared() async throws -> PostgresServer { try await starting.value }

    /// Makes a database with a name that nobody else has, and returns its URL.
    func create(from template: String) async throws -> String {
        let name = "sangam_test_" + UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "")
        try await administer("CREATE DATABASE \(name) TEMPLATE \(template)")
        return try address(of: name)
    }

    func drop(_ address: String) async throws {
        try await administer("DROP DATABASE IF EXISTS \(try name(in: address)) WITH (FORCE)")
    }

    /// Keeps a database to the end of the process and returns its name.
    func keepAsTemplate(_ address: String) throws -> String {
        let name = try name(in: address)
        let first = Self.templates.withLock { kept in
            kept.append((url, name))
            return kept.count == 1
        }
        if first { atexit { PostgresServer.dropTemplates() } }
        return name
    }

    private static let templates = Mutex<[(url: String, name: String)]>([])

    private static func dropTemplates() {
        for (url, name) in templates.withLock({ $0 }) {
            do {
                try PostgresDatabase.administer(url: url, "DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
            } catch {
                FileHandle.standardError.write(Data("Template database \(name) was not dropped: \(error)\n".utf8))
            }
        }
    }

    private func administer(_ statement: String) async throws {
        let url = url
        try await offMainThreads { try PostgresDatabase.administer(url: url, statement) }
    }

    private func address(of name: String) throws -> String {
        guard var parts = URLComponents(string: url) else { throw TestSetUpError("“\(url)” is not a URL.") }
        parts.path = "/" + name
        return parts.string ?? url
    }

    private func name(in address: String) throws -> String {
        guard let parts = URLComponents(string: address) else { throw TestSetUpError("“\(address)” is not a URL.") }
        return String(parts.path.dropFirst())
    }
}

/// A PostgreSQL server with a certificate of its own for `localhost`, for the tests of TLS alone.
public struct CertifiedPostgres: Sendable {
    /// Names the server as `127.0.0.1`, for which the certificate does not hold.
    public let url: String
    /// The file of the certificate, which is its own authority.
    public let certificate: String

    public static func start() async throws -> CertifiedPostgres {
        let folder = try TestDatabase.newFolder()
        return try await offMainThreads {
            CertifiedPostgres(
                url: try ThrowAwayPostgres.start(certifiedFor: "localhost", in: folder),
                certificate: folder.appendingPathComponent("server.crt").path)
        }
    }
}

/// Why a test could not get what it needs, and what to do.
struct TestSetUpError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Runs blocking work on a thread of its own, away from those that run Swift's tasks.
func offMainThreads<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
    }
}
