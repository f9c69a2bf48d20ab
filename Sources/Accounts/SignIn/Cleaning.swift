import Platform
import SQL

/// Forgets, once a day, what has run out: links and throttles.
enum Cleaning {
    struct Nothing: Codable, Sendable {}

    private static let job = JobKind<Nothing>("accounts-cleaning")

    static let handler = JobHandler(job) { _, context in
        let now = context.services.now
        try await context.services.database.write { connection in
            try OneTimeLink.deleteOld(connection, at: now)
            try ThrottleStore.deleteOld(connection, at: now)
        }
    }

    static let schedule = JobSchedule(
        name: "accounts-cleaning", every: .days(1), offset: .hours(2), kind: job, payload: Nothing())
}
