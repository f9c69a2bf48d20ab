import Platform
import SQL
import Web

/// The key to one case that a citizen's browser holds for an hour: its number and secret, in a cookie that no script can read.
///
/// So the secret stands in no address but that of the printed QR code, which gives the cookie and goes on to an address without it.
enum CaseKey {
    private static func name(_ services: Services) -> String {
        services.baseURL.hasPrefix("https:") ? "__Host-sangam-case" : "sangam-case"
    }

    static func give(_ reply: Reply, _ call: Call, reference: String, code: String) -> Reply {
        set(reply, call, "\(reference).\(code)", seconds: 3600)
    }

    static func take(_ reply: Reply, _ call: Call) -> Reply { set(reply, call, "", seconds: 0) }

    private static func set(_ reply: Reply, _ call: Call, _ value: String, seconds: Int) -> Reply {
        let secure = call.services.baseURL.hasPrefix("https:") ? "; Secure" : ""
        return reply.with(
            "Set-Cookie", "\(name(call.services))=\(value); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(seconds)\(secure)")
    }

    /// The secret that the caller holds for a case.
    static func code(_ call: Call, reference: String) -> String? {
        let name = name(call.services)
        for pair in (call.header("Cookie") ?? "").split(separator: ";") {
            let sides = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            guard sides.count == 2, sides[0] == name else { continue }
            let parts = sides[1].split(separator: ".")
            if parts.count == 2, parts[0] == reference { return String(parts[1]) }
        }
        return nil
    }

    /// The case, if number and secret belong together. An unknown number takes the same way as a wrong secret.
    static func open(_ connection: any Connection, reference: String, code: String) throws -> Case? {
        let typed = CaseReference.read(reference)
        let found = try typed.flatMap { try CaseStore.find(connection, reference: $0) }
        let owner = found?.codeOwner ?? "00000000-0000-7000-8000-000000000000"
        let hash = CaseCode.hash(code, of: owner)
        return CaseCode.isEqual(hash, found?.codeHash ?? String(repeating: "0", count: 64)) ? found : nil
    }

    /// Twenty tries, then two a minute: 60 random bits are out of reach like that, and so they are at the pace of the pages.
    static let rate = RateLimit(bucket: "case-code", limit: 20, per: .minutes(10))
    /// A picture is scanned as often as it is opened.
    static let scanRate = RateLimit(bucket: "case-scan", limit: 60, per: .minutes(10))
    static let pageRate = RateLimit(bucket: "case-page", limit: 120, per: .minutes(1))
}
