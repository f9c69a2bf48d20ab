import Platform

/// A solution as a file holds it, in JSON or as a row of CSV: the content with what stands around it, by names instead of ids.
struct SolutionFileRecord: Sendable, Equatable {
    struct AdoptionEntry: Sendable, Equatable, Codable {
        var country: String
        var organisation: String?
        var status: AdoptionStatus
        var since: String?
        var note: String?
        var source: String?
    }

    var slug: String
    /// The key of the owning organisation.
    var organisation: String
    var country: String?
    var state: SolutionState = .published
    var origin: Solution.Origin?
    /// The slug of the solution that it was made from.
    var derivedFrom: String?
    var adoptions: [AdoptionEntry] = []
    var content: SolutionContent

    /// How a problem names this record.
    var label: String { origin.map(\.id) ?? slug }
}

extension SolutionFileRecord: Codable {
    private enum CodingKeys: String, CodingKey {
        case slug, organisation, country, state, registry, registryId, derivedFrom, adoptions
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        slug = try fields.decode(String.self, forKey: .slug)
        organisation = try fields.decode(String.self, forKey: .organisation)
        country = try fields.decodeIfPresent(String.self, forKey: .country)
        state = try fields.decodeIfPresent(SolutionState.self, forKey: .state) ?? .published
        derivedFrom = try fields.decodeIfPresent(String.self, forKey: .derivedFrom)
        adoptions = try fields.decodeIfPresent([AdoptionEntry].self, forKey: .adoptions) ?? []
        if let registry = try fields.decodeIfPresent(String.self, forKey: .registry),
            let id = try fields.decodeIfPresent(String.self, forKey: .registryId)
        {
            origin = .init(registry: registry, id: id)
        }
        content = try SolutionContent(from: decoder)
    }

    func encode(to encoder: any Encoder) throws {
        try content.encode(to: encoder)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(slug, forKey: .slug)
        try fields.encode(organisation, forKey: .organisation)
        try fields.encodeIfPresent(country, forKey: .country)
        try fields.encode(state, forKey: .state)
        try fields.encodeIfPresent(origin?.registry, forKey: .registry)
        try fields.encodeIfPresent(origin?.id, forKey: .registryId)
        try fields.encodeIfPresent(derivedFrom, forKey: .derivedFrom)
        if !adoptions.isEmpty { try fields.encode(adoptions, forKey: .adoptions) }
    }
}
