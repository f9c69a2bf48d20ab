import Platform
import SQL

/// All reading and writing of webhooks and of what was sent to them.
enum WebhookStore {
    // MARK: Webhooks

    static func insert(_ connection: any Connection, _ hook: Webhook) throws {
        try connection.execute("""
            INSERT INTO webhook (id, organisation_id, url, secret, events, state, created_at)
            VALUES (\(hook.id), \(hook.organisation), \(hook.url), \(hook.secret),
                \(" " + hook.events.map(\.rawValue).joined(separator: " ") + " "), \(hook.state.rawValue), \(hook.createdAt))
            """)
    }

    static func find(_ connection: any Connection, _ id: ID<Webhook>) throws -> Webhook? {
        try connection.first("SELECT * FROM webhook WHERE id = \(id) AND state <> 'removed'").map(webhook)
    }

    static let most = 50

    /// Newest first, of the organisations given, or all when nil.
    static func list(_ connection: any Connection, of organisations: Set<ID<Organisation>>?) throws -> [Webhook] {
        let own: SQL = if let organisations { "AND organisation_id IN \(in: organisations.sorted())" } else { "" }
        return try connection.query("""
            SELECT * FROM webhook WHERE state <> 'removed' \(own) ORDER BY id DESC LIMIT \(most * 4)
            """).map(webhook)
    }

    static func setState(_ connection: any Connection, _ id: ID<Webhook>, _ state: Webhook.State) throws {
        try connection.execute("UPDATE webhook SET state = \(state.rawValue) WHERE id = \(id)")
    }

    private static func webhook(_ row: Row) throws -> Webhook {
        let (events, state): (String, String) = (try row["events"], try row["state"])
        return Webhook(
            id: try row["id"], organisation: try row["organisation_id"], url: try row["url"], secret: try row["secret"],
            events: events.split(separator: " ").compactMap { CaseAction(rawValue: String($0)) },
            state: Webhook.State(rawValue: state) ?? .removed, createdAt: try row["created_at"])
    }

    // MARK: What is sent

    /// Notes an event for each webhook that wants to hear of it, together with all others of the commit.
    static func note(_ connection: any Connection, _ record: Case, _ event: CaseEvent, due: Timestamp, at now: Timestamp) {
        connection.beforeCommit("webhooks") { Heard() }.events.append("""
            (\(record.id), \(event.number), \(event.action.rawValue), \(record.state.phase), \(record.office), \(due), \(now))
            """)
    }

    /// One statement for all events, which writes nothing where there is no webhook.
    private final class Heard: CommitGatherer {
        var events: [SQL] = []

        func flush(_ connection: any Connection) throws {
            for some in events.powersOfTwo(most: 64) {
                try connection.send("""
                    WITH heard (case_id, event, action, phase, office_id, due, at) AS (VALUES \(some.joined(", ")))
                    INSERT INTO webhook_delivery (webhook_id, case_id, event, action, phase, state, attempts, due, created_at, updated_at)
                    SELECT w.id, h.case_id, h.event, h.action, h.phase, 'waiting', 0, h.due, h.at, h.at
                    FROM heard h JOIN office o ON o.id = h.office_id
                        JOIN webhook w ON w.organisation_id IS NULL OR w.organisation_id = o.organisation_id
                    WHERE w.state = 'active' AND w.events LIKE '% ' || h.action || ' %'
                    ON CONFLICT (webhook_id, case_id, event) DO NOTHING
                    """)
            }
        }
    }

    /// Takes what is due out of the waiting rows; each is put into the queue once.
    static func takeDue(_ connection: any Connection, at now: Timestamp, limit: Int) throws -> [WebhookDelivery] {
        let due = try connection.query("\(columns) WHERE d.state = 'waiting' AND d.due <= \(now) ORDER BY d.due LIMIT \(limit)").map(delivery)
        for item in due { try mark(connection, item, .queued, at: now) }
        return due
    }

    static func find(_ connection: any Connection, _ hook: ID<Webhook>, _ record: ID<Case>, _ event: Int) throws -> WebhookDelivery? {
        try connection.first(
            "\(columns) WHERE d.webhook_id = \(hook) AND d.case_id = \(record) AND d.event = \(event)").map(delivery)
    }

    /// Newest first.
    static func list(
        _ connection: any Connection, _ hook: ID<Webhook>, before: (at: Timestamp, record: ID<Case>, event: Int)?, limit: Int
    ) throws -> [WebhookDelivery] {
        let start: SQL =
            if let before {
                "AND (d.created_at, d.case_id, d.event) < (\(before.at), \(before.record), \(before.event))"
            } else { "" }
        return try connection.query("""
            \(columns) WHERE d.webhook_id = \(hook) \(start)
            ORDER BY d.created_at DESC, d.case_id DESC, d.event DESC LIMIT \(limit)
            """).map(delivery)
    }

    static func mark(
        _ connection: any Connection, _ item: WebhookDelivery, _ state: WebhookDelivery.State, attempt: Int? = nil, status: Int? = nil,
        fault: String? = nil, at now: Timestamp
    ) throws {
        let outcome: SQL =
            if let attempt { ", attempts = \(attempt), status = \(status), fault = \(fault)" } else { "" }
        try connection.execute("""
            UPDATE webhook_delivery SET state = \(state.rawValue), updated_at = \(now) \(outcome)
            WHERE webhook_id = \(item.webhook) AND case_id = \(item.record) AND event = \(item.event)
            """)
    }

    private static let columns: SQL = """
        SELECT d.webhook_id, d.case_id, c.reference, d.event, d.action, d.phase, d.state, d.attempts, d.status, d.fault, d.created_at,
            d.updated_at
        FROM webhook_delivery d JOIN case_record c ON c.id = d.case_id
        """

    private static func delivery(_ row: Row) throws -> WebhookDelivery {
        let (action, state): (String, String) = (try row["action"], try row["state"])
        return WebhookDelivery(
            webhook: try row["webhook_id"], record: try row["case_id"], reference: try row["reference"], event: try row["event"],
            action: CaseAction(rawValue: action) ?? .note, phase: try row["phase"], state: WebhookDelivery.State(rawValue: state) ?? .failed,
            attempts: try row["attempts"], status: try row["status"], fault: try row["fault"], createdAt: try row["created_at"],
            updatedAt: try row["updated_at"])
    }
}
