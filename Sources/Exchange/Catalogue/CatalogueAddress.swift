import HTML
import Language
import Platform

/// What a reader asked the catalogue for, as it stands in an address: `/solutions?q=identity&theme=health&sort=title`.
///
/// The page, the feed, the API and the file share it. Values that the network does not know are left out, so that an old
/// or mistyped link still opens a list.
struct CatalogueAddress: Sendable, Equatable {
    /// More than anybody types; the search itself reads only its first words.
    static let textLimit = 300
    private static let valueLimit = 20

    private(set) var text = ""
    private(set) var chosen: [SolutionFacet: [String]] = [:]
    private(set) var sort: SolutionOrder?
    private(set) var cursor: PageCursor?

    init() {}

    init(text: String) { self.text = text }

    init(_ values: [String: [String]]) {
        text = String((values["q"]?.first ?? "").prefix(Self.textLimit))
        for facet in SolutionFacet.allCases {
            let known = Set((values[facet.rawValue] ?? []).prefix(Self.valueLimit).filter { Self.isKnown($0, facet) })
            if !known.isEmpty { chosen[facet] = known.sorted() }
        }
        sort = values["sort"]?.first.flatMap { SolutionOrder(rawValue: $0) }
        if text.isEmpty, sort == .relevance { sort = nil }
        cursor = values["cursor"]?.first.flatMap { PageCursor($0) }
    }

    private static func isKnown(_ value: String, _ facet: SolutionFacet) -> Bool {
        switch facet {
        case .theme: Theme(rawValue: value) != nil
        case .goal: Int(value).map { SDG.goals.contains($0) && String($0) == value } ?? false
        case .country: Countries.shared.country(value)?.code == value
        case .region: WorldRegion(rawValue: value) != nil
        case .income: ["low", "lower-middle", "upper-middle", "high"].contains(value)
        case .stage: Stage(rawValue: value) != nil
        case .evidence: EvidenceLevel(rawValue: value) != nil
        case .language: LanguageCode.isValid(value)
        case .state: SolutionState(rawValue: value)?.isPublic ?? false
        }
    }

    /// The order that the list is in: best first where something is searched for, else the newest.
    var order: SolutionOrder { sort ?? (text.isEmpty ? .newest : .relevance) }

    var isFiltered: Bool { !chosen.isEmpty }

    func isChosen(_ value: String, of facet: SolutionFacet) -> Bool { chosen[facet]?.contains(value) ?? false }

    func query(language: String, limit: Int = 20) -> SolutionQuery {
        SolutionQuery(
            text: text, chosen: chosen.mapValues(Set.init), order: order, after: cursor, limit: limit,
            language: language)
    }

    // MARK: Neighbouring addresses; each begins at the top of its list.

    func toggling(_ value: String, of facet: SolutionFacet) -> CatalogueAddress {
        var other = self
        var values = Set(chosen[facet] ?? [])
        if values.remove(value) == nil { values.insert(value) }
        other.chosen[facet] = values.isEmpty ? nil : values.sorted()
        other.cursor = nil
        return other
    }

    func choosing(_ values: [String], of facet: SolutionFacet) -> CatalogueAddress {
        var other = self
        other.chosen[facet] = values.isEmpty ? nil : values.sorted()
        other.cursor = nil
        return other
    }

    func sorted(by order: SolutionOrder) -> CatalogueAddress {
        var other = self
        let isUsual = order == (text.isEmpty ? .newest : .relevance)
        // Nothing is more relevant than the rest where nothing was searched for.
        other.sort = isUsual || (text.isEmpty && order == .relevance) ? nil : order
        other.cursor = nil
        return other
    }

    func withoutFilters() -> CatalogueAddress {
        var other = self
        other.chosen = [:]
        other.cursor = nil
        return other
    }

    func withoutText() -> CatalogueAddress {
        var other = self
        other.text = ""
        if other.sort == .relevance { other.sort = nil }
        other.cursor = nil
        return other
    }

    func at(_ cursor: PageCursor?) -> CatalogueAddress {
        var other = self
        other.cursor = cursor
        return other
    }

    // MARK: As a link

    /// Facets and order, without the words: what a search box keeps.
    var kept: [(String, String)] {
        var list = SolutionFacet.allCases.flatMap { facet in (chosen[facet] ?? []).map { (facet.rawValue, $0) } }
        if let sort { list.append(("sort", sort.rawValue)) }
        return list
    }

    /// The same list in another form, such as the API's, starts at its own first page.
    func url(_ path: String = "/solutions") -> String {
        var list = text.isEmpty ? kept : [("q", text)] + kept
        if let cursor, path == "/solutions" { list.append(("cursor", cursor.description)) }
        return Link.to(path, list)
    }
}
