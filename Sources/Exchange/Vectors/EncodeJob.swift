import Language
import Platform
import SQL

/// The job that encodes what a transaction has published, and the schedule that catches up with what was missed.
enum EncodeJob {
    struct Changed: Codable, Sendable {
        let solutions: [String]
    }

    struct Nothing: Codable, Sendable {}

    static let changed = JobKind<Changed>("exchange.encode-solutions")
    static let catchUp = JobKind<Nothing>("exchange.encode-missing")

    /// Solutions in one job.
    static let most = 100
    /// A catch-up ends after so long; the next one goes on. For a large catalogue there is `sangam vectors`.
    private static let longest: Duration = .minutes(2)

    /// Without an encoder the jobs are done at once: there is nothing to do.
    static func handlers(_ encoder: (any TextEncoder)?) -> [JobHandler] {
        [
            JobHandler(changed) { payload, context in
                guard let encoder else { return }
                let ids = payload.solutions.compactMap { ID<Solution>($0) }
                _ = try await EncodeSolutions.some(ids, context.services, context.principal, encoder: encoder)
            },
            JobHandler(catchUp) { _, context in
                guard let encoder else { return }
                _ = try await EncodeSolutions.all(
                    context.services, context.principal, encoder: encoder, batch: EncodeSolutions.jobBatch,
                    until: .now + longest)
            },
        ]
    }

    static let schedule = JobSchedule(
        name: "exchange.encode-missing", every: .minutes(10), kind: catchUp, payload: Nothing())

    /// Notes that a solution's listing was written: its text is encoded after the commit.
    static func note(_ connection: any Connection, _ id: ID<Solution>, at now: Timestamp) {
        let gatherer = connection.beforeCommit("exchange.encode-solutions") { Gatherer() }
        gatherer.ids.insert(id)
        gatherer.due = max(gatherer.due, now)
    }

    private final class Gatherer: CommitGatherer {
        var ids: Set<ID<Solution>> = []
        var due = Timestamp(milliseconds: 0)

        func flush(_ connection: any Connection) throws {
            let sorted = ids.sorted()
            for start in stride(from: 0, to: sorted.count, by: most) {
                let part = sorted[start..<min(start + most, sorted.count)].map(\.description)
                try changed.enqueue(connection, Changed(solutions: part), at: due)
            }
        }
    }
}
