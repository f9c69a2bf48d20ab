/// The one lane that all writes of a database go through, with group commit.
///
/// Closures that wait while a commit is in progress run together in the next transaction, one after the other, and share its
/// commit: the disk's or the server's round trip is paid once for all of them. A caller gets its answer only after the commit.
/// What neighbours in a group ask beforehand is asked for all of them at once.
///
/// If a closure, a gatherer or the commit throws, the group is rolled back and each closure is run again alone, so that an error
/// hits only its owner. Only a lost connection fails the whole group: the commit may have happened, and a second run could then
/// write twice. Cancelling a caller's task changes nothing: what was asked for is done and answered.
package final class WriteLane<S: Session>: Sendable {
    /// A caller's closure, what it wants to know beforehand, and the two ways to answer the caller.
    private struct Write: Sendable {
        let statements: [SQL]
        /// Runs the closure; what it returns is to be called when the answer may go out.
        let attempt: @Sendable (any Connection, [[Row]]) throws -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    private let lane: Lane<S, Write>

    /// - Parameters:
    ///   - groupLimit: the most closures in one transaction.
    ///   - waitingLimit: the most closures that may wait; above it a write is refused as `busy`.
    package init(_ worker: Worker<S>, groupLimit: Int = 64, waitingLimit: Int = 10_000) {
        lane = Lane(worker, groupLimit: groupLimit, waitingLimit: waitingLimit, serve: Self.commit)
    }

    package func write<Answer, Value: Sendable>(
        asking question: Question<Answer>, _ body: @escaping @Sendable (any Connection, Answer) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let write = Write(
                statements: question.statements,
                attempt: { connection, rows in
                    let value = try body(connection, question.read(rows))
                    return { continuation.resume(returning: value) }
                },
                fail: { continuation.resume(throwing: $0) })
            if let refusal = lane.enqueue(write) { write.fail(refusal) }
        }
    }

    /// How many closures wait for the next group.
    package var waitingCount: Int { lane.waitingCount }

    /// Finishes what is queued, refuses what comes later, and closes the session.
    package func close() async { await lane.close() }

    private static func commit(_ worker: Worker<S>, _ group: [Write]) {
        do {
            let answers = try worker.session().transaction(writing: true) { try run(group, $0) }
            for answer in answers { answer() }
        } catch {
            if group.count == 1 || (error as? DatabaseError)?.kind == .connectionLost {
                for write in group { write.fail(error) }
            } else {
                for write in group { commit(worker, [write]) }
            }
        }
    }

    /// In order. Those that stand together and ask something get answers of before the first of them.
    private static func run(_ group: [Write], _ connection: any Connection) throws -> [@Sendable () -> Void] {
        var answers: [@Sendable () -> Void] = []
        var rest = group[...]
        while let first = rest.first {
            let asking = rest.prefix { !$0.statements.isEmpty }
            guard !asking.isEmpty else {
                answers.append(try first.attempt(connection, []))
                rest = rest.dropFirst()
                continue
            }
            // Neighbours often ask the same: of their service, their organisation, the audit's head.
            var (statements, places): ([SQL], [SQL: Int]) = ([], [:])
            let asked = asking.map { write in
                write.statements.map { statement in
                    if let place = places[statement] { return place }
                    statements.append(statement)
                    places[statement] = statements.count - 1
                    return statements.count - 1
                }
            }
            let rows = try connection.query(together: statements)
            for (write, asked) in zip(asking, asked) {
                answers.append(try write.attempt(connection, asked.map { rows[$0] }))
            }
            rest = rest.dropFirst(asking.count)
        }
        return answers
    }
}
