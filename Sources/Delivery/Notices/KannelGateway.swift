import Foundation
import HTML
import Platform

/// A text to one telephone.
struct TextMessage: Sendable {
    /// Comes back with the gateway's report.
    let id: String
    let to: String
    let text: String
}

/// Hands texts to Kannel through its HTTP interface and asks for a report of each.
struct KannelGateway: Sendable {
    let settings: TextSettings
    let outbound: any OutboundHTTP
    let baseURL: String

    /// What Kannel reports: 1 on the telephone, 2 not, 8 at the centre, 16 refused there.
    private static let reports = "27"

    /// - Throws: `PermanentJobFailure` for a text that Kannel will never take; anything else is worth another try.
    func send(_ message: TextMessage) async throws {
        let answer = try await outbound.send(OutboundRequest(url: address(message), reach: .anywhere))
        switch answer.status {
        case 200..<300: return
        // It cannot read the request; another time it will not either.
        case 400: throw PermanentJobFailure("Kannel does not take this text (400).")
        default: throw GatewayFailed(status: answer.status)
        }
    }

    func address(_ message: TextMessage) -> String {
        let report = Link.to(
            "\(baseURL)/sms/kannel/report", [("secret", settings.secret), ("notice", message.id)]) + "&state=%d"
        var values = [
            ("username", settings.user), ("password", settings.password), ("to", message.to), ("text", message.text),
            ("charset", "UTF-8"), ("coding", TextLength.isGSM(message.text) ? "0" : "2"), ("dlr-mask", Self.reports), ("dlr-url", report),
        ]
        if !settings.sender.isEmpty { values.append(("from", settings.sender)) }
        return Link.to(settings.url, values)
    }
}

/// Kannel answered, but did not take the text. The request holds a password and a number, so it is not repeated here.
struct GatewayFailed: Error, CustomStringConvertible {
    let status: Int

    var description: String { "The gateway for texts answered \(status). Look at its log and at SANGAM_SMS_USER and SANGAM_SMS_PASSWORD." }
}
