import Language
import HTML
import Platform
import SQL

/// The first page: what the network is for, and the shortest ways into it.
struct HomePage: Sendable {
    /// What the page is made from, read in one transaction.
    struct Record: Sendable {
        let solutions: SolutionResults
        let needs: [Need]
        let tally: [OpportunityTally]
        let events: [Event]

        static func read(
            _ connection: any Connection, search: SolutionSearch, for principal: Principal, language: String
        ) throws -> Record {
            Record(
                solutions: try search.run(
                    connection, SolutionQuery(order: .newest, limit: HomePage.size, language: language)),
                needs: try NeedStore.list(connection, for: principal, state: .open, limit: HomePage.size),
                tally: try OpportunityStore.tally(connection), events: try EventStore.list(connection))
        }
    }

    static let size = 5

    let record: Record
    let list: SolutionListPage
    let report: (event: Event, count: Int)?
    let words: Words

    init(_ record: Record, words: Words) {
        self.record = record
        self.words = words
        list = SolutionListPage(CatalogueAddress(), record.solutions, words: words, stateNeed: nil)
        // The latest event that has any; its report is what officials ask for first.
        report = ReportListPage(record.events, record.tally, words: words).events.first
    }

    /// Themes that have solutions, in the network's own order.
    var themes: [(theme: Theme, count: Int)] {
        let counts = Dictionary(
            (record.solutions.facets[.theme] ?? []).map { ($0.value, $0.count) }, uniquingKeysWith: { first, _ in first })
        return Theme.allCases.compactMap { theme in counts[theme.rawValue].map { (theme, $0) } }
    }

    // MARK: HTML

    var html: HTML {
        """
        \(HTML.pageHeading(words("home.title"), lead: "\(words("home.lead"))"))
        \(HTML.searchBox(
            action: "/solutions", label: words("solutions.search-label"), button: words("solutions.search-button"),
            hint: words("solutions.search-hint")))
        \(figures)
        <section class="themes"><h2>\(words("home.themes"))</h2>
        \(themes.isEmpty ? HTML.emptyState(words("solutions.none-yet"), "\(words("home.none-hint"))") : HTML.linkList(themes.map {
            HTML.TextLink(
                words("home.theme", count: $0.count, ["theme": words.label($0.theme)]),
                url: CatalogueAddress().toggling($0.theme.rawValue, of: .theme).url())
        }))</section>
        <div class="columns">
        \(solutions)\(needs)</div>
        """
    }

    /// Figures of the catalogue; each says what it counts and opens it.
    private var figures: HTML {
        func figure(_ count: Int, _ key: String, _ url: String) -> HTML? {
            count == 0
                ? nil : "<li><a href=\"\(url: url)\">\(words("home.\(key)", count: count))</a></li>"
        }
        let shown = record.solutions.facets[.evidence] ?? []
        let sourced = shown.filter { $0.value == "sourced" || $0.value == "evidenced" }.reduce(0) { $0 + $1.count }
        let proven = CatalogueAddress().choosing([EvidenceLevel.evidenced.rawValue, EvidenceLevel.sourced.rawValue], of: .evidence)
        let list = [
            figure(record.solutions.count, "figure-solutions", "/solutions"),
            figure(sourced, "figure-sourced", proven.url()),
            report.flatMap { report in
                """
                <li><a href="\(url: OpportunityReportPage.path(report.event.key))">\
                \(words("home.figure-opportunities", count: report.count))</a> \
                <span class="note" dir="auto">\(report.event.name), \(isolated: report.event.place)</span></li>
                """
            },
        ].compactMap { $0 }
        return list.isEmpty ? "" : "<ul>\(list)</ul>\n"
    }

    private var solutions: HTML {
        """
        <section><h2>\(words("home.newest"))</h2>
        \(list.items.isEmpty ? HTML.emptyState(words("solutions.none-yet"), "\(words("home.none-hint"))") : HTML.resultList(list.items.map(SolutionListPage.result(words))))
        <p><a href="/solutions">\(words("home.all-solutions"))</a></p></section>

        """
    }

    private var needs: HTML {
        """
        <section><h2>\(words("home.needs"))</h2>
        \(record.needs.isEmpty ? HTML.emptyState(words("needs.none-yet"), "\(words("needs.none-yet-hint"))") : HTML.resultList(record.needs.map { NeedListPage.result($0, words) }))
        <p><a href="/needs">\(words("home.all-needs"))</a></p></section>

        """
    }
}
