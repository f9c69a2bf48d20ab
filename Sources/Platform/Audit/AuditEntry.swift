import Crypto

/// One change of one record: who, when, what.
public struct AuditEntry: Sendable, Identifiable {
    /// Its place in the chain, from 1 without gaps.
    public let sequence: Int64
    public let at: Timestamp
    /// `Principal.auditName`: `person:…`, `token:…`, `program:…` or `anonymous`.
    public let actor: String
    /// A verb: `create`, `change`, `publish`.
    public let action: String
    /// A word of the domain in kebab case: `solution`.
    public let recordKind: String
    public let recordID: String
    public let before: JSONValue?
    public let after: JSONValue?
    /// SHA-256 over the previous entry's hash and this entry, in hexadecimal.
    public let hash: String

    public var id: Int64 { sequence }
}

/// An entry as it is stored and hashed.
struct AuditLine {
    let at: Timestamp
    let actor: String
    let action: String
    let kind: String
    let record: String
    let before: String?
    let after: String?

    /// The hash that this entry has when it follows the entry with the hash `previous`.
    ///
    /// Each field is preceded by its length, so that no two different entries give the same bytes; an absent field differs from
    /// an empty one. The sequence number is left out: the chain gives it, and so an entry that was moved can be told from one
    /// that was changed.
    func hash(after previous: String) -> String {
        var hasher = SHA256()
        func add(_ text: String?) {
            guard var bytes = text else { return hasher.update(data: [0xFF, 0xFF, 0xFF, 0xFF] as [UInt8]) }
            bytes.withUTF8 { bytes in
                withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { hasher.update(bufferPointer: $0) }
                hasher.update(bufferPointer: UnsafeRawBufferPointer(bytes))
            }
        }
        // Names the way of hashing, should another one ever be needed.
        add("sangam-audit-1")
        add(previous)
        add(String(at.milliseconds))
        add(actor)
        add(action)
        add(kind)
        add(record)
        add(before)
        add(after)
        return hasher.finalize().hexadecimal
    }
}

extension Sequence<UInt8> {
    /// Two small hexadecimal digits for each byte.
    var hexadecimal: String {
        var text = ""
        for byte in self {
            for digit in [byte >> 4, byte & 0xF] {
                text.unicodeScalars.append(Unicode.Scalar(digit < 10 ? 48 + digit : 87 + digit))
            }
        }
        return text
    }
}
