import HTML
import Platform
import SQL

/// Expressions of interest, each as it was noted at its event.
struct OpportunityListPage: Sendable {
    static let size = 50

    let address: ListAddress
    let words: Words
    let opportunities: [Opportunity]
    let count: Int
    let groups: [HTML.FacetGroup]
    let next: ListAddress?
    /// Set when the list is that of one event.
    let event: Event?
    let names: [String: String]
    let principal: Principal

    static func address(_ query: [String: [String]]) -> ListAddress {
        ListAddress(path: "/opportunities", names: ["event", "country", "theme", "follow-up"], query: query) { name, value in
            switch name {
            // An unknown event opens an empty list: its key may be of an event that has not been entered yet.
            case "event": value.utf8.count <= 80
            case "country": Countries.shared.country(value)?.code == value
            case "theme": Theme(rawValue: value) != nil
            default: Opportunity.FollowUp(rawValue: value) != nil
            }
        }
    }

    /// What the page is made from, read in one transaction.
    struct Record: Sendable {
        let opportunities: [Opportunity]
        let tally: [OpportunityTally]
        let events: [Event]

        static func read(_ connection: any Connection, _ address: ListAddress) throws -> Record {
            let last = try address.cursor.flatMap { ID<Opportunity>($0) }
                .flatMap { try OpportunityStore.find(connection, id: $0) }
            return Record(
                opportunities: try OpportunityStore.list(
                    connection, filter(address),
                    after: last.map { .init(event: $0.event, position: $0.position, id: $0.id) }, limit: size + 1),
                tally: try OpportunityStore.tally(connection), events: try EventStore.list(connection))
        }
    }

    static func filter(_ address: ListAddress) -> OpportunityStore.Filter {
        .init(
            event: address["event"], country: address["country"],
            theme: address["theme"].flatMap { Theme(rawValue: $0) },
            followUp: address["follow-up"].flatMap { Opportunity.FollowUp(rawValue: $0) })
    }

    /// - Parameter principal: whoever may follow an opportunity up finds the way there at its reference.
    init(_ address: ListAddress, _ record: Record, words: Words, for principal: Principal) {
        self.address = address
        self.words = words
        self.principal = principal
        opportunities = Array(record.opportunities.prefix(Self.size))
        next = record.opportunities.count > Self.size
            ? opportunities.last.map { address.at($0.id.description) } : nil
        let filter = Self.filter(address)
        count = record.tally.reduce(0) { $0 + ($1.matches(filter) ? $1.count : 0) }
        event = address["event"].flatMap { key in record.events.first { $0.key == key } }
        let names = Dictionary(record.events.map { ($0.key, $0.name) }, uniquingKeysWith: { first, _ in first })
        self.names = names
        groups = address.names.compactMap { Self.group($0, record.tally, address, words, names) }
    }

    private static func group(
        _ name: String, _ tally: [OpportunityTally], _ address: ListAddress, _ words: Words, _ names: [String: String]
    ) -> HTML.FacetGroup? {
        var others = filter(address)
        switch name {
        case "event": others.event = nil
        case "country": others.country = nil
        case "theme": others.theme = nil
        default: others.followUp = nil
        }
        var counts: [String: Int] = [:]
        for row in tally where row.matches(others) {
            let value =
                switch name {
                case "event": row.event
                case "country": row.country
                case "theme": row.theme.rawValue
                default: row.followUp.rawValue
                }
            counts[value, default: 0] += row.count
        }
        if let chosen = address[name], counts[chosen] == nil { counts[chosen] = 0 }
        guard counts.count > 1 || address[name] != nil else { return nil }
        return FilterGroup(
            title: words("opportunities.facet.\(name)"), more: { words("solutions.facet-more", count: $0) },
            counts: counts, name: name, address: address, words: words
        ) { value in
            switch name {
            case "event": names[value] ?? value
            case "country": words.country(value)
            case "theme": words("theme.\(value)")
            default: words("follow-up.\(value)")
            }
        }.html
    }

    // MARK: HTML

    var html: HTML {
        """
        \(HTML.pageHeading(words("opportunities.title"), lead: "\(words("opportunities.lead"))"))
        \(with: event, { EventHeading(event: $0, words: words).html })
        \(HTML.besideResults(
            facetsLabel: words("solutions.filters"),
            facets: HTML.facets(
                label: words("solutions.filters"), groups: groups, removeLabel: words("solutions.remove"),
                clear: HTML.TextLink(words("solutions.clear"), url: address.withoutFilters().url)),
            results: results))
        """
    }

    private var results: HTML {
        """
        \(HTML.chosenFacets(label: words("solutions.chosen"), groups: groups, removeLabel: words("solutions.remove")))
        \(if: count > 0, "<p class=\"result-count\" role=\"status\">\(words("opportunities.count", count: count))</p>\n")
        \(table)
        \(HTML.pagination(
            label: words("solutions.pages"),
            previous: address.cursor == nil ? nil : HTML.TextLink(words("solutions.first"), url: address.at(nil).url),
            next: next.map { HTML.TextLink(words("solutions.next"), url: $0.url) }))
        \(with: event.flatMap { count > 0 ? $0 : nil }, {
            "<p><a href=\"\(url: "/reports/opportunities/\(Link.segment($0.key))")\">\(words("opportunities.open-report"))</a></p>\n"
        })
        """
    }

    private var table: HTML {
        var columns: [HTML.Column<Opportunity>] = [
            .heading(words("opportunities.reference")) { one in
                let reference: HTML = "<bdi>\(one.reference)</bdi>"
                guard let link = WorkLinks.opportunity(one, for: principal) else { return reference }
                return "<a href=\"\(url: link)\">\(reference)</a>"
            },
            .text(words("opportunities.facet.country")) { "\(words.country($0.country))" },
            .text(words("opportunities.facet.theme")) { "\(words.label($0.theme))" },
            .text(words("opportunities.text")) { one in
                one.text.isEmpty
                    ? "<span class=\"note\">\(words("opportunities.not-written"))</span>"
                    : "<span dir=\"auto\">\(one.text)</span>"
            },
            .text(words("opportunities.facet.follow-up")) { HTML.tag(words.label($0.followUp), tone: $0.followUp.tone) },
        ]
        if event == nil {
            columns.insert(
                .text(words("opportunities.facet.event")) { "<span dir=\"auto\">\(names[$0.event] ?? $0.event)</span>" }, at: 1)
        }
        let empty = address.isFiltered || address.cursor != nil
            ? HTML.emptyState(
                words("opportunities.none"), "\(words("opportunities.none-hint"))",
                action: HTML.buttonLink(words("opportunities.all"), url: address.withoutFilters().url, kind: .secondary))
            : HTML.emptyState(words("opportunities.none-yet"), "\(words("opportunities.none-yet-hint"))")
        return HTML.table(
            caption: words("opportunities.title"), isCaptionHidden: true, rows: opportunities, columns: columns,
            isDense: true, empty: empty)
    }
}

extension Opportunity.FollowUp {
    var tone: HTML.Tone {
        switch self {
        case .noted, .dropped: .neutral
        case .inContact, .exploring: .exchange
        case .agreed: .good
        }
    }
}

/// An event's name with its place, its days and where the facts come from.
struct EventHeading: Sendable {
    let event: Event
    let words: Words

    /// "Dhaka, Bangladesh, 9 December 2017 – 11 December 2017"; what is not known is left out.
    var whenAndWhere: HTML {
        var parts: [HTML] = []
        if !event.place.isEmpty { parts.append("\(isolated: event.place)") }
        if let country = event.country { parts.append("\(words.country(country))") }
        if !event.from.isEmpty {
            parts.append(
                event.to.isEmpty || event.to == event.from
                    ? words.time(of: event.from) : "\(words.time(of: event.from)) – \(words.time(of: event.to))")
        }
        return parts.joined(separator: " · ")
    }

    var html: HTML {
        """
        <div class="card"><p><strong dir="auto">\(event.name)</strong><br>
        <span class="note">\(whenAndWhere)</span></p>
        \(if: !event.sources.isEmpty, HTML.details(words("solution.sources"), sources(event.sources, words)))</div>

        """
    }
}
