import HTML
import Language
import Platform

extension SolutionListPage {
    var html: HTML {
        """
        \(HTML.pageHeading(words("solutions.title"), lead: "\(words("solutions.lead"))"))
        \(HTML.searchBox(
            action: "/solutions", label: words("solutions.search-label"), button: words("solutions.search-button"),
            value: address.text.isEmpty ? nil : address.text, hint: words("solutions.search-hint"),
            keep: address.kept))
        \(HTML.besideResults(facetsLabel: words("solutions.filters"), facets: facets, results: results))
        """
    }

    private var facets: HTML {
        HTML.facets(
            label: words("solutions.filters"), groups: groups, removeLabel: words("solutions.remove"),
            clear: HTML.TextLink(words("solutions.clear"), url: address.withoutFilters().url()))
    }

    private var results: HTML {
        """
        \(HTML.chosenFacets(label: words("solutions.chosen"), groups: groups, removeLabel: words("solutions.remove")))
        <p class="result-count" role="status">\(countText)</p>
        \(if: !hasAllWords && count > 0, HTML.notice("\(words("solutions.some-words"))"))
        \(if: count > 1, HTML.tabs(label: words("solutions.sort"), orders.map { order in
            HTML.NavigationLink(
                words("solutions.sort.\(order.rawValue)"), url: address.sorted(by: order).url(),
                isCurrent: order == address.order)
        }))
        \(items.isEmpty ? nothing : HTML.resultList(items.map(Self.result(words))))
        \(HTML.pagination(
            label: words("solutions.pages"),
            previous: address.cursor == nil ? nil : HTML.TextLink(words("solutions.first"), url: address.at(nil).url()),
            next: next.map { HTML.TextLink(words("solutions.next"), url: $0.url()) }))
        \(if: count > 0, elsewhere)
        """
    }

    /// The same list for a feed reader, a program and a spreadsheet.
    private var elsewhere: HTML {
        """
        <p class="note no-print">\(words("solutions.take-away")) \
        <a href="\(url: address.url("/solutions.atom"))">\(words("solutions.feed"))</a> · \
        <a href="\(url: address.url("/api/v1/solutions.csv"))">\(words("solutions.csv"))</a> · \
        <a href="\(url: address.url("/api/v1/solutions"))">\(words("solutions.api"))</a></p>

        """
    }

    private var nothing: HTML {
        var ways: [HTML] = []
        if address.cursor != nil {
            ways.append("<a href=\"\(url: address.at(nil).url())\">\(words("solutions.first"))</a>")
        }
        if address.isFiltered {
            ways.append("<a href=\"\(url: address.withoutFilters().url())\">\(words("solutions.try-no-filters"))</a>")
        }
        if !address.text.isEmpty {
            ways.append("\(words("solutions.try-fewer-words"))")
            ways.append("<a href=\"\(url: address.withoutText().url())\">\(words("solutions.try-all"))</a>")
        }
        ways.append("<a href=\"/needs\">\(words("solutions.try-needs"))</a>")
        return HTML.emptyState(
            words(address.text.isEmpty && !address.isFiltered ? "solutions.none-yet" : "solutions.none"),
            "\(words("solutions.none-hint"))",
            action: """
                <ul>\(ways.map { "<li>\($0)</li>" })</ul>\
                \(with: stateNeed, { HTML.buttonLink(words("solutions.state-need"), url: $0, kind: .secondary) })
                """)
    }

    /// One solution in a list, here and on the home page.
    static func result(_ words: Words) -> (Item) -> HTML.ResultItem {
        { item in
            let listing = item.listing
            let summary = marked(item.summary)
            return HTML.ResultItem(
                title: "<bdi>\(marked(item.title))</bdi>", url: "/solutions/\(listing.slug)",
                language: words.lang(of: item.title.language), marks: marks(listing, words),
                summary: item.summary.language == item.title.language
                    ? summary : "<span lang=\"\(item.summary.language)\">\(summary)</span>",
                note: note(listing, words))
        }
    }

    private static func marked(_ text: Text) -> HTML {
        guard let runs = text.runs else { return "\(text.text)" }
        return runs.map { run -> HTML in run.isMatch ? "<mark>\(run.text)</mark>" : "\(run.text)" }.joined()
    }

    private static func marks(_ listing: SolutionListing, _ words: Words) -> HTML {
        var tags: [HTML] = []
        if listing.failedPractice { tags.append(HTML.tag(words("solution.failed-practice"), tone: .caution)) }
        if listing.state == .archived || listing.state == .due {
            tags.append(HTML.tag(words.label(listing.state), tone: .caution))
        }
        if let stage = listing.stage { tags.append(HTML.tag(words.label(stage), tone: .exchange)) }
        tags.append(HTML.tag(words.label(listing.evidence), tone: listing.evidence.tone))
        return tags.joined(separator: " ")
    }

    private static func note(_ listing: SolutionListing, _ words: Words) -> HTML {
        var parts: [HTML] = ["\(isolated: listing.organisation)"]
        if let country = listing.country.map({ words.country($0) }), !listing.organisation.hasSuffix(country) {
            parts.append("\(country)")
        }
        parts.append("\(words("solutions.updated-on")) \(words.time(of: listing.updatedAt))")
        if listing.adoptions > 0 { parts.append("\(words("solutions.adoptions", count: listing.adoptions))") }
        return parts.joined(separator: " · ")
    }
}

extension EvidenceLevel {
    /// The words say the level; the colour only repeats it.
    var tone: HTML.Tone {
        switch self {
        case .evidenced, .sourced: .good
        case .declared, .described: .neutral
        }
    }
}
