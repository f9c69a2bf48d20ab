import HTML
import Platform
import SQL

/// A service as everybody reads it: what it is, who can apply, what is needed, what it costs, how long it takes, what happens.
struct ServicePage {
    let service: Service
    let organisation: Organisation
    let offices: [Office]
    let words: Words
    /// Shown to its editors before it is published.
    var isPreview = false

    private var definition: ServiceDefinition { service.definition }
    private var isOpen: Bool { service.state == .open }

    init?(_ connection: any Connection, _ service: Service, words: Words, isPreview: Bool = false) throws {
        guard let organisation = try PeopleStore.organisation(connection, service.organisation) else { return nil }
        self.service = service
        self.organisation = organisation
        offices = try OfficeStore.list(connection, keys: service.definition.offices)
        self.words = words
        self.isPreview = isPreview
    }

    var title: String { definition.name[words.language] }

    var html: HTML {
        """
        \(if: !isPreview, HTML.breadcrumbs(label: words("services.path"), [HTML.TextLink(words("services.title"), url: "/services")]))\
        \(HTML.pageHeading(title, above: "\(organisation.name)\(service.country.map { " · \(words.country($0))" } ?? "")"))\
        \(HTML.reading(article: article, facts: facts, factsLabel: words("service.facts")))
        """
    }

    // MARK: The article

    private var article: HTML {
        """
        \(paragraphs(definition.description))\
        \(apply)\
        \(section("service.who", paragraphs(definition.eligibility)))\
        \(section("service.needs", evidence))\
        \(section("service.steps", steps))\
        \(section("service.endings", endings))\
        \(section("service.appeal", appeal))\
        \(section("service.where", where_))
        """
    }

    private func section(_ key: String, _ content: HTML) -> HTML {
        content.isEmpty ? "" : "<section><h2>\(words(key))</h2>\n\(content)</section>\n"
    }

    private func paragraphs(_ text: LocalText) -> HTML {
        guard !text.isEmpty else { return "" }
        let read = text.read(in: words.language)
        return HTML.paragraphs(read.text, language: read.language == words.language ? nil : read.language)
    }

    private func text(_ text: LocalText) -> HTML {
        let read = text.read(in: words.language)
        return read.language == words.language ? "\(read.text)" : HTML.inLanguage(read.language, read.text)
    }

    /// The one thing to do on this page, or why it cannot be done.
    private var apply: HTML {
        if isPreview { return "" }
        if isOpen {
            let (key, door) = definition.grievance == nil ? ("service.apply", "apply") : ("complain.above", "complain")
            return HTML.buttons([HTML.buttonLink(words(key), url: "/\(door)/\(service.slug)")])
        }
        let elsewhere = definition.website.map { site -> HTML in
            "<p><a href=\"\(url: site)\" rel=\"external nofollow\">\(words("service.elsewhere"))</a> <bdi dir=\"ltr\" class=\"note\">\(Self.host(site))</bdi></p>"
        }
        return HTML.notice(
            "<p>\(words(service.state == .closed ? "service.is-closed" : "service.is-listed"))</p>\(elsewhere)",
            title: words("service.state.\(service.state.rawValue)"), tone: .neutral)
    }

    private static func host(_ site: String) -> String {
        String(site.drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != "/" })
    }

    private var evidence: HTML {
        guard !definition.evidence.isEmpty else { return isListedOnly ? "" : "<p>\(words("service.needs-nothing"))</p>" }
        return """
            <ul>\(definition.evidence.map { item -> HTML in
                let must = words(item.isRequired ? "service.must" : "service.may")
                return "<li><strong>\(text(item.name))</strong> (\(must))\(if: !item.hint.isEmpty, "<br>\(text(item.hint))")</li>"
            })</ul>

            """
    }

    private var steps: HTML {
        guard !definition.steps.isEmpty else { return "" }
        return """
            <ol>\(definition.steps.map { step -> HTML in
                let limit = step.limit.map { words("service.step-limit", ["time": time($0)]) }
                return "<li>\(text(step.publicName))\(with: limit, { "<br><span class=\"note\">\($0)</span>" })</li>"
            })</ol>

            """
    }

    private var endings: HTML {
        guard !definition.endings.isEmpty else { return "" }
        return """
            <dl class="summary">\(definition.endings.map { ending -> HTML in
                """
                <div><dt>\(words("case.outcome.\(ending.outcome.rawValue)"))</dt>\
                <dd><ul>\(ending.reasons.map { "<li>\(text($0.text))</li>" })</ul></dd></div>
                """
            })</dl>

            """
    }

    private var appeal: HTML {
        guard let appeal = definition.appeal else { return isListedOnly ? "" : "<p>\(words("service.no-appeal"))</p>" }
        let days = words("apply.limit.calendarDays", count: appeal.within)
        return "<p>\(words("service.appeal-rule", ["within": days, "time": time(appeal.deadline)]))</p>\n"
    }

    private var where_: HTML {
        guard !offices.isEmpty else { return "" }
        return "<ul>\(offices.map { "<li>\(text($0.name))</li>" })</ul>\n"
    }

    /// Nobody has described it yet: it says nothing about what is not known.
    private var isListedOnly: Bool { definition.steps.isEmpty }

    private func time(_ rule: DeadlineRule) -> String { words("apply.limit.\(rule.unit.rawValue)", count: rule.limit) }

    // MARK: Facts at its side

    private var facts: HTML {
        var facts: [HTML.Fact] = []
        if !isListedOnly {
            facts.append(HTML.Fact(words("apply.how-long"), "\(time(definition.deadline))"))
            let fees = definition.fees.map { fee -> HTML in
                "<li>\(text(fee.name)): \(words.money(fee.amount, currency: fee.currency))</li>"
            }
            facts.append(HTML.Fact(words("apply.fee"), fees.isEmpty ? "\(words("apply.free"))" : "<ul>\(fees)</ul>"))
        }
        if !definition.audiences.isEmpty {
            facts.append(HTML.Fact(words("apply.who-can"), links(definition.audiences.map(\.rawValue), "audience", "for")))
        }
        if !definition.lifeEvents.isEmpty {
            facts.append(HTML.Fact(words("services.facet.event"), links(definition.lifeEvents.map(\.rawValue), "life-event", "event")))
        }
        facts.append(HTML.Fact(words("services.facet.agency"), link(organisation.name, [("agency", organisation.key)])))
        if service.version > 0 {
            facts.append(HTML.Fact(words("service.version"), "\(words.number(service.version)), \(words.date(service.updatedAt))"))
        }
        if !definition.sources.isEmpty {
            facts.append(HTML.Fact(words("service.sources"), "<ul>\(definition.sources.map { "<li>\(isolated: $0)</li>" })</ul>"))
        }
        return HTML.summaryList(facts)
    }

    private func links(_ codes: [String], _ family: String, _ facet: String) -> HTML {
        codes.map { link(words("\(family).\($0)"), [(facet, $0)]) }.joined(separator: ", ")
    }

    private func link(_ name: String, _ query: [(String, String)]) -> HTML {
        "<a href=\"\(url: Link.to("/services", query))\">\(name)</a>"
    }
}
