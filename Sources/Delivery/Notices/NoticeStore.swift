import Crypto
import Foundation
import Platform
import SQL

/// A letter or text to a citizen, as the log keeps it: never its words, never the address.
struct Notice: Sendable {
    enum State: String, Sendable, CaseIterable {
        case waiting
        /// The mail command or the gateway took it.
        case sent
        /// The telephone has it.
        case delivered
        case failed
        /// The citizen does not want any.
        case stopped
        /// There is no gateway.
        case noWay = "no-way"
    }

    let id: ID<Notice>
    let record: ID<Case>
    /// Of the case.
    let reference: String
    let event: Int
    let kind: CaseNotice
    let channel: CaseContact.Channel
    let state: State
    let attempts: Int
    let createdAt: Timestamp
    let updatedAt: Timestamp
}

/// All reading and writing of notices, and of who wants none.
enum NoticeStore {
    /// Writes a line of the log and puts the job in. Once for each event and channel, however often it is called.
    static func begin(
        _ connection: any Connection, _ record: Case, event: Int, _ kind: CaseNotice, _ channel: CaseContact.Channel, to address: String,
        organisation: ID<Organisation>, hasWay: Bool, at now: Timestamp
    ) throws {
        let id: ID<Notice> = ID(at: now)
        let state: Notice.State = try isStopped(connection, record.id, address) ? .stopped : hasWay ? .waiting : .noWay
        let new = try connection.execute("""
            INSERT INTO citizen_notice (id, case_id, event, organisation_id, kind, channel, state, attempts, stop_hash, due, created_at,
                updated_at)
            VALUES (\(id), \(record.id), \(event), \(organisation), \(kind.rawValue), \(channel.rawValue), \(state.rawValue), 0, '',
                \(now), \(now), \(now))
            ON CONFLICT (case_id, event, channel) DO NOTHING
            """)
        guard new > 0, state == .waiting else { return }
        try SendNotice.kind.enqueue(connection, SendNotice.Payload(notice: id), at: now)
    }

    static func find(_ connection: any Connection, _ id: ID<Notice>) throws -> Notice? {
        try connection.first("\(columns) WHERE n.id = \(id)").map(notice)
    }

    /// Newest first, of the organisations given, or of all when nil; without cases that must not be known to who asks.
    static func list(
        _ connection: any Connection, of organisations: Set<ID<Organisation>>?, for principal: Principal, before: ID<Notice>?, limit: Int
    ) throws -> [Notice] {
        let own: SQL = if let organisations { "AND n.organisation_id IN \(in: organisations.sorted())" } else { "" }
        let start: SQL = if let before { "AND n.id < \(before)" } else { "" }
        return try connection.query("\(columns) WHERE \(CaseRules.condition(for: principal, in: "c")) \(own) \(start) ORDER BY n.id DESC LIMIT \(limit)").map(notice)
    }

    static func mark(
        _ connection: any Connection, _ id: ID<Notice>, _ state: Notice.State, attempt: Int? = nil, at now: Timestamp
    ) throws {
        let tries: SQL = if let attempt { ", attempts = \(attempt)" } else { "" }
        try connection.execute(
            "UPDATE citizen_notice SET state = \(state.rawValue), updated_at = \(now) \(tries) WHERE id = \(id)")
    }

    private static let columns: SQL = """
        SELECT n.id, n.case_id, c.reference, n.event, n.kind, n.channel, n.state, n.attempts, n.created_at, n.updated_at
        FROM citizen_notice n JOIN case_record c ON c.id = n.case_id
        """

    private static func notice(_ row: Row) throws -> Notice {
        let (kind, channel, state): (String, String, String) = (try row["kind"], try row["channel"], try row["state"])
        return Notice(
            id: try row["id"], record: try row["case_id"], reference: try row["reference"], event: try row["event"],
            kind: CaseNotice(rawValue: kind) ?? .received, channel: CaseContact.Channel(rawValue: channel) ?? .mail,
            state: Notice.State(rawValue: state) ?? .failed, attempts: try row["attempts"], createdAt: try row["created_at"],
            updatedAt: try row["updated_at"])
    }

    // MARK: Who wants none

    /// By the address, or for this case alone.
    static func isStopped(_ connection: any Connection, _ record: ID<Case>, _ address: String) throws -> Bool {
        try connection.ask(isQuiet(record))
            || (try connection.first("SELECT 1 FROM notice_stop WHERE address_hash = \(CaseContact.hash(address))")) != nil
    }

    static func isQuiet(_ record: ID<Case>) -> Question<Bool> {
        Question("SELECT 1 FROM case_quiet WHERE case_id = \(record)") { !$0.isEmpty }
    }

    static func setQuiet(_ connection: any Connection, _ record: ID<Case>, _ isQuiet: Bool, by act: Act) throws {
        if isQuiet {
            try connection.execute(
                "INSERT INTO case_quiet (case_id, at) VALUES (\(record), \(act.now)) ON CONFLICT (case_id) DO NOTHING")
        } else {
            try connection.execute("DELETE FROM case_quiet WHERE case_id = \(record)")
        }
        try act.audit(
            connection, isQuiet ? "notices.stop" : "notices.start", "case", record.description, before: !isQuiet, after: isQuiet)
    }

    /// The audit says that it happened, not to whom.
    static func setStopped(_ connection: any Connection, hash: String, _ isStopped: Bool, by act: Act) throws {
        if isStopped {
            try connection.execute("""
                INSERT INTO notice_stop (address_hash, at) VALUES (\(hash), \(act.now)) ON CONFLICT (address_hash) DO NOTHING
                """)
        } else {
            try connection.execute("DELETE FROM notice_stop WHERE address_hash = \(hash)")
        }
        try act.audit(
            connection, isStopped ? "notices.stop" : "notices.start", "notice-address", "-", before: !isStopped, after: isStopped)
    }

    static func isStopped(_ connection: any Connection, hash: String) throws -> Bool {
        try connection.first("SELECT 1 FROM notice_stop WHERE address_hash = \(hash)") != nil
    }

    // MARK: The link in a letter

    static func hash(stop secret: String) -> String { Data(SHA256.hash(data: Data("stop \(secret)".utf8))).base64EncodedString() }

    static func setStopHash(_ connection: any Connection, _ id: ID<Notice>, _ hash: String) throws {
        try connection.execute("UPDATE citizen_notice SET stop_hash = \(hash) WHERE id = \(id)")
    }

    /// The case of the letter whose link this is.
    static func record(_ connection: any Connection, stop secret: String) throws -> ID<Case>? {
        guard (10...100).contains(secret.utf8.count) else { return nil }
        return try connection.value("SELECT case_id FROM citizen_notice WHERE stop_hash = \(hash(stop: secret)) AND stop_hash <> ''")
    }
}
