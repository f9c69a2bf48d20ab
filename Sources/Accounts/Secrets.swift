import Crypto
import Foundation

/// Random secrets that people carry: the token of a mailed link, of a device, of an API client.
///
/// Only `digest` is ever stored: whoever reads the database cannot use what it holds. Not for passwords, which people
/// choose and which therefore need a slow hash (`PasswordHash`).
enum Secrets {
    /// 256 bits of randomness in 43 characters that need no escaping in a link or a cookie.
    static func make() -> String { bytes(32).base64URL }

    static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// SHA-256 as text. The secrets are random and long, so a fast hash is enough.
    static func digest(_ secret: String) -> String {
        Array(SHA256.hash(data: Data(secret.utf8))).base64URL
    }
}

extension [UInt8] {
    /// RFC 4648 §5, without padding.
    var base64URL: String {
        Data(self).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
