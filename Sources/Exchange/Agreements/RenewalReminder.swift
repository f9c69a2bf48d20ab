import Platform
import SQL

/// Some days before a term ends, the focal points of the parties are asked by mail, once, whether to renew.
enum RenewalReminder {
    static let job = JobKind<Nothing>("exchange.renewal-reminder")
    struct Nothing: Codable, Sendable {}

    static let handler = JobHandler(job) { _, context in
        let services = context.services
        let act = Act(context.principal, at: services.clock.now)
        var more = true
        while more {
            more = try await services.database.write { connection in
                let due = try AgreementStore.toRemind(connection, on: CivilDay.of(act.now), limit: 50)
                for agreement in due { try remind(connection, act, agreement, services) }
                return due.count == 50
            }
        }
    }

    static let schedule = JobSchedule(
        name: "exchange.renewal-reminder", every: .days(1), offset: .hours(4), kind: job, payload: Nothing())

    private static func remind(
        _ connection: any Connection, _ act: Act, _ agreement: Agreement, _ services: Services
    ) throws {
        try AgreementStore.markReminded(connection, agreement)
        let people = try recipients(connection, of: agreement)
        for person in people {
            let words = services.catalogue.words(person.language)
            let facts = [
                "parties": words.list(agreement.content.parties.map(\.name)), "subject": agreement.content.subject,
                "day": words.date(agreement.content.to), "link": services.url(AgreementPages.path(agreement.slug)),
            ]
            try Mail.queue(
                connection,
                MailMessage(
                    to: person.email, subject: words("mail.renewal.subject", facts),
                    text: words("mail.renewal.text", facts), language: person.language),
                at: act.now)
        }
        try act.audit(
            connection, "agreement.reminded", "agreement", agreement.slug, before: String?.none,
            after: ["term": agreement.content.to, "people": String(people.count)])
    }

    /// Each once, also when they speak for several parties.
    private static func recipients(_ connection: any Connection, of agreement: Agreement) throws -> [Person] {
        var seen: Set<ID<Person>> = []
        return try agreement.content.parties.flatMap { party in
            var organisations = [party.organisation]
            if let country = party.country {
                organisations += try PeopleStore.organisations(connection, country: country).map(\.id)
            }
            return try organisations.flatMap { try PeopleStore.members(connection, organisation: $0) }
                .filter { $0.role == .focalPoint && $0.person.state == .active }.map(\.person)
        }.filter { seen.insert($0.id).inserted }
    }
}
