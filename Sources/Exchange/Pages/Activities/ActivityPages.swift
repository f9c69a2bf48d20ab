import HTML
import Platform
import SQL
import Web

/// The list of activities, each activity's page, and its outcome report.
enum ActivityPages {
    static let routes: [Route] = [
        .get("/activities", .signedIn, handler: list),
        .get("/activities/{slug}", .signedIn) { try await page($0) },
        .get("/activities/{slug}/report", .signedIn, handler: report),
        .get("/activities/{slug}/calendar", .signedIn, handler: ActivityCalendar.reply),
    ]

    static let navigation: [NavigationItem] = [
        NavigationItem(key: "nav.activities", path: "/activities", access: AgreementWork.writers, area: .workArea)
    ]

    static func path(_ slug: String) -> String { "/activities/\(Link.segment(slug))" }

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let (principal, today) = (call.principal, CivilDay.of(call.now))
        let address = ActivityListPage.address(call.query.values)
        let found = try await call.services.database.read {
            try RecordPage<Activity>.read($0, address, for: principal, today: today)
        }
        let page = ActivityListPage(found, words: call.words, for: principal, today: today)
        return call.page(
            title: call.words("activities.title"), area: .exchange, isWide: true, isPrivate: true, body: page.html)
    }

    /// One activity; after a refused upload with why.
    static func page(_ call: Call, errors: FieldErrors? = nil, status: Status = .ok) async throws -> Reply {
        let (principal, slug) = (call.principal, try call.parameters["slug"])
        let record = try await answering {
            try await call.services.database.read { try ActivityPage.Record.read($0, slug, for: principal) }
        }
        let page = ActivityPage(
            record: record, words: call.words, principal: principal, controls: call.controls(errors: errors))
        return call.page(
            title: record.one.content.title, status: status, area: .exchange, isPrivate: true, body: page.html)
    }

    @Sendable private static func report(_ call: Call) async throws -> Reply {
        let (principal, slug) = (call.principal, try call.parameters["slug"])
        let found = try await answering { try await call.services.database.read { connection -> (Activity.Document, StoredFile)? in
            guard let document = try Activity.find(connection, slug: slug, readableBy: principal).document,
                let stored = try Files.find(connection, document.file)
            else { return nil }
            return (document, stored)
        } }
        guard let (document, stored) = found else { throw Problem.notFound }
        let database = call.services.database
        // Never shown inside this site: a document may carry script.
        return Reply.stream(
            type: stored.type.mediaType, length: Int(stored.size), Files.chunks(stored, in: database)
        )
        .download(document.name).cached(.revalidate).etag(stored.id)
    }
}

/// What partners planned and did together; the row says what is to be done next.
struct ActivityListPage {
    let list: FacetedList<Activity>
    let words: Words
    let principal: Principal
    let today: String

    static func address(_ query: [String: [String]]) -> ListAddress {
        ListAddress(path: "/activities", names: ["state", "kind", "year", "country", "organisation"], query: query) { name, value in
            switch name {
            case "state": Activity.State(rawValue: value) != nil
            case "kind": Activity.Kind(rawValue: value) != nil
            case "year": value.count == 4 && Int(value) != nil
            case "country": Countries.shared.country(value)?.code == value
            default: value.utf8.count <= 80
            }
        }
    }

    init(_ page: RecordPage<Activity>, words: Words, for principal: Principal, today: String) {
        self.words = words
        self.principal = principal
        self.today = today
        list = FacetedList(
            page, words: words, title: { words("activities.facet.\($0)") },
            label: { name, value in
                switch name {
                case "state": words("activity.state.\(value)")
                case "kind": words("activity.kind.\(value)")
                case "year": words.date(value)
                case "country": words.country(value)
                default: nil
                }
            })
    }

    var html: HTML {
        let mayWrite = principal.has(.focalPoint) || principal.has(.secretariat)
        return """
            \(HTML.pageHeading(words("activities.title"), lead: "\(words("activities.lead"))", actions:
                mayWrite ? [HTML.buttonLink(words("activity.new"), url: "/work/activities/new")] : []))
            \(list.html(
                counted: words("activities.count", count: list.count), table: table,
                after: RecordImport.links("activities", words, for: principal)))
            """
    }

    private var table: HTML {
        let columns: [HTML.Column<Activity>] = [
            .heading(words("field.activity.title")) { one in
                "<a href=\"\(url: ActivityPages.path(one.slug))\" dir=\"auto\">\(one.content.title)</a>"
            },
            .text(words("field.activity.kind")) { "\(words("activity.kind.\($0.content.kind.rawValue)"))" },
            .text(words("field.activity.state")) { $0.content.tag(words) },
            .text(words("activity.when")) { $0.content.when(words) },
            .text(words("field.activity.organisations")) { one in
                "<span dir=\"auto\">\(words.list(one.content.organisations.map(\.name)))</span>"
            },
            .number(words("activity.participants")) { "\(with: $0.content.participants, { "\(words.number($0))" })" },
            .action(words("agreement.next")) { nextStep($0) },
        ]
        return HTML.table(
            caption: words("activities.title"), isCaptionHidden: true, rows: list.shown, columns: columns, isDense: true,
            empty: list.empty(
                none: words("activities.none"), noneYet: words("activities.none-yet"), hint: words("activities.none-yet-hint")))
    }

    private func nextStep(_ one: Activity) -> HTML {
        let content = one.content
        guard RecordSides.mayWrite(principal, content.organisations).allowed else { return "" }
        let isOver = (content.to.isEmpty ? content.from : content.to) < today
        let key: String? =
            switch content.state {
            case .planned where isOver: "activity.next.held"
            case .held where content.outcome.isEmpty && one.document == nil: "activity.next.report"
            default: nil
            }
        guard let key else { return "" }
        return """
            <a href="\(url: "/work/activities/\(one.slug)/edit")">\(words(key))\(HTML.visuallyHidden(" " + content.title))</a>
            """
    }
}

extension ActivityContent {
    func tag(_ words: Words) -> HTML {
        let tone: HTML.Tone = state == .held ? .good : state == .planned ? .exchange : .neutral
        return HTML.tag(words("activity.state.\(state.rawValue)"), tone: tone)
    }

    func when(_ words: Words) -> HTML {
        to.isEmpty || to == from ? words.time(of: from) : "\(words.time(of: from)) – \(words.time(of: to))"
    }
}
