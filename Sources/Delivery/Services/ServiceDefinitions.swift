import SQL
import Platform
import Synchronization

/// The versions of services that this process has read. A version never changes and its service's id is unique everywhere, so a case
/// does not fetch its definition anew each time.
enum ServiceDefinitions {
    private struct Key: Hashable {
        let service: ID<Service>
        let version: Int
    }

    private static let known = Mutex<[Key: ServiceDefinition]>([:])
    private static let most = 500

    static func find(_ connection: any Connection, _ service: ID<Service>, version: Int) throws -> ServiceDefinition {
        if let found = cached(service, version: version) { return found }
        guard let definition = try ServiceStore.definition(connection, service, version: version) else {
            throw RecordMissing(kind: "service version", id: "\(service) \(version)")
        }
        keep(definition, of: service, version: version)
        return definition
    }

    /// The same from the text that was read along.
    static func read(_ text: String, _ service: ID<Service>, version: Int) throws -> ServiceDefinition {
        if let found = cached(service, version: version) { return found }
        let definition: ServiceDefinition = try Coding.decode(from: text)
        keep(definition, of: service, version: version)
        return definition
    }

    static func cached(_ service: ID<Service>, version: Int) -> ServiceDefinition? {
        known.withLock { $0[Key(service: service, version: version)] }
    }

    private static func keep(_ definition: ServiceDefinition, of service: ID<Service>, version: Int) {
        known.withLock { known in
            if known.count >= most { known.removeAll() }
            known[Key(service: service, version: version)] = definition
        }
    }
}
