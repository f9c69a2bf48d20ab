public import SQL

/// The durable queue: all SQL of jobs and schedules, and what an administrator may do with dead letters.
///
/// A claimed job stays in its row with `due` moved to the end of its lease. When the worker dies, the lease runs out and the job is
/// due again: nothing has to watch. A write transaction is alone on both engines, so no two workers claim the same job.
public enum Jobs {
    static let migration = Migration(
        "platform/0003-jobs",
        """
        CREATE TABLE job (
            id TEXT NOT NULL CONSTRAINT job_pk PRIMARY KEY,
            kind TEXT NOT NULL,
            payload TEXT NOT NULL,
            unique_key TEXT,
            state TEXT NOT NULL CONSTRAINT job_state CHECK (state IN ('live', 'dead')),
            due BIGINT NOT NULL,
            attempt BIGINT NOT NULL,
            lease TEXT,
            error TEXT,
            CONSTRAINT job_unique_key UNIQUE (kind, unique_key)
        );
        CREATE INDEX job_by_due ON job (state, due);

        CREATE TABLE job_schedule (
            name TEXT NOT NULL CONSTRAINT job_schedule_pk PRIMARY KEY,
            due BIGINT NOT NULL
        );
        """)

    /// A job that failed too often, or in a way that trying again cannot mend.
    ///
    /// Its payload is not shown: it may hold a person's letter or a secret link.
    public struct DeadLetter: Sendable {
        public let id: ID<Job>
        public let kind: String
        public let attempts: Int
        public let error: String
        public let died: Timestamp
    }

    /// Dead letters, oldest first.
    /// - Parameter after: the last one of the page before.
    public static func deadLetters(
        _ connection: any Connection, after last: DeadLetter? = nil, limit: Int
    ) throws -> [DeadLetter] {
        let behind: SQL =
            last.map { "AND (due > \($0.died) OR (due = \($0.died) AND id > \($0.id)))" } ?? ""
        return try connection.query(
            """
            SELECT id, kind, attempt, error, due FROM job WHERE state = 'dead' \(behind)
            ORDER BY due, id LIMIT \(limit)
            """
        ).map { row in
            DeadLetter(
                id: try row["id"], kind: try row["kind"], attempts: try row["attempt"],
                error: try row["error"] ?? "", died: try row["due"])
        }
    }

    /// Puts a dead letter back into the queue with all its attempts.
    /// - Returns: false when it is no dead letter (any more).
    @discardableResult
    public static func retry(
        _ connection: any Connection, _ id: ID<Job>, by principal: Principal, at now: Timestamp
    ) throws -> Bool {
        guard let kind = try deadKind(connection, id) else { return false }
        try connection.execute("UPDATE job SET state = 'live', attempt = 0, due = \(now) WHERE id = \(id)")
        try Audit.record(
            connection, by: principal, at: now, "retry", "job", id.description,
            before: ["kind": .string(kind), "state": "dead"], after: ["kind": .string(kind), "state": "live"])
        ring(connection)
        return true
    }

    /// Gives a dead letter up.
    /// - Returns: false when it is no dead letter (any more).
    @discardableResult
    public static func discard(
        _ connection: any Connection, _ id: ID<Job>, by principal: Principal, at now: Timestamp
    ) throws -> Bool {
        guard let kind = try deadKind(connection, id) else { return false }
        try connection.execute("DELETE FROM job WHERE id = \(id)")
        try Audit.record(
            connection, by: principal, at: now, "discard", "job", id.description,
            before: ["kind": .string(kind), "state": "dead"], after: nil)
        return true
    }

    private static func deadKind(_ connection: any Connection, _ id: ID<Job>) throws -> String? {
        try connection.value("SELECT kind FROM job WHERE id = \(id) AND state = 'dead'")
    }

    static func insert(
        _ connection: any Connection, kind: String, payload: String, due: Timestamp, uniqueKey: String?
    ) throws {
        try connection.execute(
            """
            INSERT INTO job (id, kind, payload, unique_key, state, due, attempt)
            VALUES (\(ID<Job>(at: due)), \(kind), \(payload), \(uniqueKey), 'live', \(due), 0)
            ON CONFLICT (kind, unique_key) DO NOTHING
            """)
        ring(connection)
    }

    /// Wakes this process's runner. Its claim is a write, and so waits until the caller's has committed.
    private static func ring(_ connection: any Connection) {
        _ = connection.beforeCommit("jobs") { BellRinger() }
    }
}

private final class BellRinger: CommitGatherer {
    func flush(_ connection: any Connection) { JobBell.shared.ring() }
}

/// What the runner does with the queue.
extension Jobs {
    struct Claimed: Sendable {
        let id: ID<Job>
        let kind: String
        let payload: String
        let attempt: Int
        /// Proves that the job is still this worker's.
        let lease: String
    }

    /// How long a job may run, by kind, before it is anybody's again.
    typealias Leases = [String: Duration]

    /// Takes the jobs that are due longest. Two workers never get the same one.
    /// - Parameter token: differs for each call.
    static func claim(
        _ connection: any Connection, kinds: Leases, limit: Int, token: String, now: Timestamp
    ) throws -> [Claimed] {
        let rows = try connection.query(
            """
            SELECT id, kind, payload, attempt FROM job
            WHERE state = 'live' AND due <= \(now) AND kind IN \(in: kinds.keys.sorted())
            ORDER BY due, id LIMIT \(limit)
            """)
        return try rows.map { row in
            let job = Claimed(
                id: try row["id"], kind: try row["kind"], payload: try row["payload"],
                attempt: try row["attempt"] + 1, lease: token)
            let until = now.adding(kinds[job.kind] ?? .zero)
            try connection.execute(
                "UPDATE job SET due = \(until), attempt = \(job.attempt), lease = \(token) WHERE id = \(job.id)")
            return job
        }
    }

    /// - Returns: false when the lease had run out and somebody else has the job.
    static func finish(_ connection: any Connection, _ job: Claimed) throws -> Bool {
        try connection.execute("DELETE FROM job WHERE id = \(job.id) AND lease = \(job.lease)") > 0
    }

    /// Puts a job back for a later attempt.
    static func postpone(
        _ connection: any Connection, _ job: Claimed, until due: Timestamp, error: String
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE job SET due = \(due), lease = NULL, error = \(error)
            WHERE id = \(job.id) AND lease = \(job.lease)
            """) > 0
    }

    /// Puts a job back as if it had never been taken: the worker was told to stop.
    static func release(_ connection: any Connection, _ job: Claimed, now: Timestamp) throws -> Bool {
        try connection.execute(
            """
            UPDATE job SET due = \(now), lease = NULL, attempt = \(job.attempt - 1)
            WHERE id = \(job.id) AND lease = \(job.lease)
            """) > 0
    }

    /// Lays a job with the dead letters, which frees its unique key.
    static func bury(_ connection: any Connection, _ job: Claimed, now: Timestamp, error: String) throws -> Bool {
        try connection.execute(
            """
            UPDATE job SET state = 'dead', due = \(now), lease = NULL, unique_key = NULL, error = \(error)
            WHERE id = \(job.id) AND lease = \(job.lease)
            """) > 0
    }

    /// Makes the schedules known, and puts in the jobs of those that are due; each time of a schedule is one job on all nodes together.
    static func runSchedules(_ connection: any Connection, _ schedules: [JobSchedule], now: Timestamp) throws {
        for schedule in schedules {
            let next = schedule.next(after: now)
            let known: Timestamp? = try connection.value("SELECT due FROM job_schedule WHERE name = \(schedule.name)")
            guard let known else {
                try connection.execute("INSERT INTO job_schedule (name, due) VALUES (\(schedule.name), \(next))")
                continue
            }
            if known <= now {
                try insert(
                    connection, kind: schedule.job, payload: schedule.payload(), due: now,
                    uniqueKey: "schedule:\(schedule.name)")
            } else if known <= next {
                continue
            }
            // Also when the schedule was made more frequent and its next time lies too far off.
            try connection.execute("UPDATE job_schedule SET due = \(next) WHERE name = \(schedule.name)")
        }
    }

    /// Whether there is anything to claim. A read, so that idle nodes do not write.
    static func isDue(
        _ connection: any Connection, kinds: Leases, schedules: [JobSchedule], now: Timestamp
    ) throws -> Bool {
        let job: Int? = try connection.value(
            """
            SELECT 1 FROM job WHERE state = 'live' AND due <= \(now) AND kind IN \(in: kinds.keys.sorted()) LIMIT 1
            """)
        if job != nil { return true }
        var later: Set<String> = []
        for row in try connection.query("SELECT name FROM job_schedule WHERE due > \(now)") {
            later.insert(try row["name"])
        }
        // One that the table does not know yet counts as due: it is then made known.
        return schedules.contains { !later.contains($0.name) }
    }
}
