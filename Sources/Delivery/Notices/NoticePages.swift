import HTML
import Platform
import SQL
import Web

/// The log of letters and texts: what was sent when, how often it was tried, what became of it. Nothing about the person.
enum NoticePages {
    static let access = AccessRule.roles(.serviceManager, .administrator)

    static let routes: [Route] = [.get("/work/notices", access, handler: list)]
    static let navigation = [NavigationItem(key: "nav.notices", path: "/work/notices", access: access, area: .administration)]

    /// Whose log somebody reads: an administrator everybody's, a service manager their organisations'.
    static func organisations(_ principal: Principal) -> Set<ID<Organisation>>? {
        principal.has(.administrator)
            ? nil : Set(principal.memberships.filter { $0.role == .serviceManager }.map(\.organisation))
    }

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let words = call.words
        let request = try call.pageRequest(default: 50, most: 100)
        let before = try request.cursor.map { try Cursor.decode($0, count: 1) }.map { parts -> ID<Notice> in
            guard let id = ID<Notice>(parts[0]) else { throw Problem.badRequest("problem.bad-cursor") }
            return id
        }
        let (organisations, principal) = (organisations(call.principal), call.principal)
        let found = try await call.services.database.read {
            try NoticeStore.list($0, of: organisations, for: principal, before: before, limit: request.limit + 1)
        }
        let shown = Array(found.prefix(request.limit))
        let next = found.count > shown.count
            ? shown.last.map {
                HTML.TextLink(
                    words("notices.older"), url: Link.to("/work/notices", [("cursor", Cursor.encode([$0.id.description]))]))
            } : nil
        return call.page(
            title: words("notices.title"), area: .delivery, isWide: true, isPrivate: true,
            body: """
                \(HTML.pageHeading(words("notices.title"), lead: "\(words("notices.lead"))"))\
                \(HTML.table(
                    caption: words("notices.title"), isCaptionHidden: true, rows: shown, columns: columns(words), isDense: true,
                    empty: HTML.emptyState(words("notices.none"))))\
                \(if: next != nil, HTML.pagination(label: words("notices.pages"), previous: nil, next: next))
                """
        ).cached(.never)
    }

    private static func columns(_ words: Words) -> [HTML.Column<Notice>] {
        [
            .heading(words("notices.case")) { "<bdi dir=\"ltr\">\($0.reference)</bdi>" },
            .text(words("notices.kind")) { "\(words("notices.kind.\($0.kind.rawValue)"))" },
            .text(words("notices.channel")) { "\(words("notices.channel.\($0.channel.rawValue)"))" },
            .text(words("notices.state")) { "\(words("notices.state.\($0.state.rawValue)"))" },
            .number(words("notices.attempts")) { "\(words.number($0.attempts))" },
            .text(words("notices.at")) { HTML.time(words.dateTime($0.updatedAt), machine: words.isoDateTime($0.updatedAt)) },
        ]
    }
}
