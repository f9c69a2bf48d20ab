/// JSON text in its one form, in which equal values are equal texts: what content is kept as, what the audit seals, what the API
/// answers.
///
///     let text = try JSONText(encoding: content)     // before the transaction, for it takes longer than an INSERT
public struct JSONText: Sendable, Hashable {
    public let text: String

    public init(encoding value: some Encodable) throws {
        text = String(decoding: try Self.bytes(encoding: value), as: UTF8.self)
    }

    public init(_ value: JSONValue) { text = value.canonical }

    /// The text's UTF-8, for what goes over the line.
    public static func bytes(encoding value: some Encodable) throws -> [UInt8] {
        let node = try JSONNodeEncoder.encode(value)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1024)
        node.write(to: &bytes)
        return bytes
    }
}

/// Stands as it is within what is encoded to a `JSONText`.
extension JSONText: Encodable {
    public func encode(to encoder: any Encoder) throws {
        try JSONValue(parsing: text).encode(to: encoder)
    }
}
