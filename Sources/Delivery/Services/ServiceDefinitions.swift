import Platform
import SQL
import Synchronization

/// The versions of services that this process has read. A version never changes and its service's id is unique everywhere, so a case
/// does not fetch and read its definition anew each time.
enum ServiceDefinitions {
    private struct Key: Hashable {
        let service: ID<Service>
        let version: Int
    }

    private static let known = Mutex<[Key: (text: String, definition: ServiceDefinition)]>([:])
    private static let most = 500

    static func find(_ connection: any Connection, _ service: ID<Service>, version: Int) throws -> ServiceDefinition {
        if let found = known.withLock({ $0[Key(service: service, version: version)] }) { return found.definition }
        let text: String? = try connection.value(
            "SELECT definition FROM service_version WHERE service_id = \(service) AND number = \(version)")
        guard let text else { throw RecordMissing(kind: "service version", id: "\(service) \(version)") }
        return try read(text, service, version: version)
    }

    /// The same from the text that was read along. A version that was written and then undone is known by its other text.
    static func read(_ text: String, _ service: ID<Service>, version: Int) throws -> ServiceDefinition {
        let key = Key(service: service, version: version)
        if let found = known.withLock({ $0[key] }), found.text == text { return found.definition }
        let definition: ServiceDefinition = try Coding.decode(from: text)
        known.withLock { known in
            if known.count >= most { known.removeAll() }
            known[key] = (text, definition)
        }
        return definition
    }
}
