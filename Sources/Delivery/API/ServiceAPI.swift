import Language
import Platform
import SQL
import Web

/// The directory of services for programs.
enum ServiceAPI {
    static func routes(_ search: ServiceSearch) -> [Route] {
        [
            .get("/api/v1/services", .everyone, operation: Operations.list) { try await list($0, search) },
            .get("/api/v1/services/{service}", .everyone, operation: Operations.get, handler: get),
            .get("/api/v1/services/{service}/file", .everyone, operation: Operations.file, handler: file),
        ]
    }

    // MARK: The list

    private static func list(_ call: Call, _ search: ServiceSearch) async throws -> Reply {
        let page = try call.pageRequest()
        if let cursor = page.cursor, PageCursor(cursor) == nil { throw Problem.badRequest("problem.bad-cursor") }
        // A program that misspells a code must not take an empty list for the answer.
        for facet in ServiceFacet.allCases {
            for value in call.query.all(facet.rawValue) where !ServiceAddress.isKnown(value, facet) {
                throw Problem.badRequest("error.unknown-value", ["value": String(value.prefix(60)), "known": known(facet)])
            }
        }
        let (address, language) = (ServiceAddress(call.query.values), call.words.language)
        let found = try await call.services.database.read { try search.run($0, address, language: language, limit: page.limit) }
        let document = ServicePageDocument(
            items: found.items.map { ServiceItemDocument($0, url: call.services.url("/services/\($0.slug)")) }, next: found.next?.description,
            total: found.count)
        return try call.list(page: document, next: document.next)
    }

    private static func known(_ facet: ServiceFacet) -> String {
        switch facet {
        case .event: LifeEvent.allCases.map(\.rawValue).joined(separator: ", ")
        case .audience: Audience.allCases.map(\.rawValue).joined(separator: ", ")
        case .state: Service.State.allCases.map(\.rawValue).joined(separator: ", ")
        case .country: "ISO 3166-1 alpha-2"
        case .ministry, .agency, .office: "KEY"
        }
    }

    // MARK: One service

    /// A service that everybody may read about.
    private static func find(_ connection: any Connection, _ call: Call) throws -> Service {
        guard let service = try ServiceStore.find(connection, slug: try call.parameters["service"]), service.isPublic else {
            throw Problem.notFound
        }
        return service
    }

    @Sendable private static func get(_ call: Call) async throws -> Reply {
        let document = try await call.services.database.read { connection -> (ServiceDocument, String) in
            let service = try find(connection, call)
            let organisation = try PeopleStore.organisation(connection, service.organisation)
            return (
                ServiceDocument(service, organisation: organisation, url: call.services.url("/services/\(service.slug)")),
                "\(service.id)-\(service.version)-\(service.state.rawValue)"
            )
        }
        return try Reply.json(document.0).etag(document.1)
    }

    @Sendable private static func file(_ call: Call) async throws -> Reply {
        let format = call.query["format"] ?? "json"
        guard ["json", "csv"].contains(format) else {
            throw Problem.badRequest("error.unknown-value", ["value": String(format.prefix(60)), "known": "json, csv"])
        }
        let (slug, text) = try await call.services.database.read { connection in
            let service = try find(connection, call)
            let file = try ServiceFile.export(connection, service)
            return (service.slug, format == "csv" ? try ServiceCSV.write(file) : try file.text())
        }
        return Reply.text(text, type: format == "csv" ? "text/csv; charset=utf-8" : "application/json").download("\(slug).\(format)")
    }
}

/// A service in a list, as programs see it.
struct ServiceItemDocument: Encodable {
    let slug: String
    let name: LocalText
    let lead: LocalText
    let organisation: String
    let country: String?
    let state: Service.State
    let url: String

    init(_ item: ServiceResults.Item, url: String) {
        (slug, name, lead, organisation) = (item.slug, item.name, item.lead, item.organisation)
        (country, state) = (item.country, item.state)
        self.url = url
    }
}

struct ServicePageDocument: Encodable {
    let items: [ServiceItemDocument]
    let next: String?
    let total: Int

    private enum CodingKeys: String, CodingKey { case items, next, total }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(items, forKey: .items)
        // Written also when there is none, so that the end of a list can be told from a mistake.
        try fields.encode(next, forKey: .next)
        try fields.encode(total, forKey: .total)
    }
}

/// A service as programs see it.
struct ServiceDocument: Encodable {
    let slug: String
    let version: Int
    let state: Service.State
    let organisation: String?
    let country: String?
    let updatedAt: JSONTime
    let url: String
    let definition: ServiceDefinition

    init(_ service: Service, organisation: Organisation?, url: String) {
        (slug, version, state) = (service.slug, service.version, service.state)
        self.organisation = organisation?.name
        country = service.country
        updatedAt = JSONTime(service.updatedAt)
        self.url = url
        definition = service.definition
    }
}
