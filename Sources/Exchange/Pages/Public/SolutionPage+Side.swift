import HTML
import Platform

/// The facts beside the text: who, where, since when, and how far to trust it.
extension SolutionPage {
    var side: HTML {
        var html: HTML = ""
        if let introductionLink {
            html += "<p class=\"no-print\"><a class=\"button button-secondary\" href=\"\(url: introductionLink)\">\(words("introduction.new"))</a></p>\n"
        }
        if let workLink {
            html += "<p class=\"no-print\"><a class=\"button button-secondary\" href=\"\(url: workLink)\">\(words("solution.work"))</a></p>\n"
        }
        if !otherLanguages.isEmpty {
            html += """
                <p class="no-print">\(words("solution.read-in")) \
                \(otherLanguages.map { language -> HTML in
                    """
                    <a href="\(url: "\(path)?lang=\(language.tag)")" lang="\(language.tag)" hreflang="\(language.tag)">\
                    <bdi>\(language.name)</bdi></a>
                    """
                }.joined(separator: " · "))</p>

                """
        }
        html += "<h2>\(words("solution.facts"))</h2>\n\(HTML.summaryList(facts))"
        html += "<h2>\(words("solution.trust"))</h2>\n\(HTML.summaryList(trustFacts))"
        if let context { html += contextBlock(context) }
        return html
    }

    private var facts: [HTML.Fact] {
        var facts: [HTML.Fact] = []
        func add(_ key: String, _ value: HTML?) {
            if let value { facts.append(.init(words("solution.\(key)"), value)) }
        }
        add("owner", record.organisation.map { "<span dir=\"auto\">\($0.name)</span>" })
        add("country", solution.country.map { "<a href=\"\(url: facet(.country, $0))\">\(words.country($0))</a>" })
        let elsewhere = content.developedIn.filter { $0 != solution.country }
        add("made-in", elsewhere.isEmpty ? nil : "\(words.list(elsewhere.map { words.country($0) }))")
        add("themes", content.themes.isEmpty ? nil : content.themes.map { theme -> HTML in
            "<a href=\"\(url: facet(.theme, theme.rawValue))\">\(words.label(theme))</a>"
        }.joined(separator: "<br>"))
        add("stage", content.stage.map { "\(words.label($0))" })
        add("launched", content.launchedYear.map { words.time(of: String($0)) })
        add("levels", content.governmentLevels.isEmpty ? nil : "\(words.list(content.governmentLevels.map { words.label($0) }))")
        add("channels", content.channels.isEmpty ? nil : "\(words.list(content.channels.map { words.label($0) }))")
        add("licence", filled(content.licence).map { "<bdi>\($0)</bdi>" })
        add("website", content.website.flatMap { WebAddress.isValid($0) ? $0 : nil }.map {
            "<a href=\"\(url: $0)\" rel=\"nofollow\"><bdi>\($0)</bdi></a>"
        })
        return facts
    }

    private func facet(_ facet: SolutionFacet, _ value: String) -> String {
        CatalogueAddress().toggling(value, of: facet).url()
    }

    private var trustFacts: [HTML.Fact] {
        var facts: [HTML.Fact] = []
        if let published = solution.publishedAt {
            facts.append(.init(words("solution.published"), words.time(of: published)))
        }
        if solution.state.isPublic {
            facts.append(
                .init(
                    words("solution.confirmed"),
                    solution.confirmedAt.map { words.time(of: $0) } ?? "\(words("solution.never-confirmed"))"))
        }
        let review: HTML =
            switch trust {
            case .reviewed(let moment): "\(words("solution.reviewed")) \(words.time(of: moment))"
            case .imported(let registry): "\(words("solution.imported", ["registry": registryName(registry)]))"
            case .unreviewed: "\(words("solution.unreviewed"))"
            }
        facts.append(.init(words("solution.review"), review))
        facts.append(
            .init(
                words("solution.evidence-level"),
                "\(words.label(evidence)). \(words("evidence.\(evidence.rawValue).hint"))"))
        return facts
    }

    /// A registry's name where the words know it, else its key.
    private func registryName(_ key: String) -> String {
        words.has("solution.registry.\(key)") ? words("solution.registry.\(key)") : key
    }

    /// The owner's country then and now: a solution of a poor country may be easier to take up by another one.
    private func contextBlock(_ context: Context) -> HTML {
        var facts = [HTML.Fact(words("solution.region"), "\(words("region.\(context.region)"))")]
        if let year = context.launchedYear {
            facts.append(
                .init(
                    words("solution.income-at-launch", ["year": words.date(String(year))]),
                    context.incomeAtLaunch.map(income) ?? unknown))
        }
        if let income = context.incomeNow { facts.append(.init(words("solution.income-now"), self.income(income))) }
        var groups: [String] = []
        if context.isLeastDeveloped { groups.append(words("solution.ldc")) }
        if context.isLandlocked { groups.append(words("solution.lldc")) }
        if context.isSmallIsland { groups.append(words("solution.sids")) }
        if !groups.isEmpty { facts.append(.init(words("solution.groups"), "\(groups.map { "\($0)" as HTML }.joined(separator: "<br>"))")) }
        return """
            <h2>\(words("solution.context", ["country": words.country(context.country)]))</h2>
            \(HTML.summaryList(facts))
            """
    }

    private func income(_ income: (year: String, group: String)) -> HTML {
        """
        \(words("income.\(income.group)"))<br><span class="note">\
        \(words("solution.income-table", ["year": words.date(income.year)]))</span>
        """
    }
}
