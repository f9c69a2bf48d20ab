/// Writes JSON in its one form: no spaces, members in the order of their names' UTF-8, only needful escapes.
enum JSONWriter {
    static func write(_ value: JSONValue, to text: inout [UInt8]) {
        switch value {
        case .null: append("null", to: &text)
        case .bool(let value): append(value ? "true" : "false", to: &text)
        case .integer(let value): append(String(value), to: &text)
        case .number(let value): append(Self.text(of: value), to: &text)
        case .string(let value): quote(value, to: &text)
        case .array(let items):
            text.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                write(item, to: &text)
            }
            text.append(UInt8(ascii: "]"))
        case .object(let members):
            text.append(UInt8(ascii: "{"))
            for (index, member) in members.sorted(by: { precedes($0.key, $1.key) }).enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                quote(member.key, to: &text)
                text.append(UInt8(ascii: ":"))
                write(member.value, to: &text)
            }
            text.append(UInt8(ascii: "}"))
        }
    }

    static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    static func quote(_ value: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        var value = value
        value.withUTF8 { bytes in
            // Copied in runs: most texts have nothing to escape.
            var start = 0
            for (index, byte) in bytes.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
                text.append(contentsOf: bytes[start..<index])
                start = index + 1
                escape(byte, to: &text)
            }
            text.append(contentsOf: bytes[start...])
        }
        text.append(UInt8(ascii: "\""))
    }

    private static func escape(_ byte: UInt8, to text: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
        case 0x0A: append("\\n", to: &text)
        case 0x0D: append("\\r", to: &text)
        case 0x09: append("\\t", to: &text)
        default:
            append(byte < 0x10 ? "\\u000" : "\\u00", to: &text)
            append(String(byte, radix: 16), to: &text)
        }
    }

    private static func append(_ ascii: String, to text: inout [UInt8]) { text.append(contentsOf: ascii.utf8) }

    private static func text(of value: Double) -> String {
        guard value.isFinite else { return "null" }
        // A whole number is written as one, whichever type it came from.
        if let whole = Int64(exactly: value), abs(whole) < 1 << 53 { return String(whole) }
        return value.description
    }
}
