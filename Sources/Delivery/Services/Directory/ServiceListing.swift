import Language
import Platform
import SQL

/// A service as the directory lists and searches it: written with each of its versions, so that a search reads no definitions.
struct ServiceListing: Sendable {
    let service: ID<Service>
    let name: LocalText
    let lead: LocalText
    let sortTitle: String
    /// Keys of organisations: whose service it is, and the one at the top of the tree above it.
    let organisation: String
    let ministry: String
    let offices: [String]
    let lifeEvents: [String]
    let audiences: [String]
    let tokens: DocumentTokens

    /// Name, description, what else it says, names of offices.
    static let weights: [UInt8] = [8, 3, 1, 2]
    private static let leadLimit = 200

    init(_ connection: any Connection, _ service: Service) throws {
        let definition = service.definition
        let (own, top) = try Self.organisations(connection, service.organisation)
        let offices = definition.offices.isEmpty ? [] : try OfficeStore.list(connection, keys: definition.offices)
        self.service = service.id
        name = definition.name
        lead = LocalText(definition.description.texts.mapValues { Self.beginning($0) })
        sortTitle = String(TextFolder.fold(definition.name["en"]).prefix(80))
        (organisation, ministry) = (own.key, top.key)
        self.offices = offices.map(\.key)
        lifeEvents = definition.lifeEvents.map(\.rawValue)
        audiences = definition.audiences.map(\.rawValue)
        func texts(_ text: LocalText) -> [FieldText] {
            text.texts.sorted { $0.key < $1.key }.map { FieldText($0.value, language: $0.key) }
        }
        var names = [own.name, top.name].map { FieldText($0, language: "en") } + offices.flatMap { texts($0.name) }
        if let country = service.country.flatMap({ Countries.shared.country($0) }) { names.append(FieldText(country.name, language: "en")) }
        let body = texts(definition.eligibility) + definition.evidence.flatMap { texts($0.name) } + definition.fees.flatMap { texts($0.name) }
        tokens = DocumentTokens(fields: [texts(definition.name), texts(definition.description), body, names])
    }

    static func write(_ connection: any Connection, _ service: Service) throws {
        let listing = try ServiceListing(connection, service)
        let (name, lead) = (try Coding.encode(listing.name), try Coding.encode(listing.lead))
        let (offices, events) = (listing.offices.joined(separator: " "), listing.lifeEvents.joined(separator: " "))
        let (audiences, terms) = (listing.audiences.joined(separator: " "), listing.tokens.bytes)
        try connection.send("""
            INSERT INTO service_listing (service_id, name, lead, sort_title, organisation, ministry, offices, life_events, audiences, terms)
            VALUES (\(service.id), \(name), \(lead), \(listing.sortTitle), \(listing.organisation), \(listing.ministry), \(offices),
                \(events), \(audiences), \(terms))
            ON CONFLICT (service_id) DO UPDATE SET name = excluded.name, lead = excluded.lead, sort_title = excluded.sort_title,
                organisation = excluded.organisation, ministry = excluded.ministry, offices = excluded.offices,
                life_events = excluded.life_events, audiences = excluded.audiences, terms = excluded.terms
            """)
    }

    /// Its organisation, and the one at the top; a tree deeper than this is a circle.
    private static func organisations(
        _ connection: any Connection, _ id: ID<Organisation>
    ) throws -> (own: Organisation, top: Organisation) {
        guard let own = try PeopleStore.organisation(connection, id) else { throw RecordMissing(kind: "organisation", id: id.description) }
        var top = own
        for _ in 0..<8 {
            guard let parent = top.parent, let above = try PeopleStore.organisation(connection, parent) else { break }
            top = above
        }
        return (own, top)
    }

    /// The first sentences, cut at a word's end.
    private static func beginning(_ text: String) -> String {
        guard text.count > leadLimit else { return text }
        let cut = text.prefix(leadLimit)
        return (cut.lastIndex(where: \.isWhitespace).map { cut[..<$0] } ?? cut) + "…"
    }
}
