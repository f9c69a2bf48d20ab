import HTML
import Platform
import SQL
import Web

/// The desk's figures over the tree of offices: each row counts the office with those below it.
enum OfficeFiguresPage {
    static let path = "/work/cases/offices"

    static let routes: [Route] = [.get(path, DeskPages.access, handler: show)]

    @Sendable private static func show(_ call: Call) async throws -> Reply {
        let (principal, now, words) = (call.principal, call.now, call.words)
        let figures = try await call.services.database.read { try OfficeFigures($0, for: principal, now: now) }
        return call.page(
            title: words("office-figures.title"), area: .delivery, isWide: true, isPrivate: true, body: html(figures, words, now: now)
        ).cached(.never)
    }

    static func html(_ figures: OfficeFigures, _ words: Words, now: Timestamp) -> HTML {
        func number(_ title: String, _ value: KeyPath<CaseBacklog.Figures, Int>) -> HTML.Column<OfficeTree.Place> {
            .number(title) { "\(words.number(figures.withBelow($0.office)[keyPath: value]))" }
        }
        let columns: [HTML.Column<OfficeTree.Place>] = [
            .heading(words("desk.office")) { place in name(place, figures, words) },
            number(words("desk.figure.office"), \.office), number(words("desk.figure.others"), \.others),
            number(words("desk.figure.late"), \.late), number(words("desk.figure.week"), \.week), number(words("backlog.ended"), \.ended),
        ]
        let all = figures.all
        let footer: [HTML] =
            ["\(words("backlog.all"))"] + [all.office, all.others, all.late, all.week, all.ended].map { "\(words.number($0))" }
        return """
            \(HTML.breadcrumbs(label: words("desk.way"), [
                .init(words("desk.title"), url: "/work/cases"), .init(words("backlog.title"), url: "/work/cases/backlog"),
            ]))\
            \(HTML.pageHeading(words("office-figures.title"), lead: "\(words("office-figures.lead", ["when": words.dateTime(now, offset: figures.today.secondsEast)]))"))\
            \(bars(figures, words))\
            \(HTML.table(
                caption: words("office-figures.title"), isCaptionHidden: true, rows: figures.tree.places, columns: columns, isDense: true,
                footer: footer, empty: HTML.emptyState(words("desk.no-office"))))
            """
    }

    /// More would be a wall of bars; the table has them all.
    private static let mostBars = 30

    /// Open cases of each office with those below it, those whose limit has passed apart. The figures themselves stand in the table.
    private static func bars(_ figures: OfficeFigures, _ words: Words) -> HTML {
        let open = figures.tree.places.map { (place: $0, figures: figures.withBelow($0.office)) }.filter { $0.figures.open > 0 }
        guard open.count > 1 else { return "" }
        let shown = open.prefix(mostBars)
        let more = open.count - shown.count
        let late = shown.reduce(0) { $0 + ($1.figures.late > 0 ? 1 : 0) }
        return Chart(
            id: "office-bars", kind: .stackedBar, title: words("office-figures.chart"),
            description: words("office-figures.chart.text", count: late, ["shown": words.number(shown.count)])
                + (more > 0 ? " " + words("office-figures.chart.more", count: more) : ""),
            categoryTitle: words("desk.office"),
            categories: shown.map { String(repeating: "– ", count: $0.place.depth) + $0.place.office.name[words.language] },
            series: [
                .init(words("desk.figure.late"), shown.map { Double($0.figures.late) }),
                .init(words("office-figures.in-time"), shown.map { Double($0.figures.open - $0.figures.late) }),
            ],
            direction: words.direction == .rtl ? .rtl : .ltr,
            // Every figure is known, and the page's own table holds them.
            words: ChartWords(table: "", unknown: "", empty: ""),
            number: { words.number(Int($0)) }
        ).htmlWithoutTable
    }

    /// How deep it stands and how many are counted is said, not only shown.
    private static func name(_ place: OfficeTree.Place, _ figures: OfficeFigures, _ words: Words) -> HTML {
        let below = figures.tree.places(from: place.office, depth: 0).count - 1
        let way = String(repeating: "— ", count: place.depth)
        return """
            \(if: place.depth > 0, "<span aria-hidden=\"true\">\(way)</span>")\(place.office.name[words.language])\
            \(if: below > 0, " <span class=\"quiet\">\(words("office-figures.below", count: below))</span>")
            """
    }
}
