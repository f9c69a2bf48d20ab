import Crypto
import Web

/// Random secrets that people carry: the token of a mailed link, of a device, of an API client.
///
/// Only `digest` is ever stored: whoever reads the database cannot use what it holds. Not for passwords, which people
/// choose and which therefore need a slow hash (`PasswordHash`).
enum Secrets {
    /// 256 bits of randomness in 43 characters that need no escaping in a link or a cookie.
    static func make() -> String { Base64URL.encode(bytes(32)) }

    static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// SHA-256 as text. The secrets are random and long, so a fast hash is enough.
    static func digest(_ secret: String) -> String {
        Base64URL.encode(SHA256.hash(data: Array(secret.utf8)))
    }
}
