import HTML
import Platform
import SQL
import Web

/// The public directory of services and the page of each.
enum ServicePages {
    static func routes(_ search: ServiceSearch) -> [Route] {
        [
            .get("/services", .everyone) { try await list($0, search) },
            .get("/services/{service}", .everyone, handler: show),
        ]
    }

    static let navigation = [NavigationItem(key: "nav.services", path: "/services", access: .everyone, area: .publicArea)]

    private static func list(_ call: Call, _ search: ServiceSearch) async throws -> Reply {
        let address = ServiceAddress(call.query.values)
        let words = call.words
        let results = try await call.services.database.read { try search.run($0, address, language: words.language) }
        let page = ServiceListPage(address: address, results: results, words: words)
        return call.page(
            title: page.title, area: .delivery, description: words("services.lead"), canonical: address.url, isWide: true,
            body: page.html)
    }

    @Sendable private static func show(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["service"]
        let words = call.words
        let page = try await call.services.database.read { connection -> ServicePage? in
            guard let service = try ServiceStore.find(connection, slug: slug), service.isPublic else { return nil }
            return try ServicePage(connection, service, words: words)
        }
        guard let page else { throw Problem.notFound }
        return call.page(title: page.title, area: .delivery, canonical: "/services/\(slug)", isWide: true, body: page.html)
    }
}
