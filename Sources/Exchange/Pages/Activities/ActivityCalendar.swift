import Foundation
import Platform
import SQL
import Web

/// An activity for people's own calendars, as whole days: nobody writes down the hours of a study tour.
enum ActivityCalendar {
    @Sendable static func reply(_ call: Call) async throws -> Reply {
        let (principal, slug) = (call.principal, try call.parameters["slug"])
        let one = try await answering {
            try await call.services.database.read { try Activity.find($0, slug: slug, readableBy: principal) }
        }
        guard let event = event(one, call.services) else { throw Problem.notFound }
        let text = ICalendar(name: one.content.title, events: [event]).text
        return Reply.text(text, type: "text/calendar; charset=utf-8").download("\(one.slug).ics")
    }

    /// nil where the days are none.
    static func event(_ one: Activity, _ services: Services) -> ICalendar.Event? {
        let content = one.content
        let last = content.to.isEmpty ? content.from : content.to
        guard let start = Day.start(content.from), let end = Day.start(CivilDay.adding(1, to: last)) else { return nil }
        var event = ICalendar.Event(
            // Ends in the host's name, so that no other installation makes the same.
            uid: "\(one.id)@\(URL(string: services.url("/"))?.host() ?? "sangam")", sequence: one.version, stamp: one.updatedAt,
            start: start, end: end, summary: content.title,
            description: [content.programme, content.link].filter { !$0.isEmpty }.joined(separator: "\n\n"),
            location: content.place, url: services.url(ActivityPages.path(one.slug)))
        event.isWholeDays = true
        event.isCancelled = content.state == .cancelled
        return event
    }
}
