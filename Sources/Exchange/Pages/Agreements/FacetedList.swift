import HTML
import Platform

/// A list that is filtered by single values in its address, with the counts beside it.
struct FacetedList<Record: ListedRecord> {
    let address: ListAddress
    let shown: [Record]
    let count: Int
    let groups: [HTML.FacetGroup]
    let next: ListAddress?
    let words: Words

    /// - Parameters:
    ///   - title: the key of a filter's words.
    ///   - label: how a value is called: (name, value); nil where its record knows.
    init(
        _ page: RecordPage<Record>, words: Words, title: (String) -> String,
        label: @escaping (String, String) -> String?
    ) {
        address = page.address
        shown = page.shown
        count = page.count
        self.words = words
        next = page.next.map { page.address.at($0.cursor) }
        groups = page.address.names.compactMap { name -> HTML.FacetGroup? in
            let tallies = page.tallies[name] ?? []
            var counts = Dictionary(tallies.map { ($0.value, $0.count) }, uniquingKeysWith: { first, _ in first })
            if let chosen = page.address[name], counts[chosen] == nil { counts[chosen] = 0 }
            // One value that all share narrows nothing.
            guard counts.count > 1 || page.address[name] != nil else { return nil }
            let known = Dictionary(tallies.map { ($0.value, $0.label) }, uniquingKeysWith: { first, _ in first })
            return FilterGroup(
                title: title(name), more: { words("solutions.facet-more", count: $0) }, counts: counts, name: name,
                address: page.address, words: words, label: { label(name, $0) ?? known[$0].flatMap(\.self) ?? $0 }
            ).html
        }
    }

    /// The filters beside the table.
    func html(counted: String, table: HTML, after: HTML = "") -> HTML {
        HTML.besideResults(
            facetsLabel: words("solutions.filters"),
            facets: HTML.facets(
                label: words("solutions.filters"), groups: groups, removeLabel: words("solutions.remove"),
                clear: HTML.TextLink(words("solutions.clear"), url: address.withoutFilters().url)),
            results: """
                \(HTML.chosenFacets(label: words("solutions.chosen"), groups: groups, removeLabel: words("solutions.remove")))
                \(if: count > 0, "<p class=\"result-count\" role=\"status\">\(counted)</p>\n")
                \(table)
                \(HTML.pagination(
                    label: words("solutions.pages"),
                    previous: address.cursor == nil ? nil : HTML.TextLink(words("solutions.first"), url: address.at(nil).url),
                    next: next.map { HTML.TextLink(words("solutions.next"), url: $0.url) }))
                \(after)
                """)
    }

    /// What stands in the table's place while nothing is there, or nothing fits the filters.
    func empty(none: String, noneYet: String, hint: String, action: HTML? = nil) -> HTML {
        address.isFiltered || address.cursor != nil
            ? HTML.emptyState(
                none, "\(words("agreements.none-hint"))",
                action: HTML.buttonLink(words("solutions.clear"), url: address.withoutFilters().url, kind: .secondary))
            : HTML.emptyState(noneYet, "\(hint)", action: action)
    }
}
