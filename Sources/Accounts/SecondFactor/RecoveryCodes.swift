/// Codes for somebody who lost the telephone: ten of them, each works once.
///
/// Each has 80 random bits, so that a fast hash at rest is enough.
enum RecoveryCodes {
    static let count = 10

    static func make() -> [String] {
        (0..<count).map { _ in Base32.grouped(Base32.encode(Secrets.bytes(10)).lowercased(), by: "-") }
    }

    /// What is stored for a code as somebody typed it: capitals, spaces and hyphens do not matter. Nil if it cannot be one.
    static func digest(typed: String) -> String? {
        let plain = typed.lowercased().filter { !$0.isWhitespace && $0 != "-" }
        guard plain.count == 16, Base32.decode(plain) != nil else { return nil }
        return Secrets.digest(plain)
    }
}
