import HTML
import Platform
import SQL
import Web

/// Partnerships that the reader may see, with filters in the address.
struct PartnershipListPage: Sendable {
    static let size = 50

    let address: ListAddress
    let partnerships: [Partnership]
    let next: [ID<Partnership>: PartnershipAction]
    let counts: [PartnershipStage: Int]
    let nextPage: ListAddress?
    /// Countries that occur, for the filters.
    let countries: [String]
    let today: String
    let now: Timestamp

    static let filters = ["stage", "reached", "giving", "asking", "overdue"]

    /// The same filters narrow the list and the timeline.
    static func address(_ query: [String: [String]], path: String = "/partnerships") -> ListAddress {
        ListAddress(path: path, names: filters, query: query) { name, value in
            switch name {
            case "stage": PartnershipStage(rawValue: value) != nil
            case "reached": PartnershipStage(rawValue: value)?.position != nil
            case "overdue": value == "yes"
            default: value == PartnershipStore.Filter.unknown || Countries.shared.country(value)?.code == value
            }
        }
    }

    /// The same for the page, the CSV and the API.
    static func filter(_ values: (String) -> String?, today: String) -> PartnershipStore.Filter {
        var filter = PartnershipStore.Filter()
        filter.stages = values("stage").flatMap(PartnershipStage.init(rawValue:)).map { [$0] } ?? []
        filter.reached = values("reached").flatMap(PartnershipStage.init(rawValue:))
        filter.giving = values("giving")
        filter.asking = values("asking")
        filter.isOverdue = values("overdue") == "yes"
        filter.today = today
        return filter
    }

    static func read(
        _ connection: any Connection, _ address: ListAddress, for principal: Principal, today: String, now: Timestamp
    ) throws -> PartnershipListPage {
        let filter = filter({ address[$0] }, today: today)
        let found = try PartnershipStore.list(
            connection, for: principal, filter, after: address.cursor.flatMap { ID($0) }, limit: size + 1)
        let shown = Array(found.prefix(size))
        // What is to be done next is for those who work on it.
        let own = shown.filter { PartnershipRules.mayReadAll(principal, $0.parties).allowed }
        return PartnershipListPage(
            address: address, partnerships: shown, next: try PartnershipActionStore.next(connection, of: own.map(\.id)),
            counts: try PartnershipStore.counts(connection, for: principal, filter),
            nextPage: found.count > size ? shown.last.map { address.at($0.id.description) } : nil,
            countries: try PartnershipStore.countries(connection, for: principal), today: today, now: now)
    }

    func html(_ call: Call) -> HTML {
        let words = call.words
        let total = counts.values.reduce(0, +)
        return """
            \(HTML.pageHeading(words("partnerships.title"), lead: "\(words("partnerships.lead"))"))\
            \(PartnershipViews.tabs(.list, call.principal, words))\
            \(PartnershipViews.filters(call, address, countries: countries))\
            <p class="result-count" role="status">\(words("partnerships.count", count: total))</p>
            \(table(words))\
            \(HTML.pagination(
                label: words("solutions.pages"),
                previous: address.cursor == nil ? nil : HTML.TextLink(words("solutions.first"), url: address.at(nil).url),
                next: nextPage.map { HTML.TextLink(words("solutions.next"), url: $0.url) }))\
            \(if: call.principal.isSignedIn && total > 0, """
                <p><a href="\(url: address.at(nil).url.replacingPath("/partnerships", "/api/v1/partnerships.csv"))">\(words("partnerships.csv"))</a></p>
                """)
            """
    }

    private func table(_ words: Words) -> HTML {
        let empty = address.isFiltered
            ? HTML.emptyState(words("partnerships.none"), "\(words("partnerships.none-hint"))")
            : HTML.emptyState(words("partnerships.none-yet"), "\(words("partnerships.none-yet-hint"))")
        var columns: [HTML.Column<Partnership>] = [
            .heading(words("partnerships.one")) { "<a href=\"\(url: "/partnerships/\($0.slug)")\"><bdi>\($0.content.title)</bdi></a>" },
            .text(words("partnerships.parties")) { PartnershipViews.parties($0, words) },
            .text(words("partnerships.stage")) { HTML.tag(words.label($0.stage), tone: $0.stage.tone) },
            .number(words("partnerships.days")) { "\(words.number(StageTimes.days(now.since($0.stageSince))))" },
        ]
        if !next.isEmpty {
            columns.append(.text(words("partnerships.next")) { one in
                "\(with: next[one.id], { PartnershipViews.action($0, today: today, words) })"
            })
        }
        return HTML.table(
            caption: words("partnerships.title"), isCaptionHidden: true, rows: partnerships, columns: columns, isDense: true,
            empty: empty)
    }
}

/// What several pages of partnerships show alike.
enum PartnershipViews {
    enum View: String, CaseIterable { case list, board, timeline, actions, report }

    static func tabs(_ current: View, _ principal: Principal, _ words: Words) -> HTML {
        let links: [(View, String)] = [
            (.list, "/partnerships"), (.board, "/partnerships/board"), (.timeline, PartnershipTimeline.path),
            (.actions, "/partnerships/actions"), (.report, "/reports/partnerships"),
        ]
        return HTML.tabs(
            label: words("partnerships.views"),
            links.filter { principal.isSignedIn || $0.0 == .list || $0.0 == .report }.map { view, url in
                .init(words("partnerships.view.\(view.rawValue)"), url: url, isCurrent: view == current)
            })
    }

    static func filters(_ call: Call, _ address: ListAddress, countries: [String]) -> HTML {
        let words = call.words
        var values: [String: [String]] = [:]
        for name in address.names { values[name] = address[name].map { [$0] } }
        let controls = call.controls(values: values)
        let places = countries.map { HTML.Option($0, words.country($0)) }.sorted { $0.label < $1.label }
            + [HTML.Option(PartnershipStore.Filter.unknown, words.known(country: nil))]
        return HTML.details(words("solutions.filters"), isOpen: address.isFiltered, HTML.queryForm(action: address.path, label: words("solutions.filters"), """
            \(controls.select(
                "stage", label: words("partnerships.stage"), isRequired: false,
                options: PartnershipStage.allCases.map { .init($0.rawValue, words.label($0)) }))\
            \(controls.select(
                "reached", label: words("partnerships.reached"), isRequired: false,
                options: PartnershipStage.pipeline.map { .init($0.rawValue, words.label($0)) }))\
            \(controls.select("giving", label: words("partnerships.giving-country"), isRequired: false, options: places))\
            \(controls.select("asking", label: words("partnerships.asking-country"), isRequired: false, options: places))\
            \(if: call.principal.isSignedIn, controls.checkbox("overdue", label: words("partnerships.overdue-only")))\
            \(HTML.button(words("partnerships.apply")))\
            \(if: address.isFiltered, "<p><a href=\"\(url: address.path)\">\(words("solutions.clear"))</a></p>")
            """))
    }

    static func parties(_ one: Partnership, _ words: Words) -> HTML {
        one.parties.map { party -> HTML in
            "\(isolated: party.organisation.name) <span class=\"note\">\(words.label(party.side))</span>"
        }.joined(separator: "<br>")
    }

    /// What, who and when; an overdue one says so in words.
    static func action(_ action: PartnershipAction, today: String, _ words: Words) -> HTML {
        """
        \(isolated: action.what)\(if: !action.who.isEmpty, " · \(isolated: action.who)")\
        \(if: !action.due.isEmpty, " · \(words.time(of: action.due))")\
        \(if: action.isOverdue(on: today), " \(HTML.tag(words("partnerships.overdue"), tone: .bad))")
        """
    }
}

extension String {
    /// The same address with another path.
    func replacingPath(_ old: String, _ new: String) -> String { hasPrefix(old) ? new + dropFirst(old.count) : self }
}
