import Platform
import SQL

/// Every night: empties what was announced long enough ago, and announces what comes next to the service managers by letter.
///
/// Nothing is emptied that was not announced, that a legal hold keeps, or that the rules of today keep for longer.
enum RetentionJob {
    struct Payload: Codable, Sendable {}

    static let kind = JobKind<Payload>("delivery.retention")
    static let handler = JobHandler(kind) { _, context in try await run(context.services, as: context.principal) }
    static let schedule = JobSchedule(name: "delivery.retention", every: .days(1), offset: .hours(3), kind: kind, payload: Payload())

    static func run(_ services: Services, as principal: Principal) async throws {
        let (database, act) = (services.database, Act(principal, at: services.now))
        try await database.write { try RetentionNotice.forgetStale($0) }
        let due = try await database.read { try Retention.report($0, at: act.now, .announced(until: act.now)) }
        if due.due > 0 { _ = try await Retention.empty(database, act, due) }
        let actAt = act.now.adding(RetentionNotice.ahead)
        while true {
            let found = try await database.read { try Retention.report($0, at: actAt, .unannounced) }
            guard found.due > 0 else { return }
            try await database.write { connection in
                try RetentionNotice.announce(connection, found.cases, actAt: actAt, at: act.now)
                try Retention.audit(connection, act, "retention.announced", found, cases: found.due)
                try write(connection, found, actAt: actAt, services, at: act.now)
            }
        }
    }

    /// One letter to each service manager, about the services of their organisation.
    private static func write(
        _ connection: any Connection, _ found: Retention.Report, actAt: Timestamp, _ services: Services, at now: Timestamp
    ) throws {
        let announced = found.lines.filter { $0.due > 0 }
        for (organisation, lines) in Dictionary(grouping: announced, by: \.organisation).sorted(by: { $0.key < $1.key }) {
            let members = try PeopleStore.members(connection, organisation: organisation)
            for (person, role) in members where role == .serviceManager && person.state == .active {
                let words = services.catalogue.words(person.language)
                let cases = lines.map { "\($0.service): \(words("retention.cases", count: $0.due))" }.joined(separator: "\n")
                try Mail.queue(
                    connection,
                    MailMessage(
                        to: person.email, subject: words("mail.retention.subject", count: lines.reduce(0) { $0 + $1.due }),
                        text: words(
                            "mail.retention.text",
                            ["date": words.date(actAt), "cases": cases, "link": services.url(RetentionPages.path)]),
                        language: person.language),
                    at: now)
            }
        }
    }
}
