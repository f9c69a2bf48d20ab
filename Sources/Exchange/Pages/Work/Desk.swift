import HTML
import Platform
import SQL
import Web

/// What waits for somebody: a table for each thing that they can do next, bounded, with a way to the rest.
struct Desk {
    struct Section {
        let list: DeskList
        let rows: [DeskRow]
        let next: DeskCursor?
    }

    let principal: Principal
    let words: Words
    let sections: [Section]
    /// True on the page of one list.
    var isWhole = false
    /// Introductions and actions that wait, where the roles have a part in them.
    var partnerships: PartnershipDesk?

    /// `found` holds one row more than are shown when there are more.
    static func section(_ list: DeskList, _ found: [DeskRow], limit: Int) -> Section {
        let rows = Array(found.prefix(limit))
        let next = found.count > limit ? rows.last.map { DeskCursor(at: $0.at, id: $0.id) } : nil
        return Section(list: list, rows: rows, next: next)
    }

    var html: HTML {
        """
        \(HTML.pageHeading(words("work.title"), lead: "\(words("work.lead"))", actions: actions))\
        \(if: sections.isEmpty, HTML.emptyState(words("work.nothing-for-role"), "\(words("work.nothing-for-role.hint"))"))\
        \(with: partnerships, { $0.html(words) })\(sections.map(section))
        """
    }

    private var actions: [HTML] {
        guard principal.has(.focalPoint) || principal.has(.secretariat) else { return [] }
        return [
            HTML.buttonLink(words("work.new-solution"), url: "/work/solutions/new"),
            HTML.buttonLink(words("work.new-need"), url: "/work/needs/new", kind: .secondary),
        ]
    }

    func section(_ section: Section) -> HTML {
        let name = section.list.rawValue
        return """
            <div class="block">\(HTML.table(
                caption: words("work.list.\(name)"), rows: section.rows, columns: columns(section.list), isDense: true,
                empty: HTML.emptyState(words("work.list.\(name)"), "\(words("work.list.\(name).empty"))")))\
            \(with: section.next, { more(section.list, $0) })</div>

            """
    }

    private func more(_ list: DeskList, _ cursor: DeskCursor) -> HTML {
        let url = isWhole
            ? Link.to(
                "/work/lists/\(list.rawValue)",
                [("cursor", Cursor.encode([String(cursor.at.milliseconds), cursor.id]))])
            : "/work/lists/\(list.rawValue)"
        return "<p><a href=\"\(url: url)\">\(words(isWhole ? "work.next-page" : "work.more"))\(HTML.visuallyHidden(": " + words("work.list.\(list.rawValue)")))</a></p>"
    }

    private func columns(_ list: DeskList) -> [HTML.Column<DeskRow>] {
        var columns: [HTML.Column<DeskRow>] = [
            .heading(words("work.column.title")) { row in
                """
                <a href="\(url: record(row, list))"><bdi\(attribute: "lang", words.lang(of: row.language))>\(row.title)</bdi></a>\
                \(if: list == .sentBack && !row.note.isEmpty, "<p class=\"note\">\(words("work.note")) \(isolated: row.note)</p>")
                """
            },
            .text(words("work.column.owner")) { row in
                "\(isolated: row.organisation)\(with: row.country, { ", \(words.country($0))" })"
            },
        ]
        if list == .needs {
            columns.append(.text(words("work.column.state")) { row in
                "\(with: row.needState, { HTML.tag(words.label($0)) })"
            })
        }
        columns.append(.text(words(list == .due ? "work.column.confirmed" : "work.column.changed")) { row in
            "\(words.time(of: row.at))\(if: !row.by.isEmpty, " · \(isolated: row.by)")"
        })
        columns.append(.action(words("work.column.action")) { action($0, list) })
        return columns
    }

    private func record(_ row: DeskRow, _ list: DeskList) -> String {
        list == .needs ? "/work/needs/\(row.slug)/edit" : "/work/solutions/\(row.slug)"
    }

    /// The next action, in the row.
    private func action(_ row: DeskRow, _ list: DeskList) -> HTML {
        let record = record(row, list)
        func link(_ key: String, _ url: String) -> HTML {
            "<a class=\"button button-secondary\" href=\"\(url: url)\">\(words(key))\(HTML.visuallyHidden(": " + row.title))</a>"
        }
        func step(_ step: String) -> HTML {
            HTML.actionButton(
                words("work.step.\(step)"), action: "\(record)/steps/\(step)", fields: [("from", "desk")], about: row.title)
        }
        return switch list {
        case .drafts: link("work.action.continue", "\(record)/edit")
        case .sentBack: link("work.action.mend", "\(record)/edit")
        case .inReview: link("work.action.open", record)
        case .toCheck: link("work.action.check", record)
        case .toValidate: link("work.action.validate", record)
        case .toPublish: step(RevisionStep.publish.rawValue)
        case .due:
            SolutionRules.isOwner(principal, of: row.ownership)
                ? step(SolutionStep.confirm.rawValue) : link("work.action.open", record)
        case .needs:
            "\(link("matching.link", "/needs/\(row.slug)/matches")) \(link("work.action.change", record))"
        }
    }
}

/// The desk's addresses.
enum DeskHandlers {
    /// Rows of a list on the desk, and on the page of one list.
    static let few = 8
    static let many = 50

    static let routes: [Route] = [
        .get("/work", .signedIn, handler: desk),
        .get("/work/lists/{list}", .signedIn, handler: list),
    ]

    @Sendable private static func desk(_ call: Call) async throws -> Reply {
        let principal = call.principal
        let (sections, partnerships) = try await call.services.database.read { connection in
            let sections = try DeskList.lists(for: principal).map { list in
                Desk.section(
                    list, try DeskStore.rows(connection, list, for: principal, limit: few + 1), limit: few)
            }
            return (sections, try PartnershipDesk.read(connection, for: principal, today: Day.text(call.now)))
        }
        var page = Desk(principal: principal, words: call.words, sections: sections)
        page.partnerships = partnerships
        return call.page(
            title: call.words("work.title"), area: .exchange, isWide: true, isPrivate: true, body: page.html)
    }

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let principal = call.principal
        guard let list = DeskList(rawValue: try call.parameters["list"]),
            DeskList.lists(for: principal).contains(list)
        else { throw Problem.notFound }
        let after = try cursor(call.query["cursor"])
        let found = try await call.services.database.read {
            try DeskStore.rows($0, list, for: principal, after: after, limit: many + 1)
        }
        let page = Desk(
            principal: principal, words: call.words, sections: [Desk.section(list, found, limit: many)], isWhole: true)
        return call.page(
            title: call.words("work.list.\(list.rawValue)"), area: .exchange, isWide: true, isPrivate: true,
            body: page.html)
    }

    private static func cursor(_ text: String?) throws -> DeskCursor? {
        guard let text else { return nil }
        let parts = try Cursor.decode(text, count: 2)
        guard let milliseconds = Int64(parts[0]) else { throw Problem.badRequest("problem.bad-cursor") }
        return DeskCursor(at: Timestamp(milliseconds: milliseconds), id: parts[1])
    }
}
