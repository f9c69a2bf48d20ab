import HTML
import Language
import Platform

/// The page of one need: what is wrong today, and what would help.
struct NeedPage: Sendable {
    let need: Need
    let organisation: Organisation?
    let words: Words
    let language: String
    /// Where its owner changes it; nil for everybody else.
    let workLink: String?

    var content: NeedContent { need.content }
    var path: String { "/needs/\(need.slug)" }
    var title: (text: String, language: String) { content.title(in: language) }

    init(_ need: Need, organisation: Organisation?, words: Words, wanted: String?, workLink: String?) {
        self.need = need
        self.organisation = organisation
        self.words = words
        self.workLink = workLink
        let offered = [need.content.language] + need.content.translations.keys
        language = wanted.flatMap { offered.contains($0) ? $0 : nil }
            ?? (offered.contains(words.language) ? words.language : need.content.language)
    }

    /// The catalogue, searched for the words of this need and narrowed to nothing: its own order puts the likely ones first.
    var search: String { CatalogueAddress(text: title.text).url() }

    /// What the network has on the same subjects.
    var sameThemes: String? {
        content.themes.isEmpty
            ? nil : CatalogueAddress().choosing(content.themes.map(\.rawValue), of: .theme).url()
    }

    var otherLanguages: [(tag: String, name: String)] {
        ([content.language] + content.translations.keys.sorted()).filter { $0 != language }.map { tag in
            (tag, LanguageTag(tag)?.autonym ?? words.languageName(tag))
        }
    }

    // MARK: HTML

    var html: HTML {
        """
        \(HTML.breadcrumbs(label: words("solution.way"), [HTML.TextLink(words("needs.title"), url: "/needs")]))
        <div class="page-heading"><h1\(attribute: "lang", words.lang(of: title.language)) dir="auto">\(title.text)</h1>\
        <p class="marks">\(marks)</p></div>
        \(if: need.state == .met, HTML.notice("\(words("need.met"))", tone: .good))\
        \(if: need.state == .closed, HTML.notice("\(words("need.closed"))"))\
        \(if: need.state == .draft, HTML.notice("\(words("need.draft"))", tone: .caution))\
        \(if: content.visibility != .public, HTML.notice("\(words("visibility.\(content.visibility.rawValue).hint"))"))\
        \(if: title.language != words.language, HTML.notice("\(words("solution.not-translated", ["language": words.languageName(title.language)]))"))
        \(HTML.reading(article: article, facts: side, factsLabel: words("solution.facts")))
        """
    }

    private var marks: HTML {
        var tags: [HTML] = []
        if let organisation { tags.append("<span dir=\"auto\">\(organisation.name)</span>") }
        if let country = need.country { tags.append("<span>\(words.country(country))</span>") }
        tags.append(HTML.tag(words.label(need.state), tone: need.state.tone))
        if let urgency = content.urgency {
            tags.append(HTML.tag(words.label(urgency), tone: urgency == .high ? .caution : .neutral))
        }
        return tags.joined(separator: " ")
    }

    private var article: HTML {
        let problem = content.problem(in: language)
        var html = section("problem", problem.text, problem.language)
        html += section("baseline", content.baseline, content.language)
        html += section("affected", content.affected, content.language)
        let conditions = ConditionState.allCases.compactMap { state -> HTML? in
            let list = content.conditions.filter { $0.state == state }
            guard !list.isEmpty else { return nil }
            return """
                <h3>\(words.label(state))</h3>
                \(HTML.summaryList(list.map { .init(words.label($0.kind), inline($0.text)) }))
                """
        }
        if !conditions.isEmpty { html += "<section><h2>\(words("need.conditions"))</h2>\n\(conditions)</section>\n" }
        html += helpSection
        if !content.sources.isEmpty {
            html += "<section><h2>\(words("solution.sources"))</h2>\n\(sources(content.sources, words))</section>\n"
        }
        html += """
            <section class="no-print"><h2>\(words("need.next"))</h2>
            <p>\(words("need.next-hint"))</p>
            \(HTML.buttons(
                [
                    HTML.buttonLink(words("matching.link"), url: "\(path)/matches"),
                    HTML.buttonLink(words("need.find"), url: search, kind: .secondary),
                ]
                    + (sameThemes.map { [HTML.buttonLink(words("need.find-themes"), url: $0, kind: .secondary)] } ?? [])))
            </section>

            """
        return html
    }

    private var helpSection: HTML {
        var facts: [HTML.Fact] = []
        if !content.instruments.isEmpty {
            facts.append(.init(words("need.instruments"), "\(words.list(content.instruments.map { words.label($0) }))"))
        }
        if !content.languages.isEmpty {
            facts.append(
                .init(words("need.languages"), "\(words.list(content.languages.map { words.languageName($0) }))"))
        }
        if let budget = content.budget {
            facts.append(.init(words("need.budget"), "\(words.money(budget.amount, currency: budget.currency))"))
        }
        if !content.sponsor.isEmpty { facts.append(.init(words("need.sponsor"), inline(content.sponsor))) }
        return facts.isEmpty ? "" : "<section><h2>\(words("need.help"))</h2>\n\(HTML.summaryList(facts))</section>\n"
    }

    private func section(_ key: String, _ text: String, _ language: String) -> HTML {
        guard !text.isEmpty else { return "" }
        let written = HTML.paragraphs(text, language: words.lang(of: language))
        return "<section><h2>\(words("need.\(key)"))</h2>\n\(written)</section>\n"
    }

    private func inline(_ text: String?) -> HTML {
        "<span dir=\"auto\"\(attribute: "lang", words.lang(of: content.language))>\(linked(text ?? ""))</span>"
    }

    private var side: HTML {
        var facts: [HTML.Fact] = []
        if let organisation { facts.append(.init(words("solution.owner"), "<span dir=\"auto\">\(organisation.name)</span>")) }
        if let country = need.country {
            facts.append(
                .init(
                    words("solution.country"),
                    "<a href=\"\(url: Link.to("/needs", [("country", country)]))\">\(words.country(country))</a>"))
        }
        if !content.themes.isEmpty {
            facts.append(.init(words("solution.themes"), content.themes.map { theme -> HTML in
                "<a href=\"\(url: Link.to("/needs", [("theme", theme.rawValue)]))\">\(words.label(theme))</a>"
            }.joined(separator: "<br>")))
        }
        if !content.sdgTargets.isEmpty {
            facts.append(.init(words("need.goals"), content.sdgTargets.map { "\(words.goal($0))" as HTML }.joined(separator: "<br>")))
        }
        facts.append(.init(words("need.stated"), words.time(of: need.createdAt)))
        facts.append(.init(words("need.changed"), words.time(of: need.updatedAt)))
        return """
            \(with: workLink, { "<p class=\"no-print\"><a class=\"button button-secondary\" href=\"\(url: $0)\">\(words("need.work"))</a></p>\n" })\
            \(if: !otherLanguages.isEmpty, """
                <p class="no-print">\(words("solution.read-in")) \(otherLanguages.map { language -> HTML in
                    """
                    <a href="\(url: "\(path)?lang=\(language.tag)")" lang="\(language.tag)" hreflang="\(language.tag)">\
                    <bdi>\(language.name)</bdi></a>
                    """
                }.joined(separator: " · "))</p>

                """)\
            <h2>\(words("solution.facts"))</h2>
            \(HTML.summaryList(facts))
            """
    }
}
