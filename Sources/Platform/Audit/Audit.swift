public import SQL

/// Who changed what and when: written in the same transaction as the change, as a chain in which each entry seals the one before.
///
/// The chain shows any change of a past entry, but somebody who may write to the database could compute the whole chain anew.
/// Whoever must rule that out notes the head's hash elsewhere from time to time, for example on paper.
public enum Audit {
    static let migration = Migration(
        "platform/0002-audit",
        """
        CREATE TABLE audit_entry (
            sequence BIGINT NOT NULL CONSTRAINT audit_entry_pk PRIMARY KEY,
            at BIGINT NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            kind TEXT NOT NULL,
            record TEXT NOT NULL,
            state_before TEXT,
            state_after TEXT,
            hash TEXT NOT NULL
        );
        CREATE INDEX audit_entry_by_record ON audit_entry (kind, record, sequence);

        CREATE TABLE audit_head (
            id BIGINT NOT NULL CONSTRAINT audit_head_pk PRIMARY KEY CONSTRAINT audit_head_single CHECK (id = 1),
            sequence BIGINT NOT NULL,
            hash TEXT NOT NULL
        );
        INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, '');
        """)

    /// Notes a change. It is chained and written once, with all others of the commit, just before the commit.
    ///
    /// - Parameters:
    ///   - action: a verb, such as `create`, `change`, `publish`.
    ///   - recordKind: a word of the domain in kebab case, such as `solution`.
    ///   - before: the record as it was; nil when it was not.
    ///   - after: the record as it is now; nil when it is no more.
    public static func record(
        _ connection: any Connection, by principal: Principal, at now: Timestamp, _ action: String,
        _ recordKind: String, _ recordID: String, before: JSONValue?, after: JSONValue?
    ) throws {
        try record(
            connection, by: principal, at: now, action, recordKind, recordID, textBefore: before.map { JSONText($0) },
            textAfter: after.map { JSONText($0) })
    }

    /// As above, for texts that were made before the transaction.
    public static func record(
        _ connection: any Connection, by principal: Principal, at now: Timestamp, _ action: String,
        _ recordKind: String, _ recordID: String, textBefore: JSONText?, textAfter: JSONText?
    ) throws {
        let gatherer = connection.beforeCommit("audit") { AuditGatherer() }
        gatherer.add(
            AuditLine(
                at: now, actor: principal.auditName, action: action, kind: recordKind, record: recordID,
                before: textBefore?.text, after: textAfter?.text))
    }

    /// Where the chain stands.
    struct Head: Sendable {
        let sequence: Int64
        let hash: String
    }

    /// The latest sequence number; 0 when nothing was ever noted. Also answers "has anything changed since?".
    public static func head(_ connection: any Connection) throws -> Int64 {
        try connection.ask(chainHead).sequence
    }

    /// Entries of all records, of one kind or of one record, newest first.
    /// - Parameter before: the sequence number of the last entry of the page before.
    public static func entries(
        _ connection: any Connection, kind: String? = nil, record: String? = nil, before: Int64? = nil, limit: Int
    ) throws -> [AuditEntry] {
        var conditions: [SQL] = ["1 = 1"]
        if let kind { conditions.append("kind = \(kind)") }
        if let record { conditions.append("record = \(record)") }
        if let before { conditions.append("sequence < \(before)") }
        return try connection.query(
            """
            SELECT \(columns) FROM audit_entry WHERE \(conditions.joined(" AND "))
            ORDER BY sequence DESC LIMIT \(limit)
            """
        ).map { row in
            let line = try line(row)
            return AuditEntry(
                sequence: try row["sequence"], at: line.at, actor: line.actor, action: line.action,
                recordKind: line.kind, recordID: line.record, before: try line.before.map(JSONValue.init(parsing:)),
                after: try line.after.map(JSONValue.init(parsing:)), hash: try row["hash"])
        }
    }

    /// Which records of a kind changed after a sequence number, each once.
    public static func changes(_ connection: any Connection, since: Int64, kind: String) throws -> [String] {
        try connection.query(
            """
            SELECT record, MIN(sequence) AS first_change FROM audit_entry
            WHERE sequence > \(since) AND kind = \(kind)
            GROUP BY record ORDER BY first_change
            """
        ).map { try $0["record"] }
    }

    static let columns: SQL = "sequence, at, actor, action, kind, record, state_before, state_after, hash"

    static func line(_ row: Row) throws -> AuditLine {
        AuditLine(
            at: try row["at"], actor: try row["actor"], action: try row["action"], kind: try row["kind"],
            record: try row["record"], before: try row["state_before"], after: try row["state_after"])
    }

    static let chainHead = Question<Head>("SELECT sequence, hash FROM audit_head WHERE id = 1") { rows in
        guard let row = rows.first else { throw RecordMissing(kind: "audit head", id: "1") }
        return Head(sequence: try row["sequence"], hash: try row["hash"])
    }

    /// Nobody else can move the head before the transaction ends, so one that was asked for in it may be used in place of a later question.
    fileprivate static func expect(_ connection: any Connection, at head: Head) {
        _ = connection.beforeCommit("audit") { AuditGatherer(head) }
    }
}

extension Database {
    /// As `write(asking:)`, for a change that is audited: where the audit's chain stands is asked together with the question.
    ///
    ///     try await database.writeAudited(asking: PeopleStore.organisation(id)) { connection, owner in … }
    @discardableResult
    public func writeAudited<Answer, Value: Sendable>(
        asking question: Question<Answer>, _ body: @escaping @Sendable (any Connection, Answer) throws -> Value
    ) async throws -> Value {
        try await write(asking: question.and(Audit.chainHead)) { connection, asked in
            Audit.expect(connection, at: asked.1)
            return try body(connection, asked.0)
        }
    }
}

/// Collects the entries of a transaction, so that a commit costs one read and one write of the head however many changes it holds.
final class AuditGatherer: CommitGatherer {
    private var lines: [AuditLine] = []
    /// Known already, when it was asked for with the write. If entries were written since, the next one's number is taken, and the write
    /// runs again by itself.
    private let head: Audit.Head?

    init(_ head: Audit.Head? = nil) { self.head = head }

    func add(_ line: AuditLine) { lines.append(line) }

    func flush(_ connection: any Connection) throws {
        guard !lines.isEmpty else { return }
        let head = try head ?? connection.ask(Audit.chainHead)
        var (sequence, hash) = (head.sequence, head.hash)
        for line in lines {
            sequence += 1
            hash = line.hash(after: hash)
            try connection.insert(
                into: "audit_entry (\(Audit.columns))",
                """
                (\(sequence), \(line.at), \(line.actor), \(line.action), \(line.kind), \(line.record), \
                \(line.before), \(line.after), \(hash))
                """)
        }
        try connection.send("UPDATE audit_head SET sequence = \(sequence), hash = \(hash) WHERE id = 1")
    }
}
