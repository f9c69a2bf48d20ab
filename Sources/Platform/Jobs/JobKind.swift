import Foundation
public import SQL

/// Work to be done later, outside the transaction that asks for it: a name and what the work needs to know.
///
///     static let confirm = JobKind<ConfirmSolution>("confirm-solution")
///     try confirm.enqueue(connection, ConfirmSolution(id: id), at: now)
///
/// A job is done at least once: when a worker dies in the middle, another does it again. Write handlers that can bear it.
public struct JobKind<Payload: Codable & Sendable>: Sendable {
    public let name: String

    public init(_ name: String) { self.name = name }

    /// Puts a job into the queue, in the caller's transaction: no commit, no job.
    ///
    /// - Parameters:
    ///   - due: the earliest time to do it.
    ///   - uniqueKey: while a job of this kind with this key waits or runs, another is not put in.
    public func enqueue(
        _ connection: any Connection, _ payload: Payload, at due: Timestamp, uniqueKey: String? = nil
    ) throws {
        let text = try JSONValue(encoding: payload).canonical
        try Jobs.insert(connection, kind: name, payload: text, due: due, uniqueKey: uniqueKey)
    }
}

/// Marks the ids of jobs.
public enum Job {}

/// How a kind of job is done.
public struct JobHandler: Sendable {
    public let name: String
    /// After so many failures a job goes to the dead letters.
    public let attempts: Int
    /// A run that takes longer is cancelled and counts as a failure.
    public let timeout: Duration
    let run: @Sendable (_ payload: String, JobContext) async throws -> Void

    public init<Payload>(
        _ kind: JobKind<Payload>, attempts: Int = 8, timeout: Duration = .minutes(5),
        run: @escaping @Sendable (Payload, JobContext) async throws -> Void
    ) {
        name = kind.name
        self.attempts = attempts
        self.timeout = timeout
        self.run = { text, context in
            let payload: Payload
            do {
                payload = try JSONDecoder().decode(Payload.self, from: Data(text.utf8))
            } catch {
                throw PermanentJobFailure("The payload of “\(kind.name)” cannot be read: \(error)")
            }
            try await run(payload, context)
        }
    }
}

/// What a job's handler is given.
public struct JobContext: Sendable {
    public let services: Services
    /// 1 on the first run.
    public let attempt: Int
    /// `program:job:NAME`, for the audit.
    public let principal: Principal
}

/// Thrown by a handler when trying again cannot help: the job goes to the dead letters at once.
public struct PermanentJobFailure: Error, CustomStringConvertible, Sendable {
    public let description: String

    public init(_ description: String) { self.description = description }
}

/// Puts a job into the queue every so often, once for all nodes together.
///
///     JobSchedule(name: "confirm-solutions", every: .days(1), offset: .hours(3), kind: confirm, payload: Confirm())   // 03:00 UTC
///     JobSchedule(name: "refresh-counts", every: .hours(6), kind: refresh, payload: Refresh())                        // 00, 06, 12, 18
///
/// The times are the multiples of `every` since midnight UTC (1 January 1970), plus `offset`, so that all nodes agree on them. Times
/// missed while nothing ran are made up for by one run.
public struct JobSchedule: Sendable {
    public let name: String
    public let every: Duration
    public let offset: Duration
    /// The kind of job that it puts in.
    public let job: String
    let payload: @Sendable () throws -> String

    public init<Payload>(
        name: String, every: Duration, offset: Duration = .zero, kind: JobKind<Payload>, payload: Payload
    ) {
        precondition(every >= .seconds(1), "A schedule repeats at most once a second.")
        self.name = name
        self.every = every
        self.offset = offset
        job = kind.name
        self.payload = { try JSONValue(encoding: payload).canonical }
    }

    /// The first of its times after a moment.
    public func next(after moment: Timestamp) -> Timestamp {
        let step = every.wholeMilliseconds
        let shift = offset.wholeMilliseconds
        let (quotient, remainder) = (moment.milliseconds - shift).quotientAndRemainder(dividingBy: step)
        let periods = remainder < 0 ? quotient - 1 : quotient
        return Timestamp(milliseconds: (periods + 1) * step + shift)
    }
}

extension Duration {
    var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
