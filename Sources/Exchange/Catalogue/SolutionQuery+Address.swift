import Language
import Web

extension SolutionQuery {
    /// Reads the query of an address, the same for the page, the feed, the API and the CSV. Values that do not exist are passed over,
    /// so that an old link still opens.
    init(_ fields: Fields, language: String, limit: Int = 20) {
        var chosen: [SolutionFacet: Set<String>] = [:]
        for facet in SolutionFacet.allCases {
            let values = Set(fields.all(facet.rawValue).filter { !$0.isEmpty }.prefix(50))
            if !values.isEmpty { chosen[facet] = values }
        }
        self.init(
            text: String((fields["q"] ?? "").prefix(500)), chosen: chosen,
            order: fields["sort"].flatMap(SolutionOrder.init(rawValue:)),
            after: fields["cursor"].flatMap { PageCursor($0) }, limit: limit, language: language)
    }

    /// The same choice as the parts of an address, without the place in the list.
    public var parts: [(String, String)] {
        var parts: [(String, String)] = text.isEmpty ? [] : [("q", text)]
        for facet in SolutionFacet.allCases {
            parts += (chosen[facet] ?? []).sorted().map { (facet.rawValue, $0) }
        }
        if order != (text.isEmpty ? .newest : .relevance) { parts.append(("sort", order.rawValue)) }
        return parts
    }
}
