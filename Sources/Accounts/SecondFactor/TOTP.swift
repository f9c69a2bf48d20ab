import Crypto
import Foundation
import Platform

/// Time-based one-time passwords (RFC 6238): SHA-1, six digits, a step of 30 seconds, as every authenticator app does them.
enum TOTP {
    static let step: Int64 = 30
    static let digits = 6

    /// 160 bits, the length that RFC 4226 §4 recommends.
    static func newSecret() -> [UInt8] { Secrets.bytes(20) }

    /// The number of whole steps since 1970.
    static func counter(at now: Timestamp) -> Int64 {
        Int64((Double(now.milliseconds) / 1000 / Double(step)).rounded(.down))
    }

    static func code(secret: [UInt8], counter: Int64, digits: Int = digits) -> String {
        let message = withUnsafeBytes(of: UInt64(bitPattern: counter).bigEndian) { Data($0) }
        let digest = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: secret)))
        let offset = Int(digest[19] & 0xF)
        let number = digest[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let text = String(Int64(number) % Int64(pow(10, Double(digits))))
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The step that a code belongs to, one step early or late allowed, or nil if it is wrong or was used.
    ///
    /// `after` is the last step that was accepted: a code works once, and an older one never again (RFC 6238 §5.2).
    static func acceptedCounter(
        of code: String, secret: [UInt8], now: Timestamp, after lastUsed: Int64?
    ) -> Int64? {
        guard let typed = plainDigits(code), typed.count == digits else { return nil }
        let current = counter(at: now)
        return (current - 1...current + 1).first { candidate in
            candidate > (lastUsed ?? .min) && Self.code(secret: secret, counter: candidate) == typed
        }
    }

    /// ASCII digits of a code typed with spaces or on a Bangla or Arabic keyboard; nil if anything else is in it.
    static func plainDigits(_ text: String) -> String? {
        var result = ""
        for character in text where !character.isWhitespace {
            guard character.isWholeNumber, let value = character.wholeNumberValue, (0...9).contains(value) else {
                return nil
            }
            result.append(String(value))
        }
        return result
    }

    /// The link that authenticator apps open, by Google's key URI format.
    static func link(secret: [UInt8], account: String, issuer: String) -> String {
        let safe = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
        func encoded(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: safe) ?? ""
        }
        return "otpauth://totp/\(encoded(issuer)):\(encoded(account))?secret=\(Base32.encode(secret))"
            + "&issuer=\(encoded(issuer))&algorithm=SHA1&digits=\(digits)&period=\(step)"
    }
}
