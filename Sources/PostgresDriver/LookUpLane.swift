import SQL

/// Look-ups, asked by one session: those that came while it asked go out together next, in one round trip.
///
/// Who calls is looked up for every request; a session and a round trip for each would cost more than the statements themselves.
final class LookUpLane: Sendable {
    private struct LookUp: Sendable {
        let sql: SQL
        let answer: CheckedContinuation<[Row], any Error>
    }

    private let lane: Lane<PostgresSession, LookUp>

    init(_ worker: Worker<PostgresSession>) {
        lane = Lane(worker, serve: Self.serve)
    }

    func lookUp(_ sql: SQL) async throws -> [Row] {
        try await withCheckedThrowingContinuation { continuation in
            if let refusal = lane.enqueue(LookUp(sql: sql, answer: continuation)) { continuation.resume(throwing: refusal) }
        }
    }

    func close() async { await lane.close() }

    private static func serve(_ worker: Worker<PostgresSession>, _ group: [LookUp]) {
        do {
            let answers = try worker.session().lookUp(group.map(\.sql))
            for (one, rows) in zip(group, answers) { one.answer.resume(returning: rows) }
        } catch {
            if group.count == 1 || (error as? DatabaseError)?.kind == .connectionLost {
                for one in group { one.answer.resume(throwing: error) }
            } else {
                // The error is one statement's; it spoiled the answers to its neighbours.
                for one in group { serve(worker, [one]) }
            }
        }
    }
}
