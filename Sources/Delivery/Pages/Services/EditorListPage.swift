import HTML
import Platform
import SQL

/// The services of a manager's organisations.
struct EditorListPage {
    private let services: [Service]
    private let drafts: Set<ID<Service>>
    private let next: String?

    private static let pageSize = 50

    init(_ connection: any Connection, for principal: Principal, after: String?) throws {
        let found = try ServiceStore.list(
            connection, of: ServiceRules.organisations(principal), after: after, limit: Self.pageSize + 1)
        services = Array(found.prefix(Self.pageSize))
        next = found.count > Self.pageSize ? services.last?.slug : nil
        drafts = try ServiceDraftStore.present(connection, services.map(\.id))
    }

    func html(_ words: Words) -> HTML {
        let columns: [HTML.Column<Service>] = [
            .heading(words("editor.column.service")) { service in
                "<a href=\"\(url: "/work/services/\(service.slug)")\">\(isolated: service.definition.name[words.language])</a>"
            },
            .text(words("editor.column.state")) { "\(EditorOverview.state($0, words))" },
            .text(words("editor.column.version")) { service in
                "\(service.version == 0 ? words("editor.no-version") : words.number(service.version))"
            },
            .text(words("editor.column.draft")) { "\(drafts.contains($0.id) ? words("editor.has-draft") : "")" },
            .text(words("editor.column.changed")) { "\(words.date($0.updatedAt))" },
        ]
        return """
            \(HTML.pageHeading(
                words("editor.title"), lead: "\(words("editor.lead"))",
                actions: [
                    HTML.buttonLink(words("editor.new.title"), url: "/work/services/new"),
                    HTML.buttonLink(words("offices.title"), url: "/work/offices", kind: .secondary),
                    HTML.buttonLink(words("calendars.title"), url: "/work/calendars", kind: .secondary),
                ]))\
            \(HTML.table(
                caption: words("editor.title"), isCaptionHidden: true, rows: services, columns: columns, isDense: true,
                empty: HTML.emptyState(words("editor.none"), "\(words("editor.none-hint"))")))\
            \(HTML.pagination(
                label: words("services.pages"), previous: nil,
                next: next.map { HTML.TextLink(words("services.next"), url: Link.to("/work/services", [("after", $0)])) }))
            """
    }
}
