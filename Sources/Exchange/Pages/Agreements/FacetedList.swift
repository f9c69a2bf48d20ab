import HTML
import Platform

/// A list that is filtered by single values in its address, with the counts beside it. For records by the hundred that were all read.
struct FacetedList<Record> {
    let address: ListAddress
    let shown: [Record]
    let count: Int
    let groups: [HTML.FacetGroup]
    let next: ListAddress?
    let words: Words

    /// - Parameters:
    ///   - values: what a record has under a filter's name.
    ///   - label: how a value is called: (name, value).
    ///   - key: names the record in the address of the next page.
    ///   - title: the key of a filter's words.
    init(
        _ address: ListAddress, _ all: [Record], size: Int, words: Words, title: (String) -> String,
        values: (Record, String) -> [String], label: @escaping (String, String) -> String, key: (Record) -> String
    ) {
        self.address = address
        self.words = words
        func matches(_ one: Record, _ name: String) -> Bool {
            address[name].map { values(one, name).contains($0) } ?? true
        }
        let found = all.filter { one in address.names.allSatisfy { matches(one, $0) } }
        count = found.count
        let last = address.cursor.flatMap { cursor in found.firstIndex { key($0) == cursor } }
        let rest = last.map { found.dropFirst($0 + 1) } ?? found[...]
        shown = Array(rest.prefix(size))
        next = rest.count > size ? shown.last.map { address.at(key($0)) } : nil
        groups = address.names.compactMap { name -> HTML.FacetGroup? in
            let others = address.names.filter { $0 != name }
            var counts: [String: Int] = [:]
            for one in all where others.allSatisfy({ matches(one, $0) }) {
                for value in Set(values(one, name)) { counts[value, default: 0] += 1 }
            }
            if let chosen = address[name], counts[chosen] == nil { counts[chosen] = 0 }
            // One value that all share narrows nothing.
            guard counts.count > 1 || address[name] != nil else { return nil }
            return FilterGroup(
                title: title(name), more: { words("solutions.facet-more", count: $0) }, counts: counts, name: name,
                address: address, words: words, label: { label(name, $0) }
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
