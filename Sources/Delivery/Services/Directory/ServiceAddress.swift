import HTML
import Language
import Platform
import Web

/// What a reader asked the directory for, as it stands in an address: `/services?q=licence&country=KE&for=business`.
///
/// Values that cannot be are left out, so that an old or mistyped link still opens a list.
struct ServiceAddress: Sendable, Equatable {
    /// More than anybody types; the search itself reads only its first words.
    static let textLimit = 300
    private static let valueLimit = 20

    private(set) var text = ""
    private(set) var chosen: [ServiceFacet: [String]] = [:]
    private(set) var cursor: PageCursor?

    init(_ values: [String: [String]]) {
        text = String((values["q"]?.first ?? "").prefix(Self.textLimit))
        for facet in ServiceFacet.allCases {
            let known = Set((values[facet.rawValue] ?? []).prefix(Self.valueLimit).filter { Self.isKnown($0, facet) })
            if !known.isEmpty { chosen[facet] = known.sorted() }
        }
        cursor = values["cursor"]?.first.flatMap { PageCursor($0) }
    }

    static func isKnown(_ value: String, _ facet: ServiceFacet) -> Bool {
        switch facet {
        case .event: LifeEvent(rawValue: value) != nil
        case .audience: Audience(rawValue: value) != nil
        case .country: Countries.shared.country(value)?.code == value
        case .state: Service.State(rawValue: value) != nil
        case .ministry, .agency, .office:
            (1...100).contains(value.utf8.count) && value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        }
    }

    var isFiltered: Bool { !chosen.isEmpty }

    func isChosen(_ value: String, of facet: ServiceFacet) -> Bool { chosen[facet]?.contains(value) ?? false }

    // MARK: Neighbouring addresses; each begins at the top of its list.

    func toggling(_ value: String, of facet: ServiceFacet) -> ServiceAddress {
        var other = self
        var values = Set(chosen[facet] ?? [])
        if values.remove(value) == nil { values.insert(value) }
        other.chosen[facet] = values.isEmpty ? nil : values.sorted()
        // Another ministry has other agencies.
        if facet == .ministry { other.chosen[.agency] = nil }
        other.cursor = nil
        return other
    }

    func withoutFilters() -> ServiceAddress {
        var other = self
        other.chosen = [:]
        other.cursor = nil
        return other
    }

    func withoutText() -> ServiceAddress {
        var other = self
        other.text = ""
        other.cursor = nil
        return other
    }

    func at(_ cursor: PageCursor?) -> ServiceAddress {
        var other = self
        other.cursor = cursor
        return other
    }

    /// The facets, without the words: what a search box keeps.
    var kept: [(String, String)] {
        ServiceFacet.allCases.flatMap { facet in (chosen[facet] ?? []).map { (facet.rawValue, $0) } }
    }

    var url: String {
        var list = text.isEmpty ? kept : [("q", text)] + kept
        if let cursor { list.append(("cursor", cursor.description)) }
        return Link.to("/services", list)
    }
}
