import HTML
import Platform
import SQL
import Web

/// The lists of the desk: mine by due date, what waits for others, what nobody has taken.
struct DeskPage {
    private let now: Timestamp
    private let lists: [(key: String, rows: [CaseRow], next: String?)]
    private let services: [ID<Service>: LocalText]
    private let backlog: [(phase: CasePhase, turn: CaseTurn, cases: Int)]
    private let hasOffices: Bool

    private static let pageSize = 25

    init(_ connection: any Connection, for principal: Principal, query: Fields, now: Timestamp) throws {
        self.now = now
        let offices = try OfficeStore.list(connection, of: CaseRules.organisations(principal)).map(\.id)
        hasOffices = !offices.isEmpty
        let me = principal.personID
        var lists: [(String, [CaseRow], String?)] = []
        for key in ["mine", "queue", "waiting"] {
            // The place in a list stands in the address: `mine-after=20543~0198…`.
            let place = (query["\(key)-after"] ?? "").split(separator: "~").map(String.init)
            let after = place.count == 2 ? Int(place[0]).flatMap { due in ID<Case>(place[1]).map { (due, $0) } } : nil
            let rows = try CaseStore.list(
                connection, seenBy: CaseRules.condition(for: principal), offices: offices, assignee: key == "mine" ? me : nil, unassigned: key == "queue",
                turn: key == "waiting" ? nil : .office, after: after, limit: Self.pageSize + 1)
            let shown = Array(rows.prefix(Self.pageSize))
            let next = rows.count > shown.count ? shown.last.map { "/work/cases?\(key)-after=\($0.due?.number ?? CaseStore.noDate)~\($0.id)" } : nil
            lists.append((key, shown, next))
        }
        self.lists = lists
        var services: [ID<Service>: LocalText] = [:]
        for id in Set(lists.flatMap { $0.1.map(\.service) }) { services[id] = try ServiceStore.find(connection, id: id)?.definition.name }
        self.services = services
        backlog = try CaseStore.backlog(connection, offices: offices)
    }

    func html(_ words: Words) -> HTML {
        """
        \(HTML.pageHeading(words("desk.title"), lead: "\(words("desk.lead"))"))\
        \(if: !hasOffices, HTML.emptyState(words("desk.no-office")))\
        \(if: hasOffices, figures(words))\
        \(lists.map { list($0.key, $0.rows, $0.next, words) })
        """
    }

    /// Open cases of the offices, by whose turn it is.
    private func figures(_ words: Words) -> HTML {
        let open = backlog.filter { $0.phase.isOpen }
        func sum(_ turns: Set<CaseTurn>) -> String {
            words.number(open.filter { turns.contains($0.turn) }.reduce(0) { $0 + $1.cases })
        }
        return HTML.summaryList([
            HTML.Fact(words("desk.figure.office"), "\(sum([.office]))"),
            HTML.Fact(words("desk.figure.others"), "\(sum([.citizen, .thirdParty, .payment]))"),
        ])
    }

    private func list(_ key: String, _ rows: [CaseRow], _ next: String?, _ words: Words) -> HTML {
        let columns: [HTML.Column<CaseRow>] = [
            .heading(words("desk.column.case")) { row in
                "<a href=\"\(url: "/work/cases/\(row.reference)")\"><bdi dir=\"ltr\">\(row.reference)</bdi></a>"
            },
            .text(words("desk.column.service")) { "\(services[$0.service]?[words.language])" },
            .text(words("desk.column.applicant")) { "\(isolated: $0.applicant)" },
            .text(words("desk.column.due")) { row in
                "\(row.due.map { words.date($0.description) } ?? words("desk.paused"))"
            },
            .text(words("desk.column.phase")) { row in
                "\(words(row.turn == .office ? "case.phase.\(row.phase.rawValue)" : "case.next.waits.\(row.turn.rawValue)"))"
            },
            .action(words("desk.column.next")) { row in
                key == "queue"
                    ? HTML.actionButton(
                        words("desk.take"), action: "/work/cases/\(row.reference)/take", fields: [("back", "desk")], about: row.reference)
                    : "<a href=\"\(url: "/work/cases/\(row.reference)")\">\(words("desk.open"))<span class=\"visually-hidden\"> \(row.reference)</span></a>"
            },
        ]
        return """
            <section><h2>\(words("desk.list.\(key)"))</h2>\
            \(HTML.table(
                caption: words("desk.list.\(key)"), isCaptionHidden: true, rows: rows, columns: columns, isDense: true,
                empty: "<p>\(words("desk.empty.\(key)"))</p>"))\
            \(with: next, { "<p><a href=\"\(url: $0)\">\(words("desk.more"))</a></p>" })</section>
            """
    }
}
