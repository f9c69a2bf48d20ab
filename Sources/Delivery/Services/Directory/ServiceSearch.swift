import Language
import Platform
import SQL

/// What a search of the directory found: one page, and the counts beside it.
struct ServiceResults: Sendable {
    struct Item: Sendable {
        let slug: String
        let name: LocalText
        let lead: LocalText
        let organisation: String
        let country: String?
        let state: Service.State
    }

    let items: [Item]
    let count: Int
    /// False when no service has all the words, and these have some.
    let hasAllWords: Bool
    let facets: [ServiceFacet: [FacetCount]]
    /// Names of organisations and offices that the facets count, by key.
    let names: [String: LocalText]
    let next: PageCursor?
}

/// Searches the directory. One for each running program, for it keeps the index.
final class ServiceSearch: Sendable {
    private let index = ServiceIndex()

    func run(_ connection: any Connection, _ address: ServiceAddress, language: String, limit: Int = 20) throws -> ServiceResults {
        let snapshot = try index.snapshot(connection)
        let found = snapshot.index.search(Query(address.text, languages: Array(Set([language, "en"]))))
        let chosen = Dictionary(uniqueKeysWithValues: address.chosen.map { ($0.key.rawValue, Set($0.value)) })
        let answer = snapshot.facets.answer(for: found.matches, chosen: chosen)
        let page = address.text.isEmpty
            ? Paging.page(of: answer.matches, by: snapshot.order, tie: snapshot.ties, after: address.cursor, limit: limit)
            : Paging.page(of: answer.matches, byScoreIn: found, tie: snapshot.ties, after: address.cursor, limit: limit)
        let facets = Dictionary(uniqueKeysWithValues: ServiceFacet.allCases.map { ($0, answer.counts[$0.rawValue] ?? []) })
        return ServiceResults(
            items: try Self.items(connection, page.slots.compactMap { snapshot.slots[$0] }), count: answer.matches.count,
            hasAllWords: found.mode != .anyWord, facets: facets, names: try Self.names(connection, facets), next: page.next)
    }

    private static func items(_ connection: any Connection, _ ids: [ID<Service>]) throws -> [ServiceResults.Item] {
        let rows = try connection.query("""
            SELECT s.id, s.slug, s.country, s.state, l.name, l.lead, o.name AS organisation_name
            FROM service s JOIN organisation o ON o.id = s.organisation_id LEFT JOIN service_listing l ON l.service_id = s.id
            WHERE s.id IN \(in: ids)
            """)
        var items: [ID<Service>: ServiceResults.Item] = [:]
        for row in rows {
            let id: ID<Service> = try row["id"]
            let (stored, lead): (String?, String?) = (try row["name"], try row["lead"])
            var texts = (name: LocalText(), lead: LocalText())
            if let stored, let lead {
                texts = (try Coding.decode(from: stored), try Coding.decode(from: lead))
            } else if let service = try ServiceStore.find(connection, id: id) {
                let listing = try ServiceListing(connection, service)
                texts = (listing.name, listing.lead)
            }
            let state: String = try row["state"]
            items[id] = .init(
                slug: try row["slug"], name: texts.name, lead: texts.lead, organisation: try row["organisation_name"],
                country: try row["country"], state: Service.State(rawValue: state) ?? .closed)
        }
        return ids.compactMap { items[$0] }
    }

    private static func names(_ connection: any Connection, _ facets: [ServiceFacet: [FacetCount]]) throws -> [String: LocalText] {
        func keys(_ facet: ServiceFacet) -> [String] { (facets[facet] ?? []).map(\.value) }
        var names: [String: LocalText] = [:]
        let organisations = Set(keys(.ministry) + keys(.agency).prefix(ServiceListPage.mostAgencies))
        for row in try connection.query("SELECT key, name FROM organisation WHERE key IN \(in: organisations)") {
            let name: String = try row["name"]
            names[try row["key"]] = ["en": name]
        }
        for office in try OfficeStore.list(connection, keys: Array(keys(.office).prefix(ServiceListPage.mostAgencies))) {
            names[office.key] = office.name
        }
        return names
    }
}
