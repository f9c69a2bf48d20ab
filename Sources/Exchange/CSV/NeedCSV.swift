import Platform

/// A need as a file holds it.
struct NeedFileRecord: Sendable, Equatable {
    var slug: String
    /// The key of the organisation that asks.
    var organisation: String
    var state: Need.State = .open
    var content: NeedContent
}

extension NeedFileRecord: Codable {
    private enum CodingKeys: String, CodingKey { case slug, organisation, state }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        slug = try fields.decode(String.self, forKey: .slug)
        organisation = try fields.decode(String.self, forKey: .organisation)
        state = try fields.decodeIfPresent(Need.State.self, forKey: .state) ?? .open
        content = try NeedContent(from: decoder)
    }

    func encode(to encoder: any Encoder) throws {
        try content.encode(to: encoder)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(slug, forKey: .slug)
        try fields.encode(organisation, forKey: .organisation)
        try fields.encode(state, forKey: .state)
    }
}

/// Needs as CSV, with the conventions of `SolutionCSV`.
enum NeedCSV {
    static let required = ["slug", "organisation_key", "title"]
    static let optional = [
        "state", "visibility", "language", "problem", "baseline", "affected", "themes", "sdg_targets", "conditions",
        "urgency", "budget", "sponsor", "instruments", "languages", "sources", "translations",
    ]
    static let columns = required + optional

    static func row(_ record: NeedFileRecord) throws -> [String] {
        let content = record.content
        let cells: [String: String] = [
            "slug": record.slug, "organisation_key": record.organisation, "title": content.title,
            "state": record.state.rawValue, "visibility": content.visibility.rawValue,
            "language": content.language, "problem": content.problem, "baseline": content.baseline,
            "affected": content.affected, "themes": CSVCell.codes(content.themes.map(\.rawValue)),
            "sdg_targets": CSVCell.codes(content.sdgTargets), "conditions": try CSVCell.json(content.conditions),
            "urgency": content.urgency?.rawValue ?? "",
            "budget": try content.budget.map { try ContentCoding.encode($0) } ?? "", "sponsor": content.sponsor,
            "instruments": CSVCell.codes(content.instruments.map(\.rawValue)),
            "languages": CSVCell.codes(content.languages), "sources": try CSVCell.json(content.sources),
            "translations": content.translations.isEmpty ? "" : try ContentCoding.encode(content.translations),
        ]
        return columns.map { cells[$0] ?? "" }
    }

    static func read(_ bytes: [UInt8]) throws -> [NeedFileRecord] {
        try CSVTable.read(bytes, required: required, optional: optional) { record(&$0) }
    }

    private static func record(_ cells: inout CSVCells) -> NeedFileRecord {
        var content = NeedContent()
        content.language = cells.text("language", default: "en")
        content.title = cells.needed("title")
        content.problem = cells.text("problem")
        content.baseline = cells.text("baseline")
        content.affected = cells.text("affected")
        content.themes = cells.choices("themes")
        content.sdgTargets = cells.codes("sdg_targets")
        content.conditions = cells.json("conditions") ?? []
        content.urgency = cells.choice("urgency")
        content.budget = cells.json("budget")
        content.sponsor = cells.text("sponsor")
        content.instruments = cells.choices("instruments")
        content.languages = cells.codes("languages")
        content.visibility = cells.choice("visibility") ?? .public
        content.sources = cells.json("sources") ?? []
        content.translations = cells.json("translations") ?? [:]
        return NeedFileRecord(
            slug: cells.needed("slug"), organisation: cells.needed("organisation_key"),
            state: cells.choice("state") ?? .open, content: content)
    }
}
