import HTML
import Platform
import SQL
import Web

/// The desk: what is mine by due date, what nobody has taken, what the team has, what waits for others.
struct DeskPage {
    private struct List {
        let view: CaseFilter.View
        let lines: [DeskLine]
        let next: String?
    }

    private let query: DeskQuery
    private let lists: [List]
    private let backlog: CaseBacklog
    private let offices: [Office]
    /// The end of the address and the name of each service that has open cases in the lists.
    private let services: [(slug: String, name: LocalText)]
    private let saved: [SavedFilter]
    private let people: [(id: ID<Person>, name: String)]
    private let work: CoveredWork
    private let names: [ID<Person>: String]

    static let pageSize = 40
    /// On the first page the queue shows only its beginning.
    private static let shortList = 10

    init(_ connection: any Connection, for principal: Principal, me: ID<Person>, fields: Fields, now: Timestamp) throws {
        let query = DeskQuery(fields)
        self.query = query
        let organisations = CaseRules.organisations(principal).sorted()
        let today = try DeskToday(connection, organisations, at: now).number
        let counts = CaseBacklog.questions(organisations: organisations, today: today)
        let (offices, places, days, saved, services) = try connection.ask(
            OfficeStore.list(of: organisations), counts.places, counts.days, SavedFilterStore.list(of: me),
            ServiceStore.slugs(of: organisations))
        let work = try CoveredWork.read(connection, me, on: Day(number: today))
        self.work = work
        let access = CaseRules.condition(for: principal)
        self.offices = offices
        self.saved = saved
        self.services = try services.map { ($0.slug, try ServiceDefinitions.find(connection, $0.id, version: $0.version).name) }
        backlog = CaseBacklog(places, days)
        let views: [CaseFilter.View] = query.view.map { [$0] } ?? [.mine, .queue]
        var lists: [(view: CaseFilter.View, rows: [CaseRow], next: String?)] = []
        for view in views {
            let size = query.view == nil && view == .queue ? Self.shortList : Self.pageSize
            let rows: [CaseRow]
            if let filter = try query.filter(connection, view: view, offices: offices) {
                rows = try connection.ask(
                    CaseList.rows(
                        filter, desk: work.desk, organisations: organisations, seenBy: access, today: today,
                        after: query.view == nil ? nil : Self.place(fields["after"]), limit: size + 1))
            } else {
                rows = []
            }
            let shown = Array(rows.prefix(size))
            lists.append((view, shown, rows.count > shown.count ? Self.next(shown, view, query) : nil))
        }
        let named = Set(lists.flatMap { $0.rows.compactMap(\.assignee) }).union(work.others).union([work.away?.worker].compactMap(\.self))
        let names = try connection.ask(PersonNames.question(named))
        self.names = names
        self.lists = try lists.map { view, rows, next in
            List(
                view: view,
                lines: try rows.map { row in
                    let service = try ServiceDefinitions.find(connection, row.service, version: row.serviceVersion)
                    return DeskLine(
                        row: row, service: service, assignee: row.assignee.flatMap { names[$0] },
                        isCovered: row.assignee.map(work.others.contains) ?? false, isLate: row.due.map { $0.number < today } ?? false,
                        isStepLate: row.stepDue.map { $0.number < today } ?? false, step: .of(row, steps: service.steps.count, desk: work.desk))
                }, next: next)
        }
        people = query.view == .queue || query.view == .team ? try DeskPeople.list(connection, organisations) : []
    }

    /// Where the list goes on. On the first page that is the whole list.
    private static func next(_ shown: [CaseRow], _ view: CaseFilter.View, _ query: DeskQuery) -> String? {
        if query.view == nil { return query.with(view).address }
        return shown.last.map {
            Link.to("/work/cases", query.values + [("after", "\($0.due?.number ?? CaseStore.noDate)~\($0.id)")])
        }
    }

    /// The place in a list as it stands in the address: `20543~0198…`.
    static func place(_ text: String?) -> CaseList.Place? {
        let parts = (text ?? "").split(separator: "~").map(String.init)
        guard parts.count == 2, let due = Int(parts[0]), (0...CaseStore.noDate).contains(due), let id = ID<Case>(parts[1]) else {
            return nil
        }
        return CaseList.Place(due: due, id: id)
    }

    // MARK: HTML

    func html(_ call: Call) -> HTML {
        let words = call.words
        return """
            \(HTML.pageHeading(words("desk.title"), lead: "\(words("desk.lead"))"))\
            \(if: offices.isEmpty, HTML.emptyState(words("desk.no-office")))\
            \(if: !offices.isEmpty, """
                \(cover(words))\(figures(words))\(finder(call))\(tabs(words))\(filters(call))\
                \(lists.map { list($0, words) })\
                \(if: !people.isEmpty && lists.contains { !$0.lines.isEmpty }, assignForm(call))
                """)
            """
    }

    /// For whom they work today, or who works for them.
    private func cover(_ words: Words) -> HTML {
        let others = work.others.compactMap { other in work.last(other).map { (name: names[other] ?? words("desk.nobody"), last: $0) } }
        let lines = others.sorted { $0.name < $1.name }.map { words("desk.cover.for", ["name": $0.name, "last": words.date($0.last.description)]) }
            + [work.away.map { absence, worker in
                words("desk.cover.by", ["name": names[worker] ?? words("desk.nobody"), "last": words.date(absence.last.description)])
            }].compactMap(\.self)
        guard !lines.isEmpty else { return "" }
        return HTML.notice("""
            \(lines.map { "<p>\($0)</p>" as HTML })<p><a href="/work/absences">\(words("absences.title"))</a></p>
            """)
    }

    /// Each figure opens what it counts.
    private func figures(_ words: Words) -> HTML {
        let all = backlog.all
        var late = DeskQuery(view: .team)
        late.due = .late
        var week = DeskQuery(view: .team)
        week.due = .week
        let figures: [(String, Int, String)] = [
            ("office", all.office, DeskQuery(view: .team).address), ("late", all.late, late.address), ("week", all.week, week.address),
            ("others", all.others, DeskQuery(view: .waiting).address),
        ]
        return """
            <ul class="desk-figures">\(figures.map { key, count, url in
                "<li><a href=\"\(url: url)\"><strong>\(words.number(count))</strong> \(words("desk.figure.\(key)"))</a></li>" as HTML
            })</ul>

            """
    }

    /// Somebody stands at the counter, or calls, and says their number.
    private func finder(_ call: Call) -> HTML {
        let words = call.words
        return HTML.queryForm(action: "/work/cases/find", label: words("desk.find"), """
            <div class="filter-row finder">\(call.controls().text("number", label: words("desk.find.number"), width: .short))\
            \(HTML.buttons([HTML.button(words("desk.find"), kind: .secondary)]))</div>
            """)
    }

    private func tabs(_ words: Words) -> HTML {
        HTML.tabs(
            label: words("desk.views"),
            [HTML.NavigationLink(words("desk.list.first"), url: "/work/cases", isCurrent: query.view == nil)]
                + CaseFilter.View.allCases.map { view in
                    HTML.NavigationLink(words("desk.list.\(view.rawValue)"), url: query.with(view).address, isCurrent: query.view == view)
                } + [HTML.NavigationLink(words("backlog.title"), url: "/work/cases/backlog", isCurrent: false)])
    }

    private func filters(_ call: Call) -> HTML {
        let words = call.words
        let language = words.language
        let controls = call.controls(values: Dictionary(uniqueKeysWithValues: query.values.map { ($0.0, [$0.1]) }))
        let phases = CasePhase.allCases.filter(\.isOpen).map { HTML.Option($0.rawValue, words("case.phase.\($0.rawValue)")) }
        let dues = CaseFilter.Due.allCases.map { HTML.Option($0.rawValue, words("desk.due.\($0.rawValue)")) }
        return HTML.details(
            words(query.isNarrow ? "desk.filters.chosen" : "desk.filters"), isOpen: query.isNarrow,
            """
            \(if: !saved.isEmpty, """
                <p>\(words("desk.filters.saved"))</p><ul class="link-list">\(saved.map { filter in
                    """
                    <li><a href="\(url: filter.address)">\(isolated: filter.name)</a> \
                    \(HTML.actionButton(words("desk.filters.remove"), action: "/work/cases/filters/\(filter.id)/remove", about: filter.name))</li>
                    """ as HTML
                })</ul>
                """)\
            \(HTML.queryForm(action: "/work/cases", label: words("desk.filters"), """
                \(HTML.hidden("view", value: (query.view ?? .team).rawValue))<div class="filter-row">\
                \(if: offices.count > 1, controls.select("office", label: words("desk.office"), isRequired: false, options: offices.map { .init($0.key, $0.name[language]) }))\
                \(if: services.count > 1, controls.select("service", label: words("desk.column.service"), isRequired: false, options: services.map { .init($0.slug, $0.name[language]) }))\
                \(controls.select("phase", label: words("desk.column.phase"), isRequired: false, options: phases))\
                \(controls.select("due", label: words("desk.column.due"), isRequired: false, options: dues))</div>\
                \(HTML.buttons([HTML.button(words("desk.filters.show"), kind: .secondary)]))
                """))\
            \(if: query.isNarrow, HTML.form(action: "/work/cases/filters", """
                \(query.values.map { HTML.hidden($0.0, value: $0.1) })\
                \(controls.text("name", label: words("desk.filters.name"), maxLength: SavedFilter.nameLimit - 20, width: .half))\
                \(HTML.buttons([HTML.button(words("desk.filters.save"), kind: .secondary)]))
                """))
            """)
    }

    private func list(_ list: List, _ words: Words) -> HTML {
        let view = list.view
        let canChoose = !people.isEmpty
        // Said once, at the first list that has rows.
        let tellsKeys = lists.first { !$0.lines.isEmpty }?.view == view
        var columns: [HTML.Column<DeskLine>] = [
            .heading(words("desk.column.case")) { line in
                """
                <span class="row-head">\(if: canChoose, """
                    <input class="row-choice" type="checkbox" form="assign" name="case" value="\(line.row.reference)~\(line.row.events)" \
                    aria-label="\(words("desk.choose", ["reference": line.row.reference]))"> 
                    """)<a href="\(url: "/work/cases/\(line.row.reference)")"><bdi dir="ltr">\(line.row.reference)</bdi></a></span>
                """
            },
            .text(words("desk.column.service")) { line in
                """
                \(if: line.row.kind != .request, "\(words("case.kind.\(line.row.kind.rawValue)")): ")\(line.service.name[words.language])
                """
            },
            .text(words("desk.column.applicant")) { line in
                "\(isolated: line.row.applicant.isEmpty ? words("desk.who.unknown") : line.row.applicant)"
            },
            .text(words("desk.column.due")) { $0.due(words) },
            .text(words("desk.column.phase")) { "\($0.state(words))\($0.cover(words))" },
        ]
        if view == .team || view == .waiting {
            columns.append(.text(words("desk.assignee")) { "\(isolated: $0.assignee ?? words("desk.nobody"))" })
        }
        let back = query.address
        columns.append(.action(words("desk.column.next")) { $0.next(words, back: back) })
        return """
            <section data-rows><h2>\(words("desk.list.\(view.rawValue)"))</h2>\
            \(HTML.table(
                caption: words("desk.list.\(view.rawValue)"), isCaptionHidden: true, rows: list.lines, columns: columns, isDense: true,
                empty: "<p>\(words(query.isNarrow ? "desk.empty.narrow" : "desk.empty.\(view.rawValue)"))</p>"))\
            \(with: list.next, { "<p><a href=\"\(url: $0)\" rel=\"next\">\(words("desk.more"))</a></p>" })\
            \(if: tellsKeys, "<p class=\"hint\" data-keys hidden>\(words(canChoose ? "desk.keys-choose" : "desk.keys"))</p>")</section>
            """
    }

    private func assignForm(_ call: Call) -> HTML {
        let words = call.words
        return """
            <form id="assign" method="post" action="/work/cases/assign" novalidate><h2>\(words("assign.title"))</h2>\
            \(HTML.hidden("back", value: query.address))\
            \(call.controls().select("person", label: words("assign.person"), options: people.map { .init($0.id.description, $0.name) }))\
            <div class="field choices"><div class="choice"><input id="assign-all" type="checkbox" name="all" value="yes">\
            <label for="assign-all">\(words("assign.all", count: lists.flatMap(\.lines).count))</label></div></div>\
            \(lists.flatMap(\.lines).map { HTML.hidden("listed", value: "\($0.row.reference)~\($0.row.events)") })\
            \(HTML.buttons([HTML.button(words("assign.look"), kind: .secondary)]))</form>
            """
    }
}
