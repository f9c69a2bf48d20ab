import HTML
import Platform

/// The funnel with its conversion and times, and the matrix of who exports to whom; each figure opens what it counts.
struct PartnershipReportPage {
    let report: PartnershipReport
    let words: Words

    var html: HTML {
        """
        \(HTML.breadcrumbs(label: words("work.way"), [.init(words("nav.reports"), url: "/reports")]))\
        \(HTML.pageHeading(words("partnership-report.title"), lead: "\(words("partnership-report.lead"))"))\
        <p>\(words("partnerships.count", count: report.total)) <a href="/partnerships">\(words("partnerships.open-list"))</a></p>
        \(funnel)\(stages)\(matrix)\
        <p>\(words("partnership-report.files")) <a href="/api/v1/reports/partnerships?format=csv">CSV</a> · \
        <a href="/api/v1/reports/partnerships">JSON</a></p>
        """
    }

    private var funnel: HTML {
        let words = words
        return Chart(
            id: "funnel", kind: .funnel, title: words("partnership-report.funnel"),
            description: words("partnership-report.funnel.description"), categoryTitle: words("partnerships.stage"),
            categories: report.lines.map { words.label($0.stage) },
            series: [.init(words("partnership-report.reached"), report.lines.map { Double($0.reached) })],
            direction: words.side,
            words: ChartWords(
                table: words("report.show-figures"), unknown: words("report.unknown"), empty: words("report.no-figures")),
            number: { words.number(Int($0)) }, share: { words.percent($0) }
        ).htmlWithoutTable
    }

    private func link(_ url: String, _ count: Int) -> HTML {
        count == 0 ? "\(words.number(0))" : "<a href=\"\(url: url)\">\(words.number(count))</a>"
    }

    private var stages: HTML {
        HTML.table(
            caption: words("partnership-report.stages"), rows: report.lines,
            columns: [
                .heading(words("partnerships.stage")) { "\(words.label($0.stage))" },
                .number(words("partnership-report.reached")) { link("/partnerships?reached=\($0.stage.rawValue)", $0.reached) },
                .number(words("partnership-report.now")) { link("/partnerships?stage=\($0.stage.rawValue)", $0.now) },
                .number(words("partnership-report.conversion")) { "\($0.conversion.map { words.percent($0) } ?? "–")" },
                .number(words("partnership-report.median")) { line in
                    "\(line.medianDays.map { words("partnership-report.median-of", count: line.stays, ["days": words.figure(($0 * 10).rounded() / 10)]) } ?? words("report.unknown"))"
                },
            ], isDense: true)
            + "<p>\(PartnershipStage.exits.map { exit -> HTML in "\(words.label(exit)): \(link("/partnerships?stage=\(exit.rawValue)", report.exits[exit] ?? 0))" }.joined(separator: " · "))</p>\n"
    }

    private var matrix: HTML {
        guard !report.cells.isEmpty else { return "" }
        let askers = report.askers
        let unknown = PartnershipStore.Filter.unknown
        return HTML.table(
            caption: words("partnership-report.matrix"), rows: report.givers,
            columns: [.heading(words("partnership-report.provider")) { "\(words.known(country: $0))" }]
                + askers.map { asking in
                    .number(words.known(country: asking)) { giving in
                        let count = report.cells[.init(giving: giving, asking: asking)] ?? 0
                        return link("/partnerships?giving=\(giving ?? unknown)&asking=\(asking ?? unknown)", count)
                    }
                }, isDense: true)
    }
}
