import HTML
import Language
import Platform

/// The public directory of services: what was asked, what was found, and how to narrow it.
struct ServiceListPage {
    let address: ServiceAddress
    let results: ServiceResults
    let words: Words

    /// A longer list of agencies is shown only once a ministry narrows it: nobody reads hundreds of links, and phones pay for them.
    static let mostAgencies = 40

    var title: String {
        address.text.isEmpty ? words("services.title") : words("services.title-search", ["text": address.text])
    }

    var html: HTML {
        """
        \(HTML.pageHeading(words("services.title"), lead: "\(words("services.lead"))"))\
        \(HTML.searchBox(
            action: "/services", label: words("services.search-label"), button: words("services.search-button"),
            value: address.text.isEmpty ? nil : address.text, hint: words("services.search-hint"), keep: address.kept))\
        \(HTML.besideResults(facetsLabel: words("services.filters"), facets: facets, results: list))
        """
    }

    private var facets: HTML {
        HTML.facets(
            label: words("services.filters"), groups: groups, removeLabel: words("services.remove"),
            clear: HTML.TextLink(words("services.clear"), url: address.withoutFilters().url))
    }

    private var list: HTML {
        """
        \(HTML.chosenFacets(label: words("services.chosen"), groups: groups, removeLabel: words("services.remove")))\
        <p class="result-count" role="status">\(count)</p>
        \(if: !results.hasAllWords && results.count > 0, HTML.notice("\(words("services.some-words"))"))\
        \(results.items.isEmpty ? nothing : HTML.resultList(results.items.map(item)))\
        \(HTML.pagination(
            label: words("services.pages"),
            previous: address.cursor == nil ? nil : HTML.TextLink(words("services.first"), url: address.at(nil).url),
            next: results.next.map { HTML.TextLink(words("services.next"), url: address.at($0).url) }))
        """
    }

    private var count: String {
        address.text.isEmpty
            ? words("services.count", count: results.count)
            : words("services.count-search", count: results.count, ["text": address.text])
    }

    private var nothing: HTML {
        var ways: [HTML] = []
        if address.cursor != nil { ways.append("<a href=\"\(url: address.at(nil).url)\">\(words("services.first"))</a>") }
        if address.isFiltered { ways.append("<a href=\"\(url: address.withoutFilters().url)\">\(words("services.clear"))</a>") }
        if !address.text.isEmpty { ways.append("<a href=\"\(url: address.withoutText().url)\">\(words("services.try-all"))</a>") }
        return HTML.emptyState(
            words(ways.isEmpty ? "services.none-yet" : "services.none"), "\(words("services.none-hint"))",
            action: ways.isEmpty ? nil : "<ul>\(ways.map { "<li>\($0)</li>" })</ul>")
    }

    private func item(_ item: ServiceResults.Item) -> HTML.ResultItem {
        let name = item.name.read(in: words.language)
        let lead = item.lead.isEmpty ? nil : item.lead.read(in: words.language)
        var note: [HTML] = ["\(isolated: item.organisation)"]
        if let country = item.country { note.append("\(words.country(country))") }
        return HTML.ResultItem(
            title: "<bdi>\(name.text)</bdi>", url: "/services/\(item.slug)", language: name.language == words.language ? nil : name.language,
            marks: Self.mark(item.state, words), summary: lead.map { "<span lang=\"\($0.language)\">\($0.text)</span>" },
            note: note.joined(separator: " · "))
    }

    static func mark(_ state: Service.State, _ words: Words) -> HTML {
        HTML.tag(words("service.state.\(state.rawValue)"), tone: state == .open ? .good : .neutral)
    }

    // MARK: Facets

    private var groups: [HTML.FacetGroup] { ServiceFacet.allCases.compactMap(group) }

    private func group(_ facet: ServiceFacet) -> HTML.FacetGroup? {
        let counts = results.facets[facet] ?? []
        // One value that all share narrows nothing.
        guard counts.count > 1 || address.chosen[facet] != nil else { return nil }
        if facet == .agency || facet == .office, counts.count > Self.mostAgencies { return nil }
        return HTML.FacetGroup(
            words("services.facet.\(facet.rawValue)"),
            counts.map { count in
                HTML.FacetOption(
                    label(count.value, facet), count: words.number(count.count), url: address.toggling(count.value, of: facet).url,
                    isChosen: address.isChosen(count.value, of: facet))
            },
            more: words("services.facet-more", count: max(counts.count - HTML.FacetGroup.usual, 0)))
    }

    private func label(_ value: String, _ facet: ServiceFacet) -> String {
        switch facet {
        case .event: words("life-event.\(value)")
        case .audience: words("audience.\(value)")
        case .country: words.country(value)
        case .state: words("service.state.\(value)")
        case .ministry, .agency, .office: results.names[value]?[words.language] ?? value
        }
    }
}
