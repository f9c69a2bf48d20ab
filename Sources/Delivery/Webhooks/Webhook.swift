import Crypto
import Foundation
import Platform

/// Another program that wants to hear of cases: of one organisation's, or of all.
struct Webhook: Sendable {
    enum State: String, Sendable, CaseIterable { case active, paused, removed }

    let id: ID<Webhook>
    /// nil: every organisation's, which an administrator alone may ask for.
    let organisation: ID<Organisation>?
    let url: String
    /// Signs what is sent; the other program knows it too, so it cannot be kept as a hash.
    let secret: String
    let events: [CaseAction]
    let state: State
    let createdAt: Timestamp

    /// What can be asked for: what the citizen may read, too.
    static let choosable = CaseAction.allCases.filter { $0 != .undo && CaseLife.transition($0)?.isPublic == true }

    /// Asks for all of it at once.
    static let everything = "all"

    static let urlLimit = 500

    /// What is wrong with an address, as far as can be told without looking its name up; that is done at each delivery.
    static func issue(url text: String) -> FieldIssue? {
        guard text.count <= urlLimit else {
            return FieldIssue("url", "error.longer", ["limit": String(urlLimit), "length": String(text.count)])
        }
        guard let url = URL(string: text), let host = url.host(percentEncoded: false), !host.isEmpty, url.user() == nil,
            url.fragment() == nil, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return FieldIssue("url", "error.webhook-address") }
        let kind = NetworkAddress.kind(host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host)
        let isLoopback = kind == .loopback || host == "localhost"
        if kind == .private { return FieldIssue("url", "error.webhook-private") }
        return url.scheme == "https" || (url.scheme == "http" && isLoopback) ? nil : FieldIssue("url", "error.webhook-address")
    }

    static func makeSecret() -> String { "whsec_" + Data((0..<32).map { _ in UInt8.random(in: .min ... .max) }).base64EncodedString() }
}

/// One message to one webhook, with what became of it.
struct WebhookDelivery: Sendable {
    enum State: String, Sendable, CaseIterable {
        case waiting, queued, delivered, failed
        /// The event was taken back before it was told.
        case dropped
    }

    let webhook: ID<Webhook>
    let record: ID<Case>
    let reference: String
    let event: Int
    let action: CaseAction
    let phase: CasePhase
    let state: State
    let attempts: Int
    /// What the other program answered last.
    let status: Int?
    let fault: String?
    let createdAt: Timestamp
    let updatedAt: Timestamp

    /// The same at every attempt and at a replay, so that the receiver can tell.
    var messageID: String {
        let text = "\(webhook) \(record) \(event)"
        return "msg_" + SHA256.hash(data: Data(text.utf8)).prefix(16).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

/// A message as it goes over the wire, signed as Standard Webhooks says.
struct WebhookMessage: Sendable {
    private struct Body: Encodable {
        struct Data: Encodable {
            let reference: String
            let event: String
            let number: Int
            let phase: String
        }

        let type: String
        let timestamp: String
        let data: Data
    }

    let headers: [(name: String, value: String)]
    let body: [UInt8]

    init(_ delivery: WebhookDelivery, secret: String, at now: Timestamp, words: Words) throws {
        let data = Body.Data(
            reference: delivery.reference, event: delivery.action.rawValue, number: delivery.event, phase: delivery.phase.rawValue)
        let text = try Coding.encode(
            Body(type: "case.\(delivery.action.rawValue)", timestamp: words.isoDateTime(delivery.createdAt), data: data))
        let seconds = String(now.milliseconds / 1000)
        body = Array(text.utf8)
        headers = [
            ("content-type", "application/json"), ("user-agent", "Sangam"), ("webhook-id", delivery.messageID),
            ("webhook-timestamp", seconds),
            ("webhook-signature", try Self.signature(id: delivery.messageID, seconds: seconds, body: text, secret: secret)),
        ]
    }

    /// `v1,` and the HMAC-SHA256 over id, time and body, by the bytes behind `whsec_`.
    static func signature(id: String, seconds: String, body: String, secret: String) throws -> String {
        guard secret.hasPrefix("whsec_"), let key = Data(base64Encoded: String(secret.dropFirst(6))) else {
            throw PermanentJobFailure("The secret of the webhook cannot be read.")
        }
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(id).\(seconds).\(body)".utf8), using: SymmetricKey(data: key))
        return "v1," + Data(code).base64EncodedString()
    }
}
