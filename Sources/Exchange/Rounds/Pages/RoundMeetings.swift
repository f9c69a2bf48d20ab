import Foundation
import HTML
import Platform
import SQL
import Web

/// When and where the pairs of a published round meet: a page to print, and a calendar for each party.
enum RoundMeetings {
    struct Plan: Sendable {
        let assembly: RoundAssembly
        let timetable: Timetable
        let organisations: [ID<Organisation>: Organisation]

        init(_ assembly: RoundAssembly, _ organisations: [ID<Organisation>: Organisation]) {
            self.assembly = assembly
            self.organisations = organisations
            timetable = assembly.timetable
        }

        var round: Round { assembly.round }

        /// The slot's beginning and end by the clock of the place, in minutes since midnight.
        func times(_ slot: Int) -> (from: Int, to: Int) {
            let from = (RoundClock.minutes(round.plan.start) ?? 0) + slot * round.plan.slotMinutes
            return (from, from + round.plan.slotMinutes)
        }

        func moment(_ minutes: Int) -> Timestamp? {
            RoundClock.day(round.plan.date).map { day in
                Timestamp(milliseconds: Int64((day * 24 * 60 + minutes - round.plan.offset) * 60_000))
            }
        }

        /// "09:00–09:20", the same way round in each direction of writing.
        func time(_ slot: Int) -> HTML {
            let (from, to) = times(slot)
            return "<bdi>\(RoundClock.text(from))–\(RoundClock.text(to))</bdi>"
        }

        func name(_ member: RoundMember) -> String { organisations[member.organisation]?.name ?? member.title }

        func party(_ member: RoundMember) -> HTML {
            let name = name(member)
            return name == member.title ? "\(isolated: name)" : "<strong>\(isolated: name)</strong><br>\(isolated: member.title)"
        }
    }

    private static func read(_ call: Call) async throws -> Plan {
        let slug = try call.parameters["slug"]
        return try await answering {
            try await call.services.database.read { connection in
                let (round, members) = try RoundPages.read(connection, slug, for: call.principal)
                guard round.state == .published else { throw Refusal.notFound }
                return Plan(RoundAssembly(round, members), try RoundPages.organisations(connection, members))
            }
        }
    }

    // MARK: The page

    @Sendable static func page(_ call: Call) async throws -> Reply {
        let plan = try await read(call)
        let (words, round) = (call.words, plan.round)
        let agreed = plan.assembly.agreed
        let parties = Set(agreed.flatMap { [$0.asking.organisation, $0.offering.organisation] })
            .compactMap { plan.organisations[$0] }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        // One organisation's own, to print and to hand out.
        let one = try call.query["organisation"].map { key in
            guard let found = parties.first(where: { $0.key == key }) else { throw Problem.notFound }
            return found
        }
        func concerns(_ wish: Int) -> Bool {
            one.map { [agreed[wish].asking.organisation, agreed[wish].offering.organisation].contains($0.id) } ?? true
        }
        let unplaced = plan.timetable.unplaced.filter { concerns($0.wish) }
        let path = "\(RoundPages.path(round.slug))/timetable"
        let body: HTML = """
            \(HTML.breadcrumbs(label: words("work.way"), [
                .init(words("round.list.title"), url: "/work/rounds"), .init(round.name, url: RoundPages.path(round.slug)),
            ] + (one == nil ? [] : [.init(words("round.timetable"), url: path)])))\
            \(HTML.pageHeading(one?.name ?? words("round.timetable"), above: round.name, lead: lead(plan, words)))\
            \(one == nil ? RoundGrid(plan: plan, words: words).html : HTML.table(
                caption: words("round.meetings"), rows: plan.timetable.meetings.filter { concerns($0.wish) },
                columns: [
                    .text(words("round.time")) { plan.time($0.slot) },
                    .number(words("round.table")) { "\(words.number($0.table + 1))" },
                    .heading(words("round.asking")) { plan.party(agreed[$0.wish].asking) },
                    .text(words("round.offering")) { plan.party(agreed[$0.wish].offering) },
                ], empty: "<p>\(words("round.no-pairs"))</p>"))\
            \(if: !unplaced.isEmpty, HTML.table(
                caption: words("round.unplaced"), rows: unplaced,
                columns: [
                    .heading(words("round.asking")) { plan.party(agreed[$0.wish].asking) },
                    .text(words("round.offering")) { plan.party(agreed[$0.wish].offering) },
                    .text(words("round.reason")) { "\(words("round.unplaced.\($0.reason.rawValue)"))" },
                ]))\
            <section class="no-print"><h2>\(words("round.parties"))</h2>\
            \(if: round.plan.date.isEmpty, "<p>\(words("round.calendars.no-date"))</p>")\
            \(HTML.table(
                caption: words("round.parties"), isCaptionHidden: true, rows: parties,
                columns: [
                    .heading(words("round.organisation")) { party in
                        "<a href=\"\(url: Link.to(path, [("organisation", party.key)]))\" dir=\"auto\">\(party.name)</a>"
                    },
                    .number(words("round.meetings.count")) { party in
                        "\(words.number(plan.timetable.meetings.count { [agreed[$0.wish].asking.organisation, agreed[$0.wish].offering.organisation].contains(party.id) }))"
                    },
                    .action(words("round.calendar")) { party in
                        round.plan.date.isEmpty
                            ? ""
                            : "<a href=\"\(url: "\(RoundPages.path(round.slug))/calendars/\(Link.segment(party.key))")\">\(words("round.calendar"))\(HTML.visuallyHidden(" " + party.name))</a>"
                    },
                ], isDense: true))</section>
            """
        return call.page(title: one?.name ?? words("round.timetable"), area: .exchange, isWide: one == nil, isPrivate: true, body: body)
    }

    private static func lead(_ plan: Plan, _ words: Words) -> HTML {
        let day: HTML = plan.round.plan.date.isEmpty ? "\(words("round.no-date"))" : words.time(of: plan.round.plan.date)
        return "\(day) · \(words("round.clock", ["offset": RoundClock.offsetText(plan.round.plan.offset)]))"
    }

    // MARK: The calendar

    @Sendable static func calendar(_ call: Call) async throws -> Reply {
        let plan = try await read(call)
        let key = try call.parameters["organisation"]
        guard let organisation = plan.organisations.values.first(where: { $0.key == key }), plan.moment(0) != nil else {
            throw Problem.notFound
        }
        let text = ICalendar(
            name: "\(plan.round.name): \(organisation.name)",
            events: events(plan, of: organisation.id, host: URL(string: call.services.url("/"))?.host() ?? "sangam", url: call.services.url, words: call.words)
        ).text
        return Reply.text(text, type: "text/calendar; charset=utf-8").download("\(plan.round.slug)-\(key).ics")
    }

    /// - Parameter host: ends each event's id, so that no other installation makes the same.
    static func events(
        _ plan: Plan, of party: ID<Organisation>, host: String, url: (String) -> String, words: Words
    ) -> [ICalendar.Event] {
        let agreed = plan.assembly.agreed
        return plan.timetable.meetings.compactMap { meeting in
            let pair = agreed[meeting.wish]
            let (from, to) = plan.times(meeting.slot)
            guard pair.asking.organisation == party || pair.offering.organisation == party, let start = plan.moment(from),
                let end = plan.moment(to)
            else { return nil }
            let other = pair.asking.organisation == party ? pair.offering : pair.asking
            return ICalendar.Event(
                uid: "\(plan.round.id)-\(pair.asking.key)-\(pair.offering.key)@\(host)", sequence: plan.round.version,
                stamp: plan.round.updatedAt, start: start, end: end,
                summary: words("round.calendar.summary", ["name": plan.name(other)]),
                description: "\(pair.asking.title)\n\(pair.offering.title)",
                location: words("round.table.number", ["number": words.number(meeting.table + 1)]),
                url: url("\(RoundPages.path(plan.round.slug))/timetable"))
        }
    }
}
