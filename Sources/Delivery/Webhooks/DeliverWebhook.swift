import Platform
import SQL

/// Sends messages to webhooks: every minute what waits becomes jobs, and a job tries until the other program says yes.
enum DeliverWebhook {
    struct Sweep: Codable, Sendable {}

    struct Payload: Codable, Sendable {
        let webhook: ID<Webhook>
        let record: ID<Case>
        let event: Int
    }

    static let sweepKind = JobKind<Sweep>("delivery.webhooks")
    static let kind = JobKind<Payload>("delivery.webhook")
    static let attempts = 8
    private static let atOnce = 500

    static let schedule = JobSchedule(name: "delivery.webhooks", every: .minutes(1), kind: sweepKind, payload: Sweep())

    static let sweep = JobHandler(sweepKind) { _, context in
        let now = context.services.now
        try await context.services.database.write { connection in
            for item in try WebhookStore.takeDue(connection, at: now, limit: atOnce) { try enqueue(connection, item, at: now) }
        }
    }

    static func enqueue(_ connection: any Connection, _ item: WebhookDelivery, at now: Timestamp) throws {
        try kind.enqueue(
            connection, Payload(webhook: item.webhook, record: item.record, event: item.event), at: now, uniqueKey: item.messageID)
    }

    static func handler(_ lines: Lines) -> JobHandler {
        JobHandler(kind, attempts: attempts, timeout: .minutes(1)) { payload, context in
            let services = context.services
            let (now, attempt) = (services.now, context.attempt)
            guard let outbound = lines.outbound else { throw PermanentJobFailure("There is no way out for webhooks.") }
            let found = try await services.database.write { connection -> (Webhook, WebhookDelivery)? in
                guard let item = try WebhookStore.find(connection, payload.webhook, payload.record, payload.event),
                    let hook = try WebhookStore.find(connection, payload.webhook)
                else { return nil }
                // What is told must still be so, and a case may have been sealed since.
                guard let record = try CaseStore.find(connection, id: payload.record), CaseNotices.isToldToPrograms(record),
                    !record.events.contains(where: { $0.facts.undoes == payload.event })
                else {
                    try WebhookStore.mark(connection, item, .dropped, at: now)
                    return nil
                }
                return (hook, item)
            }
            guard let (hook, item) = found else { return }
            let message = try WebhookMessage(item, secret: hook.secret, at: now, words: services.catalogue.words("en"))
            var status: Int?
            var fault: String?
            do {
                let answer = try await outbound.send(
                    OutboundRequest(url: hook.url, reach: .publicOrLoopback, headers: message.headers, body: message.body))
                status = answer.status
                if !(200..<300).contains(answer.status) { fault = "status" }
            } catch let failure as OutboundFailure {
                fault = failure.rawValue
            }
            // 410: the receiver wants nothing any more.
            let isGone = status == 410
            let isOver = isGone || fault == OutboundFailure.privateAddress.rawValue || attempt >= attempts
            let state: WebhookDelivery.State = fault == nil ? .delivered : isOver ? .failed : .queued
            let (code, why) = (status, fault)
            try await services.database.write { connection in
                try WebhookStore.mark(connection, item, state, attempt: attempt, status: code, fault: why, at: services.now)
                if isGone { try ManageWebhooks.pause(connection, Act(context.principal, at: services.now), hook) }
            }
            if state == .failed { throw PermanentJobFailure("A webhook was not taken: \(fault ?? "") \(status.map(String.init) ?? "")") }
            if let fault { throw WebhookRefused(fault: fault, status: status) }
        }
    }
}

/// The other program did not take the message; it is sent again.
struct WebhookRefused: Error, CustomStringConvertible {
    let fault: String
    let status: Int?

    var description: String { "A webhook was not taken: \(fault) \(status.map(String.init) ?? "")" }
}
