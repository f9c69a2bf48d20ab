import Crypto
import Foundation

/// The number of a case, such as `7K3M-9QX2-P`: eight letters and digits at random and one that checks them.
///
/// The last is computed as in ISO 7064 (hybrid system, over 32 letters), so that a mistyped letter is noticed before anybody looks.
/// I, L and O are read as 1, 1 and 0.
public enum CaseReference {
    static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    static func make(using generator: inout some RandomNumberGenerator) -> String {
        make(number: generator.next() & 0xFF_FFFF_FFFF)
    }

    /// From 40 bits, five for each letter.
    static func make(number: UInt64) -> String {
        let body = (0..<8).map { alphabet[Int(number >> (5 * UInt64($0)) & 31)] }
        return format(body + [check(body)])
    }

    /// As it is kept and shown; nil for what can be no reference: a letter too few, too many, or wrong.
    public static func read(_ typed: String) -> String? {
        guard let letters = CaseCode.letters(typed), letters.count == 9, check(Array(letters.prefix(8))) == letters[8] else { return nil }
        return format(letters)
    }

    private static func format(_ letters: [UInt8]) -> String {
        let text = String(decoding: letters, as: UTF8.self)
        return "\(text.prefix(4))-\(text.dropFirst(4).prefix(4))-\(text.dropFirst(8))"
    }

    private static func check(_ body: [UInt8]) -> UInt8 {
        var sum = 32
        for letter in body {
            sum = (sum + (alphabet.firstIndex(of: letter) ?? 0)) % 32
            sum = (sum == 0 ? 32 : sum) * 2 % 33
        }
        return alphabet[(33 - sum) % 32]
    }
}

/// The secret that opens a case to whoever filed it: twelve letters and digits, 60 random bits. Only its hash is kept.
public enum CaseCode {
    static func make(using generator: inout some RandomNumberGenerator) -> String {
        let bits = generator.next()
        let text = String(decoding: (0..<12).map { CaseReference.alphabet[Int(bits >> (5 * UInt64($0)) & 31)] }, as: UTF8.self)
        return "\(text.prefix(4))-\(text.dropFirst(4).prefix(4))-\(text.dropFirst(8))"
    }

    /// Salted by what it belongs to, so that one guess cannot be held against all cases at once.
    static func hash(_ code: String, of owner: String) -> String {
        let plain = letters(code).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: SHA256.hash(data: Data("\(owner) \(plain)".utf8)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self)
    }

    /// In constant time.
    static func isEqual(_ left: String, _ right: String) -> Bool {
        let (a, b) = (Array(left.utf8), Array(right.utf8))
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Capital letters and digits as they were meant: spaces and hyphens fall away, letters that look like digits are digits.
    static func letters(_ typed: String) -> [UInt8]? {
        var letters: [UInt8] = []
        for scalar in typed.unicodeScalars.prefix(64) {
            if let digit = scalar.properties.numericType == .decimal ? scalar.properties.numericValue : nil {
                letters.append(UInt8(ascii: "0") + UInt8(digit))
                continue
            }
            switch scalar {
            case " ", "-", "\u{2010}"..."\u{2015}", "\u{00A0}", "\u{200C}"..."\u{200F}": continue
            case "o", "O": letters.append(UInt8(ascii: "0"))
            case "i", "I", "l", "L": letters.append(UInt8(ascii: "1"))
            default:
                guard scalar.isASCII, case let byte = UInt8(scalar.value), let upper = Optional(byte >= 0x61 ? byte & 0xDF : byte),
                    CaseReference.alphabet.contains(upper)
                else { return nil }
                letters.append(upper)
            }
        }
        return letters
    }
}
