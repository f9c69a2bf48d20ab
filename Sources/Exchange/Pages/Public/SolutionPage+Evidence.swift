import HTML
import Platform

/// What the solution has changed, and how we know.
extension SolutionPage {
    var evidenceSection: HTML {
        let body = indicators + comparison + costs
        guard !body.isEmpty else { return "" }
        return section("evidence", "<p class=\"note\">\(words("evidence.\(evidence.rawValue).hint"))</p>\n\(body)")
    }

    private var indicators: HTML {
        guard !content.indicators.isEmpty else { return "" }
        var columns: [HTML.Column<SolutionContent.Indicator>] = [
            .heading(words("solution.indicator")) { one in
                "\(inline(one.name))\(with: filled(one.unit), { "<br><span class=\"note\">\(inline($0))</span>" })"
            }
        ]
        // A column that nobody has filled tells nothing.
        if content.indicators.contains(where: { $0.baseline != nil }) {
            columns.append(.number(words("solution.baseline")) { figure($0.baseline) })
        }
        columns += [
            .number(words("solution.value")) { figure($0.value) },
            .text(words("solution.date")) { one in filled(one.date).map { words.time(of: $0) } ?? unknown },
            .text(words("solution.source")) { one in filled(one.source).map { inline($0) } ?? unknown },
        ]
        return HTML.table(caption: words("solution.indicators"), rows: content.indicators, columns: columns)
    }

    /// Time, cost and visits before and after: a table, and a drawing of each measure that has both figures.
    private var comparison: HTML {
        let measures = measures
        guard !measures.isEmpty else { return "" }
        let table = HTML.table(
            caption: words("solution.tcv"), rows: measures,
            columns: [
                .heading(words("solution.measure")) { "\(name($0))" },
                .number(words("solution.before")) { figure($0.before) },
                .number(words("solution.after")) { figure($0.after) },
                .number(words("solution.change")) { "\(change($0))" },
            ])
        let charts = measures.filter { $0.before != nil && $0.after != nil }.map { measure in
            Chart(
                id: "tcv-\(measure.key)", kind: .bar, title: name(measure),
                description: words(
                    "solution.chart-description",
                    [
                        "before": words.figure(measure.before ?? 0), "after": words.figure(measure.after ?? 0),
                    ]),
                categoryTitle: words("solution.measure"),
                categories: [words("solution.before"), words("solution.after")],
                series: [.init(name(measure), [measure.before, measure.after])], direction: words.side,
                words: ChartWords(
                    table: words("report.show-figures"), unknown: words("report.unknown"),
                    empty: words("report.no-figures")),
                number: { [words] in words.figure($0) }
            ).htmlWithoutTable
        }
        return """
            \(table)\(charts)\
            \(with: filled(content.tcv?.source), { "<p class=\"note\">\(words("solution.source")): \(inline($0))</p>\n" })
            """
    }

    private func name(_ measure: Measure) -> String {
        words("solution.measure.\(measure.key)", ["currency": measure.currency ?? ""])
    }

    /// The difference in per cent, with its sign; a rise is shown as plainly as a fall.
    private func change(_ measure: Measure) -> String {
        guard let before = measure.before, let after = measure.after, before > 0 else { return words("report.unknown") }
        let share = (after - before) / before
        if abs(share) < 0.005 { return words("solution.no-change") }
        return words(share < 0 ? "solution.less" : "solution.more", ["share": words.percent(abs(share))])
    }

    private var costs: HTML {
        var facts: [HTML.Fact] = []
        if let cost = content.costBuild { facts.append(.init(words("solution.cost-build"), worded(cost))) }
        if let cost = content.costRun { facts.append(.init(words("solution.cost-run"), worded(cost))) }
        if !content.staff.isEmpty { facts.append(.init(words("solution.staff"), inline(content.staff))) }
        return facts.isEmpty ? "" : "<h3>\(words("solution.costs"))</h3>\n\(HTML.summaryList(facts))"
    }

    private func worded(_ cost: SolutionContent.Cost) -> HTML {
        """
        \(words.money(cost.amount, currency: cost.currency))\
        \(with: cost.year, { " (\(words.time(of: String($0))))" })\
        \(with: filled(cost.source), { "<br><span class=\"note\">\(words("solution.source")): \(inline($0))</span>" })
        """
    }

    func figure(_ value: Double?) -> HTML { value.map { "\(words.figure($0))" } ?? unknown }

    var unknown: HTML { "<span class=\"note\">\(words("report.unknown"))</span>" }

    func filled(_ text: String?) -> String? { (text ?? "").isEmpty ? nil : text }
}
