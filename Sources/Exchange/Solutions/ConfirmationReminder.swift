import Platform
import SQL

/// After 12 months without a word a solution is *due*, and its focal point is asked by mail to confirm it.
enum ConfirmationReminder {
    static let job = JobKind<Nothing>("exchange.confirmation-reminder")
    struct Nothing: Codable, Sendable {}

    static let handler = JobHandler(job) { _, context in
        let services = context.services
        let now = services.clock.now
        let act = Act(context.principal, at: now)
        var more = true
        while more {
            more = try await services.database.write { connection in
                let due = try SolutionStore.unconfirmed(
                    connection, since: now.adding(.zero - confirmationPeriod), limit: 50)
                for solution in due {
                    try markDue(connection, act, solution, services)
                }
                return due.count == 50
            }
        }
    }

    static let schedule = JobSchedule(
        name: "exchange.confirmation-reminder", every: .days(1), offset: .hours(3), kind: job, payload: Nothing())

    private static func markDue(
        _ connection: any Connection, _ act: Act, _ solution: Solution, _ services: Services
    ) throws {
        try SolutionStore.move(
            connection, solution, to: .due, revision: solution.currentRevision,
            publishedAt: solution.publishedAt, confirmedAt: solution.confirmedAt, archiveReason: nil, now: act.now)
        try SolutionListing.refresh(connection, solution.id)
        try act.audit(
            connection, "solution.due", "solution", solution.id.description,
            before: ["state": solution.state.rawValue], after: ["state": SolutionState.due.rawValue])
        guard let link = try SolutionStore.link(connection, to: solution.id) else { return }
        for person in try recipients(connection, of: solution) {
            let words = services.catalogue.words(person.language)
            let facts = [
                "title": link.title(in: person.language).text,
                "link": "\(services.baseURL)/work/solutions/\(solution.slug)",
            ]
            try Mail.queue(
                connection,
                MailMessage(
                    to: person.email, subject: words("mail.confirm.subject", facts),
                    text: words("mail.confirm.text", facts), language: person.language),
                at: act.now)
        }
    }

    /// The focal person of the record, otherwise all focal points of its organisation.
    private static func recipients(_ connection: any Connection, of solution: Solution) throws -> [Person] {
        if let focal = solution.focalPerson, let person = try PeopleStore.person(connection, focal),
            person.state == .active
        {
            return [person]
        }
        return try PeopleStore.members(connection, organisation: solution.organisation)
            .filter { $0.role == .focalPoint && $0.person.state == .active }.map(\.person)
    }
}
