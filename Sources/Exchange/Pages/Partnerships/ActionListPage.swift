import HTML
import Platform
import SQL

/// What the reader has to do in partnerships, and what was agreed at events and belongs to no partnership yet.
struct ActionListPage: Sendable {
    struct Row: Sendable {
        let action: PartnershipAction
        let partnership: Partnership?
    }

    let rows: [Row]
    let principal: Principal
    let today: String

    static func read(
        _ connection: any Connection, for principal: Principal, today: String, limit: Int = 200
    ) throws -> ActionListPage {
        let actions = try PartnershipActionStore.open(connection, for: principal, limit: limit)
        let partnerships = try PartnershipStore.find(connection, ids: Set(actions.compactMap(\.partnership)))
        let rows = actions.map { Row(action: $0, partnership: $0.partnership.flatMap { partnerships[$0] }) }
        return ActionListPage(rows: rows, principal: principal, today: today)
    }

    func html(_ words: Words) -> HTML {
        """
        \(HTML.pageHeading(words("actions.title"), lead: "\(words("actions.lead"))"))\
        \(PartnershipViews.tabs(.actions, principal, words))\(table(words, caption: words("actions.title")))
        """
    }

    func table(_ words: Words, caption: String) -> HTML {
        HTML.table(
            caption: caption, rows: rows,
            columns: [
                .heading(words("actions.what")) { "<span dir=\"auto\">\($0.action.what)</span>" },
                .text(words("actions.who")) { "\(isolated: $0.action.who)" },
                .text(words("actions.due")) { row in
                    "\(if: !row.action.due.isEmpty, words.time(of: row.action.due))\(if: row.action.isOverdue(on: today), " \(HTML.tag(words("partnerships.overdue"), tone: .bad))")"
                },
                .text(words("partnerships.one")) { row in
                    "\(with: row.partnership, { "<a href=\"\(url: "/partnerships/\($0.slug)")\"><bdi>\($0.content.title)</bdi></a>" })"
                },
                .action(words("work.column.action")) { row in
                    row.partnership == nil
                        ? HTML.actionButton(
                            words("partnership.carry-forward"), action: "/partnerships/actions/\(row.action.id)/carry-forward",
                            about: row.action.what)
                        : ActionClosing.link(row.action, words)
                },
            ], isDense: true, empty: HTML.emptyState(words("actions.none"), "\(words("actions.none-hint"))"))
    }
}

/// The blocks of partnerships on the desk: introductions to answer, and what is due next.
struct PartnershipDesk: Sendable {
    static let size = 8

    let introductions: [IntroductionRow]
    let actions: ActionListPage

    /// Nothing for those whose roles have no part in partnerships.
    static func read(_ connection: any Connection, for principal: Principal, today: String) throws -> PartnershipDesk? {
        guard principal.has(.focalPoint) || principal.has(.secretariat) else { return nil }
        let page = try IntroductionListPage.read(connection, for: principal, after: nil)
        return PartnershipDesk(
            introductions: Array(page.waiting.prefix(size)),
            actions: try ActionListPage.read(connection, for: principal, today: today, limit: size))
    }

    func html(_ words: Words) -> HTML {
        """
        \(if: !introductions.isEmpty, """
            <div class="block">\(IntroductionRow.table(introductions, caption: words("introductions.waiting"), words, empty: ""))\
            <p><a href="/introductions">\(words("work.more"))\(HTML.visuallyHidden(": " + words("introductions.title")))</a></p></div>
            """)\
        \(if: !actions.rows.isEmpty, """
            <div class="block">\(actions.table(words, caption: words("actions.title")))\
            <p><a href="/partnerships/actions">\(words("work.more"))\(HTML.visuallyHidden(": " + words("actions.title")))</a></p></div>
            """)
        """
    }
}
