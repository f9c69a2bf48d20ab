import HTML
import Platform
import SQL
import Web

/// How many cases each office has open, late and ended: from counters, as of now.
struct BacklogPage {
    private let backlog: CaseBacklog
    private let offices: [Office]
    private let now: Timestamp
    private let today: DeskToday

    init(_ connection: any Connection, for principal: Principal, now: Timestamp) throws {
        let organisations = CaseRules.organisations(principal).sorted()
        let today = try DeskToday(connection, organisations, at: now)
        let counts = CaseBacklog.questions(organisations: organisations, today: today.number)
        let (offices, places, days) = try connection.ask(OfficeStore.list(of: organisations), counts.places, counts.days)
        self.offices = offices
        backlog = CaseBacklog(places, days)
        (self.now, self.today) = (now, today)
    }

    func html(_ words: Words) -> HTML {
        func cell(_ count: Int, _ query: DeskQuery?) -> HTML {
            guard let query, count > 0 else { return "\(words.number(count))" }
            return "<a href=\"\(url: query.address)\">\(words.number(count))</a>"
        }
        func query(_ office: Office, _ view: CaseFilter.View, _ due: CaseFilter.Due? = nil) -> DeskQuery {
            var query = DeskQuery(view: view)
            query.office = office.key
            query.due = due
            return query
        }
        func figures(_ office: Office) -> CaseBacklog.Figures { backlog.byOffice[office.id] ?? .init() }
        let columns: [HTML.Column<Office>] = [
            .heading(words("desk.office")) { "\($0.name[words.language])" },
            .number(words("desk.figure.office")) { cell(figures($0).office, query($0, .team)) },
            .number(words("desk.figure.others")) { cell(figures($0).others, query($0, .waiting)) },
            .number(words("desk.figure.late")) { cell(figures($0).late, query($0, .team, .late)) },
            .number(words("desk.figure.week")) { cell(figures($0).week, query($0, .team, .week)) },
            .number(words("backlog.ended")) { cell(figures($0).ended, nil) },
        ]
        let all = backlog.all
        let footer: [HTML] = [
            "\(words("backlog.all"))", "\(words.number(all.office))", "\(words.number(all.others))", "\(words.number(all.late))",
            "\(words.number(all.week))", "\(words.number(all.ended))",
        ]
        let phases = CasePhase.allCases.filter { backlog.byPhase[$0] != nil }
        return """
            \(HTML.breadcrumbs(label: words("desk.way"), [.init(words("desk.title"), url: "/work/cases")]))\
            \(HTML.pageHeading(words("backlog.title"), lead: "\(words("backlog.lead", ["when": words.dateTime(now, offset: today.secondsEast)]))"))\
            <p><a href="\(url: OfficeFiguresPage.path)">\(words("office-figures.title"))</a></p>\
            \(HTML.table(
                caption: words("backlog.by-office"), rows: offices, columns: columns, isDense: true, footer: footer,
                empty: HTML.emptyState(words("desk.no-office"))))\
            \(HTML.table(
                caption: words("backlog.by-phase"), rows: phases,
                columns: [
                    .heading(words("desk.column.phase")) { "\(words("case.phase.\($0.rawValue)"))" },
                    .number(words("backlog.cases")) { "\(words.number(backlog.byPhase[$0] ?? 0))" },
                ], isDense: true, empty: ""))
            """
    }
}
