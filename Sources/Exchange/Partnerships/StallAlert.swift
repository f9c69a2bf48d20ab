import Platform
import SQL

/// Tells the parties and the secretariat, once for each stay in a stage, that a partnership has not moved for longer than usual.
enum StallAlert {
    struct Nothing: Codable, Sendable {}

    static let job = JobKind<Nothing>("exchange.stall-alert")

    static let schedule = JobSchedule(
        name: "exchange.stall-alert", every: .days(1), offset: .hours(5), kind: job, payload: Nothing())

    static let handler = JobHandler(job) { _, context in
        let services = context.services
        let act = Act(context.principal, at: services.now)
        for stage in PartnershipStage.allCases {
            guard let patience = stage.patience else { continue }
            var more = true
            while more {
                more = try await services.database.write { connection in
                    let stalling = try PartnershipStore.stalling(
                        connection, in: stage, since: act.now.adding(.zero - .days(patience)), limit: 50)
                    for one in stalling { try tell(connection, act, one, services) }
                    return stalling.count == 50
                }
            }
        }
    }

    private static func tell(_ connection: any Connection, _ act: Act, _ one: Partnership, _ services: Services) throws {
        try PartnershipStore.markAlerted(connection, one.id, at: act.now)
        try act.audit(
            connection, "partnership.stall-told", "partnership", one.id.description, before: String?.none,
            after: ["stage": one.stage.rawValue])
        let action = try PartnershipActionStore.next(connection, of: [one.id])[one.id]
        for person in try readers(connection, of: one) {
            let words = services.catalogue.words(person.language)
            let next = action.map { action in
                [action.what, action.who, action.due.isEmpty ? "" : words.date(action.due)].filter { !$0.isEmpty }
                    .joined(separator: " · ")
            }
            let facts = [
                "title": one.content.title, "stage": words.label(one.stage),
                "days": words.number(StageTimes.days(act.now.since(one.stageSince))),
                "next": next ?? words("partnership.no-action"), "link": services.url("/partnerships/\(one.slug)"),
            ]
            try Mail.queue(
                connection,
                MailMessage(
                    to: person.email, subject: words("mail.stall.subject", facts), text: words("mail.stall.text", facts),
                    language: person.language),
                at: act.now)
        }
    }

    /// Each person once, whatever they speak for.
    private static func readers(_ connection: any Connection, of one: Partnership) throws -> [Person] {
        var found: [Person] = []
        for party in one.parties where party.side != .supporting {
            found += try FocalPoints.of(connection, party.organisation)
        }
        found += try PeopleStore.people(connection, role: .secretariat)
        var seen: Set<ID<Person>> = []
        return found.filter { seen.insert($0.id).inserted }
    }
}
