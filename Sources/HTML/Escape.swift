/// Turns text into bytes that can stand in a page, in its text or in an attribute.
enum Escape {
    static let space = UInt8(ascii: " ")
    static let quote = UInt8(ascii: "\"")
    static let equals = UInt8(ascii: "=")

    /// Where the next interpolation stands, as far as the bytes just before it tell.
    enum Context { case text, url, unquoted }

    /// Looks back at most a dozen bytes, and in most calls at one.
    static func context(_ before: [UInt8]) -> Context {
        guard let last = before.last else { return .text }
        if last == equals { return .unquoted }
        guard last == quote || last == UInt8(ascii: "'") else { return .text }
        return ends(before, "href=") || ends(before, "src=") || ends(before, "action=") ? .url : .text
    }

    /// Do the bytes before the last one end so?
    private static func ends(_ before: [UInt8], _ attribute: StaticString) -> Bool {
        attribute.withUTF8Buffer { attribute in
            let start = before.count - 1 - attribute.count
            return start >= 0 && attribute.indices.allSatisfy { before[start + $0] == attribute[$0] }
        }
    }

    /// Appends `text` with `& < > " '` as references, and without the control characters that HTML forbids.
    static func append(_ text: String, to buffer: inout [UInt8]) {
        var text = text
        text.withUTF8 { append($0, to: &buffer) }
    }

    /// The same for a place where somebody forgot the quotes: white space, `=` and the back-tick would end or
    /// open an attribute there, so they go in as references as well. In ordinary text these read the same.
    static func appendUnquoted(_ text: String, to buffer: inout [UInt8]) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case " ", "\t", "\n", "\r", "\u{0C}", "=", "`":
                buffer.append(contentsOf: "&#\(scalar.value);".utf8)
            default: append(String(scalar), to: &buffer)
            }
        }
    }

    private static func append(_ bytes: UnsafeBufferPointer<UInt8>, to buffer: inout [UInt8]) {
        var start = 0
        var index = 0
        while index < bytes.count {
            let reference: StaticString
            var length = 1
            switch bytes[index] {
            case 0x26: reference = "&amp;"
            case 0x3C: reference = "&lt;"
            case 0x3E: reference = "&gt;"
            case 0x22: reference = "&quot;"
            case 0x27: reference = "&#39;"
            case 0x09, 0x0A, 0x0D:
                index += 1
                continue
            case 0x00..<0x20, 0x7F: reference = ""
            case 0xC2 where index + 1 < bytes.count && bytes[index + 1] < 0xA0:
                // U+0080 to U+009F, the second block of control characters.
                reference = ""
                length = 2
            default:
                index += 1
                continue
            }
            buffer.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
            reference.withUTF8Buffer { buffer.append(contentsOf: $0) }
            index += length
            start = index
        }
        buffer.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
    }
}
