import HTML
import Platform

extension NeedListPage {
    var html: HTML {
        """
        \(HTML.pageHeading(
            words("needs.title"), lead: "\(words("needs.lead"))",
            actions: stateNeed.map { [HTML.buttonLink(words("needs.state"), url: $0)] } ?? []))
        \(HTML.besideResults(
            facetsLabel: words("solutions.filters"),
            facets: HTML.facets(
                label: words("solutions.filters"), groups: groups, removeLabel: words("solutions.remove"),
                clear: HTML.TextLink(words("solutions.clear"), url: address.withoutFilters().url)),
            results: results))
        """
    }

    private var results: HTML {
        """
        \(HTML.chosenFacets(label: words("solutions.chosen"), groups: groups, removeLabel: words("solutions.remove")))
        \(if: count > 0, "<p class=\"result-count\" role=\"status\">\(words("needs.count", count: count))</p>\n")
        \(needs.isEmpty ? nothing : HTML.resultList(needs.map { Self.result($0, words) }))
        \(HTML.pagination(
            label: words("solutions.pages"),
            previous: address.cursor == nil ? nil : HTML.TextLink(words("solutions.first"), url: address.at(nil).url),
            next: next.map { HTML.TextLink(words("solutions.next"), url: $0.url) }))
        """
    }

    private var nothing: HTML {
        if address.isFiltered || address.cursor != nil {
            return HTML.emptyState(
                words("needs.none"), "\(words("needs.none-hint"))",
                action: HTML.buttonLink(words("needs.all"), url: address.withoutFilters().url, kind: .secondary))
        }
        return HTML.emptyState(
            words("needs.none-yet"), "\(words("needs.none-yet-hint"))",
            action: stateNeed.map { HTML.buttonLink(words("needs.state"), url: $0) })
    }

    /// One need in a list, here and on the home page.
    static func result(_ need: Need, _ words: Words) -> HTML.ResultItem {
        let title = need.content.title(in: words.language)
        let problem = need.content.problem(in: words.language)
        var tags: [HTML] = [HTML.tag(words.label(need.state), tone: need.state.tone)]
        if let urgency = need.content.urgency {
            tags.append(HTML.tag(words.label(urgency), tone: urgency == .high ? .caution : .neutral))
        }
        if need.content.visibility != .public { tags.append(HTML.tag(words.label(need.content.visibility))) }
        var note: [HTML] = []
        if let country = need.country { note.append("\(words.country(country))") }
        if !need.content.themes.isEmpty { note.append("\(words.list(need.content.themes.map { words.label($0) }))") }
        let summary: HTML = problem.language == title.language
            ? "\(problem.text)" : "<span lang=\"\(problem.language)\">\(problem.text)</span>"
        return HTML.ResultItem(
            title: "<bdi>\(title.text)</bdi>", url: "/needs/\(need.slug)",
            language: words.lang(of: title.language), marks: tags.joined(separator: " "),
            summary: problem.text.isEmpty ? nil : summary, note: note.isEmpty ? nil : note.joined(separator: " · "))
    }
}

extension Need.State {
    var tone: HTML.Tone {
        switch self {
        case .open: .exchange
        case .met: .good
        case .draft, .closed: .neutral
        }
    }
}
