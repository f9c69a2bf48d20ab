import Foundation
import Platform
import SQL
import Web

/// What Kannel calls: for each text that comes in, and for each report of one that went out.
///
/// Kannel calls by GET, also for what changes something. A secret in the address guards it, so no browser can be led here.
enum KannelRoutes {
    static func routes(_ lines: Lines) -> [Route] {
        [
            Route.forPrograms(.get, "/sms/kannel", rate: rate) { try await text($0, lines) },
            Route.forPrograms(.get, "/sms/kannel/report", rate: rate) { try await report($0, lines) },
        ]
    }

    private static let rate = RateLimit(bucket: "kannel", limit: 6_000, per: .minutes(1))
    /// In bytes; a long text of ten parts has fewer.
    private static let longest = 2_000

    /// Without the secret there is nothing here.
    private static func settings(_ call: Call, _ lines: Lines) throws -> TextSettings {
        guard let settings = lines.texts, !settings.secret.isEmpty,
            CaseCode.isEqual(hash(plain(call, "secret")), hash(settings.secret))
        else { throw Problem.notFound }
        return settings
    }

    /// Read by its bytes, for the words beside it may be in another character set than UTF-8.
    private static func plain(_ call: Call, _ name: String) -> String { String(decoding: call.queryBytes(name) ?? [], as: UTF8.self) }

    /// Of one length, so that the comparison tells nothing.
    private static func hash(_ text: String) -> String { CaseContact.hash("secret " + text) }

    private static func text(_ call: Call, _ lines: Lines) async throws -> Reply {
        let settings = try settings(call, lines)
        guard let number = PhoneNumber.ofSender(plain(call, "from"), country: settings.country) else { return say("") }
        let words = KannelText.read(
            Array((call.queryBytes("text") ?? []).prefix(longest)), coding: plain(call, "coding"), charset: plain(call, "charset"))
        let (text, now, catalogue) = (words.precomposedStringWithCanonicalMapping, call.now, call.services.catalogue)
        let answer = try await call.services.database.write {
            try TextConversation.answer($0, from: number, text, catalogue: catalogue, at: now)
        }
        return say(answer?.text ?? "")
    }

    private static func say(_ text: String) -> Reply {
        let reply = Reply.text(text).cached(.never)
        // Kannel would press other letters into the GSM alphabet.
        return TextLength.isGSM(text) ? reply : reply.with("X-Kannel-Coding", "2")
    }

    private static func report(_ call: Call, _ lines: Lines) async throws -> Reply {
        _ = try settings(call, lines)
        guard let id = ID<Notice>(call.query["notice"] ?? ""), let code = Int(call.query["state"] ?? "") else { return say("") }
        let now = call.now
        try await call.services.database.write { connection in
            guard let notice = try NoticeStore.find(connection, id), notice.channel == .text, notice.state == .waiting || notice.state == .sent
            else { return }
            switch code {
            case 1: try NoticeStore.mark(connection, id, .delivered, at: now)
            case 2, 16: try NoticeStore.mark(connection, id, .failed, at: now)
            case 8: try NoticeStore.mark(connection, id, .sent, at: now)
            default: return
            }
        }
        return say("")
    }
}
