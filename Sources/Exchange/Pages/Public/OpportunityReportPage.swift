import HTML
import Platform
import SQL

/// Who was interested in what at one event: a table whose figures open the records that they count, and its drawing.
struct OpportunityReportPage: Sendable {
    let event: Event
    let report: OpportunityReport
    let words: Words
    let now: Timestamp

    static func path(_ event: String) -> String { "/reports/opportunities/\(Link.segment(event))" }

    var title: String { words("report.title", ["event": event.name]) }

    /// The list that shows exactly the records of a figure.
    func url(country: String? = nil, theme: Theme? = nil) -> String {
        var filters = [("event", event.key)]
        if let country { filters.append(("country", country)) }
        if let theme { filters.append(("theme", theme.rawValue)) }
        return Link.to("/opportunities", filters)
    }

    // MARK: HTML

    var html: HTML {
        """
        \(HTML.breadcrumbs(label: words("solution.way"), [HTML.TextLink(words("report.list-title"), url: "/reports")]))
        \(HTML.pageHeading(words("report.heading"), lead: "<span dir=\"auto\">\(event.name)</span>"))
        <p class="note">\(EventHeading(event: event, words: words).whenAndWhere) · \
        <a href="\(url: EventPage.path(event.key))">\(words("report.event"))</a></p>
        \(report.lines.isEmpty ? HTML.emptyState(words("opportunities.none-yet"), "\(words("opportunities.none-yet-hint"))") : figures)
        <section><h2>\(words("solution.sources"))</h2>
        <p>\(words("report.sources-hint"))</p>
        \(sources(event.sources, words))</section>
        """
    }

    private var figures: HTML {
        """
        <p>\(words(
            "report.summary", count: report.total,
            ["countries": words("report.countries", count: report.lines.count), "themes": words("report.themes", count: report.themes.count)]))</p>
        \(table)
        <p class="note">\(words("report.as-of")) \(words.time(of: now)). \
        <a href="\(url: "/api/v1/reports/opportunities/\(Link.segment(event.key))?format=csv")" download>\(words("report.csv"))</a></p>
        \(chart)
        """
    }

    private var table: HTML {
        let columns: [HTML.Column<OpportunityReport.Line>] =
            [.heading(words("report.country")) { "\(words.country($0.country))" }]
            + report.themes.map { theme in
                .number(words.label(theme)) { figure($0.counts[theme] ?? 0, url(country: $0.country, theme: theme)) }
            }
            + [.number(words("report.total")) { figure($0.total, url(country: $0.country)) }]
        let totals: [HTML] =
            ["\(words("report.total"))"]
            + report.themes.map { figure(report.total(of: $0), url(theme: $0)) }
            + [figure(report.total, url())]
        return HTML.table(
            caption: words("report.caption"), rows: report.lines, columns: columns, isDense: true, footer: totals)
    }

    /// A figure opens what it counts; nothing is behind a zero.
    private func figure(_ count: Int, _ address: String) -> HTML {
        count == 0 ? "\(words.number(0))" : "<a href=\"\(url: address)\">\(words.number(count))</a>"
    }

    private var chart: HTML {
        Chart(
            id: "opportunities", kind: .stackedBar, title: words("report.chart-title"),
            description: words("report.chart-description"), categoryTitle: words("report.country"),
            categories: report.lines.map { words.country($0.country) },
            series: report.themes.map { theme in
                .init(words.label(theme), report.lines.map { Double($0.counts[theme] ?? 0) })
            },
            direction: words.side,
            words: ChartWords(
                table: words("report.show-figures"), unknown: words("report.unknown"),
                empty: words("report.no-figures")),
            number: { [words] in words.number($0, fractionDigits: 0) }
        ).htmlWithoutTable
    }
}

/// The events that have opportunities, each with its report.
struct ReportListPage: Sendable {
    let events: [(event: Event, count: Int)]
    let words: Words

    init(_ events: [Event], _ tally: [OpportunityTally], words: Words) {
        self.words = words
        var counts: [String: Int] = [:]
        for row in tally { counts[row.event, default: 0] += row.count }
        self.events = events.compactMap { event in counts[event.key].map { (event, $0) } }
    }

    var html: HTML {
        """
        \(HTML.pageHeading(words("report.list-title"), lead: "\(words("report.list-lead"))"))
        \(HTML.table(
            caption: words("report.list-title"), isCaptionHidden: true, rows: events,
            columns: [
                .heading(words("opportunities.facet.event")) { row in
                    "<a href=\"\(url: OpportunityReportPage.path(row.event.key))\" dir=\"auto\">\(row.event.name)</a>"
                },
                .text(words("report.when")) { EventHeading(event: $0.event, words: words).whenAndWhere },
                .number(words("opportunities.title")) { row in
                    "<a href=\"\(url: Link.to("/opportunities", [("event", row.event.key)]))\">\(words.number(row.count))</a>"
                },
            ],
            empty: HTML.emptyState(words("report.none-yet"), "\(words("report.none-yet-hint"))")))
        <p><a href="/reports/partnerships">\(words("partnership-report.title"))</a> · \
        <a href="/partnerships">\(words("partnerships.title"))</a></p>
        """
    }
}
