import Platform
import Web

/// The cookie that tells a device that signed in before from a stranger. It opens nothing by itself.
enum DeviceCookie {
    /// The secret that the browser sent, if it can be one of ours.
    static func secret(in call: Call) -> String? {
        let name = name(for: call)
        for pair in (call.header("Cookie") ?? "").split(separator: ";") {
            let sides = pair.split(separator: "=", maxSplits: 1)
            guard sides.count == 2, sides[0].drop(while: \.isWhitespace) == name else { continue }
            return sides[1].utf8.count == 43 ? String(sides[1]) : nil
        }
        return nil
    }

    /// The header that sets it, for a year.
    static func header(_ secret: String, for call: Call) -> String {
        let age = KnownDeviceStore.lifetime.components.seconds
        return "\(name(for: call))=\(secret); Path=/; Max-Age=\(age); HttpOnly; SameSite=Lax"
            + (isSecure(call) ? "; Secure" : "")
    }

    private static func isSecure(_ call: Call) -> Bool { call.services.baseURL.hasPrefix("https:") }

    private static func name(for call: Call) -> String {
        isSecure(call) ? "__Host-sangam-device" : "sangam-device"
    }
}

extension Call {
    /// Where a sign-in comes from.
    var origin: SignIn.Origin {
        SignIn.Origin(
            address: clientAddress, device: device, deviceSecret: DeviceCookie.secret(in: self), session: session)
    }
}

extension Reply {
    /// Starts the session and lets the device know itself again.
    func signedIn(_ session: NewSession, deviceSecret: String, call: Call) -> Reply {
        starting(session).with("Set-Cookie", DeviceCookie.header(deviceSecret, for: call))
    }
}

extension Call {
    /// Where to go after signing in: a page of this site, and not the sign-in page again. Without a wish, to one's work.
    static func afterSignIn(_ next: String?) -> String {
        guard let path = localPath(next), path.prefix(while: { $0 != "?" }) != "/sign-in" else { return "/start" }
        return path
    }
}
