public import Foundation

/// A letter to one person: plain text.
public struct MailMessage: Sendable, Codable, Hashable {
    /// The address alone: `focal.point@example.org`.
    public var to: String
    public var subject: String
    public var text: String
    /// BCP 47.
    public var language: String
    /// Becomes the Message-ID. A letter that is sent again after an uncertain end keeps it, so that mailboxes can tell.
    public let id: UUID

    public init(to: String, subject: String, text: String, language: String, id: UUID = UUID()) {
        self.to = to
        self.subject = subject
        self.text = text
        self.language = language
        self.id = id
    }
}

/// Whom letters come from.
public struct MailSender: Sendable, Hashable {
    /// Shown to the reader: `Sangam`.
    public let name: String
    public let address: String

    public init(name: String, address: String) {
        self.name = name
        self.address = address
    }
}

/// Hands a letter on. A letter that cannot ever be sent throws `MailRefused`; any other error is worth another try.
public protocol Mailer: Sendable {
    func send(_ message: MailMessage) async throws
}

/// The letter itself is wrong. The address is not repeated here: errors are logged.
public enum MailRefused: Error, CustomStringConvertible, Sendable {
    case badAddress
    case badSender

    public var description: String {
        switch self {
        case .badAddress: "The letter's address is not a mail address."
        case .badSender: "The address that letters come from is not a mail address: see the settings."
        }
    }
}

/// The rule for addresses that letters are sent to.
public enum MailAddress {
    /// Whether this is `name@domain` in the common form (RFC 5321 dot-string, ASCII, at most 254 characters; the domain has a dot).
    ///
    /// Quoted names, comments and address literals are refused: nobody's real address needs them, and they are how headers and
    /// command lines are attacked.
    ///
    /// - Parameter mayBeLocal: the domain may also be the machine's own name, such as `localhost`: a sender's, never a reader's.
    public static func isValid(_ text: String, mayBeLocal: Bool = false) -> Bool {
        guard text.utf8.count <= 254 else { return false }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count <= 64 else { return false }
        let atoms = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return !parts[0].hasPrefix("-")
            && atoms.allSatisfy { atom in
                !atom.isEmpty && atom.utf8.allSatisfy { isLetterOrDigit($0) || signs.contains($0) }
            }
            && labels.count >= (mayBeLocal ? 1 : 2)
            && labels.allSatisfy { label in
                !label.isEmpty && label.utf8.count <= 63 && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
            }
    }

    private static let signs = Set("!#$%&'*+-/=?^_`{|}~".utf8)

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
