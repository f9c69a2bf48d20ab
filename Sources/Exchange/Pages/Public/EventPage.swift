import HTML
import Platform
import SQL

/// One event: when and where, who took part, and what came of it.
struct EventPage: Sendable {
    let event: Event
    let participants: [EventParticipant]
    let agreements: [Agreement]
    let opportunities: Int
    let words: Words
    let today: String

    static func path(_ event: String) -> String { "/events/\(Link.segment(event))" }

    static func read(_ connection: any Connection, _ key: String, words: Words, today: String) throws -> EventPage? {
        guard let event = try EventStore.find(connection, key) else { return nil }
        return EventPage(
            event: event, participants: try EventStore.participants(connection, of: key),
            agreements: try AgreementStore.list(connection, for: .anonymous, .init(event: key), limit: 200),
            opportunities: try OpportunityStore.counts(connection, event: key).reduce(0) { $0 + $1.count },
            words: words, today: today)
    }

    // MARK: HTML

    var html: HTML {
        """
        \(HTML.breadcrumbs(label: words("solution.way"), [HTML.TextLink(words("report.list-title"), url: "/reports")]))
        \(HTML.pageHeading(event.name))
        <p class="note">\(EventHeading(event: event, words: words).whenAndWhere)</p>
        \(if: opportunities > 0, opportunityLink)
        \(if: !agreements.isEmpty, agreementList)
        \(if: !participants.isEmpty, participantList)
        \(if: !event.sources.isEmpty, "<section><h2>\(words("solution.sources"))</h2>\(sources(event.sources, words))</section>")
        """
    }

    private var opportunityLink: HTML {
        """
        <p><a href="\(url: OpportunityReportPage.path(event.key))">\(words("event.opportunities", count: opportunities))</a></p>
        """
    }

    private var agreementList: HTML {
        let columns: [HTML.Column<Agreement>] = [
            .heading(words("event.parties")) { one in
                "<a href=\"\(url: AgreementPages.path(one.slug))\" dir=\"auto\">\(words.list(one.content.parties.map(\.name)))</a>"
            },
            .text(words("event.kind")) { "\(words("agreement-kind.\($0.content.kind.rawValue)"))" },
            .text(words("event.status")) { one in
                "\(words("agreement.standing-as-of", ["standing": words("agreement-standing.\(one.standing(on: today).rawValue)"), "date": words.date(one.asOf)]))"
            },
            .text(words("event.subject")) { "<span dir=\"auto\" lang=\"en\">\($0.content.subject)</span>" },
            .text(words("solution.sources")) { sources($0.content.sources, words) },
        ]
        return """
            <section><h2>\(words("event.agreements"))</h2>
            \(HTML.table(caption: words("event.agreements"), isCaptionHidden: true, rows: agreements, columns: columns))</section>
            """
    }

    private var participantList: HTML {
        let groups = EventParticipant.Kind.allCases.map { kind in (kind, participants.filter { $0.kind == kind }) }
        let lists = groups.filter { !$0.1.isEmpty }.map { kind, members -> HTML in
            """
            <h3>\(words("participant-kind.\(kind.rawValue)", count: members.count))</h3>
            <ul class="names">\(members.map { "<li>\(name($0))</li>" as HTML })</ul>
            """
        }
        return """
            <section><h2>\(words("event.participants"))</h2>
            <p class="note">\(words("event.participants-hint"))</p>\(lists)</section>
            """
    }

    /// A country in the reader's language; an organisation as its paper writes it.
    private func name(_ one: EventParticipant) -> HTML {
        if one.kind == .country, let country = one.country { return "\(words.country(country))" }
        return "<span lang=\"en\" dir=\"auto\">\(one.name)</span>"
    }
}
