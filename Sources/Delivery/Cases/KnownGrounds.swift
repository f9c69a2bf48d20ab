import Platform
import SQL
import Synchronization

/// What cases were begun on lately, so that the next one of the same service need not read it again.
///
/// The transaction asks `CaseGrounds.isCurrent` in any case. One of a program, as `ServiceSearch` is: two databases never share it.
final class KnownGrounds: Sendable {
    private struct Key: Hashable {
        let slug: String
        let office: String?
    }

    private let known = Mutex<[Key: CaseGrounds]>([:])
    private static let most = 500

    /// Checks an application on what is known of its service, and on what is in the database where nothing is known or where that
    /// refuses: it may be old.
    func check(
        _ services: Services, slug: String, office: String?, _ make: (CaseGrounds) throws -> CheckedCase
    ) async throws -> CheckedCase {
        let key = Key(slug: slug, office: office)
        if let grounds = known.withLock({ $0[key] }) {
            do { return try make(grounds) } catch is Refusal { forget(slug: slug, office: office) }
        }
        let fresh = try await services.database.read { try CaseGrounds.read($0, slug: slug, office: office) }
        let checked = try make(fresh)
        known.withLock { known in
            if known.count >= Self.most { known.removeAll() }
            known[key] = fresh
        }
        return checked
    }

    func forget(slug: String, office: String?) {
        known.withLock { _ = $0.removeValue(forKey: Key(slug: slug, office: office)) }
    }
}
