import Platform
import SQL

/// What time does to introductions: whoever has not answered is reminded once; after 30 days without both answers it expires.
enum IntroductionClock {
    struct Nothing: Codable, Sendable {}

    static let job = JobKind<Nothing>("exchange.introduction-clock")

    static let schedule = JobSchedule(
        name: "exchange.introduction-clock", every: .days(1), offset: .hours(4), kind: job, payload: Nothing())

    static let handler = JobHandler(job) { _, context in
        let services = context.services
        let act = Act(context.principal, at: services.now)
        var more = true
        while more {
            more = try await services.database.write { connection in
                let overdue = try IntroductionStore.overdue(connection, at: act.now, limit: 50)
                for one in overdue {
                    try AnswerIntroduction.run(connection, act, introduction: one.id, .expire)
                }
                return overdue.count == 50
            }
        }
        more = true
        while more {
            more = try await services.database.write { connection in
                let waiting = try IntroductionStore.unreminded(
                    connection, before: act.now.adding(.zero - Introduction.reminderAfter), limit: 50)
                for one in waiting {
                    try IntroductionStore.markReminded(connection, one.id, at: act.now)
                    try act.audit(
                        connection, "introduction.reminded", "introduction", one.id.description,
                        before: String?.none, after: ["waitsFor": one.state.waitsFor.map(\.rawValue)])
                    try IntroductionMail.tell(connection, one.id, .reminder, at: act.now)
                }
                return waiting.count == 50
            }
        }
    }
}
