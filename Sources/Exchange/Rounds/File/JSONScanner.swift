/// Reads JSON (RFC 8259) piece by piece, without building a tree, so that a round of millions of entries can be read. A fault has
/// its line and column.
struct JSONScanner {
    enum Kind: String { case object, list, text, number, truth, null }

    struct Fault: Error, Equatable {
        let reason: String
        let line: Int
        let column: Int
    }

    private let bytes: [UInt8]
    private var at = 0
    private var depth = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    }

    func fault(_ reason: String) -> Fault {
        let before = bytes[..<min(at, bytes.count)]
        let line = before.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return Fault(reason: reason, line: line, column: before.count - start + 1)
    }

    private mutating func skipSpace() {
        while at < bytes.count, bytes[at] == 0x20 || (0x09...0x0D).contains(bytes[at]) && bytes[at] != 0x0B && bytes[at] != 0x0C {
            at += 1
        }
    }

    private mutating func next() throws(Fault) -> UInt8 {
        skipSpace()
        guard at < bytes.count else { throw fault("the text ends too early") }
        return bytes[at]
    }

    mutating func kind() throws(Fault) -> Kind {
        switch try next() {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .list
        case UInt8(ascii: "\""): return .text
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .truth
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case UInt8(ascii: "N"), UInt8(ascii: "I"): throw fault("NaN and Infinity are no numbers in JSON")
        default: throw fault("a value was expected")
        }
    }

    mutating func end() throws(Fault) {
        skipSpace()
        if at < bytes.count { throw fault("there is more text after the end") }
    }

    private mutating func take(_ byte: UInt8) throws(Fault) -> Bool {
        guard try next() == byte else { return false }
        at += 1
        return true
    }

    private mutating func enter() throws(Fault) {
        depth += 1
        if depth > 100 { throw fault("it is nested too deeply") }
        at += 1
    }

    /// Each member of an object; `body` reads or skips its value.
    mutating func members(_ body: (inout JSONScanner, String) throws(Fault) -> Void) throws(Fault) {
        try enter()
        defer { depth -= 1 }
        if try take(UInt8(ascii: "}")) { return }
        repeat {
            guard try next() == UInt8(ascii: "\"") else { throw fault("a name in quotation marks was expected") }
            let name = try text()
            guard try take(UInt8(ascii: ":")) else { throw fault("a colon was expected") }
            try body(&self, name)
        } while try take(UInt8(ascii: ","))
        guard try take(UInt8(ascii: "}")) else { throw fault("a comma or } was expected") }
    }

    /// Each item of a list, with its place; `body` reads or skips it.
    mutating func items(_ body: (inout JSONScanner, Int) throws(Fault) -> Void) throws(Fault) {
        try enter()
        defer { depth -= 1 }
        if try take(UInt8(ascii: "]")) { return }
        var index = 0
        repeat {
            try body(&self, index)
            index += 1
        } while try take(UInt8(ascii: ","))
        guard try take(UInt8(ascii: "]")) else { throw fault("a comma or ] was expected") }
    }

    mutating func text() throws(Fault) -> String {
        at += 1
        let start = at
        while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\"), bytes[at] >= 0x20 { at += 1 }
        guard at < bytes.count else { throw fault("a text is not closed") }
        if bytes[at] == UInt8(ascii: "\"") {
            guard let text = String(validating: bytes[start..<at], as: UTF8.self) else { throw fault("a text is not in UTF-8") }
            at += 1
            return text
        }
        var plain = Array(bytes[start..<at])
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
            guard bytes[at] >= 0x20 else { throw fault("a text is not closed in its line") }
            if bytes[at] == UInt8(ascii: "\\") {
                plain += Array(String(try escaped()).utf8)
            } else {
                plain.append(bytes[at])
                at += 1
            }
        }
        guard at < bytes.count else { throw fault("a text is not closed") }
        guard let text = String(validating: plain, as: UTF8.self) else { throw fault("a text is not in UTF-8") }
        at += 1
        return text
    }

    private mutating func escaped() throws(Fault) -> Character {
        at += 1
        guard at < bytes.count else { throw fault("a text is not closed") }
        let byte = bytes[at]
        at += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Character(UnicodeScalar(byte))
        case UInt8(ascii: "u"):
            var code = UInt32(try hex())
            if (0xD800..<0xDC00).contains(code), at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") {
                at += 2
                let low = UInt32(try hex())
                guard (0xDC00..<0xE000).contains(low) else { throw fault("half of a character is missing") }
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            }
            guard let scalar = UnicodeScalar(code) else { throw fault("half of a character is missing") }
            return Character(scalar)
        default: throw fault("after \\ something else was expected")
        }
    }

    private mutating func hex() throws(Fault) -> UInt16 {
        guard at + 4 <= bytes.count, let code = UInt16(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16) else {
            throw fault("four hexadecimal digits were expected")
        }
        at += 4
        return code
    }

    mutating func number() throws(Fault) -> Double {
        let start = at
        while at < bytes.count, Self.isPartOfNumber(bytes[at]) { at += 1 }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let hasLeadingZero = digits.count > 1 && digits.hasPrefix("0") && digits.dropFirst().first?.isNumber == true
        guard let value = Double(text), value.isFinite, !hasLeadingZero, !text.hasPrefix("+"), !text.hasSuffix(".") else {
            at = start
            throw fault("this is no number that can be used")
        }
        return value
    }

    private static func isPartOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"),
            UInt8(ascii: "E"):
            true
        default: false
        }
    }

    mutating func truth() throws(Fault) -> Bool {
        if bytes[at...].starts(with: "true".utf8) {
            at += 4
            return true
        }
        try word("false")
        return false
    }

    private mutating func word(_ word: String) throws(Fault) {
        guard bytes[at...].starts(with: word.utf8) else { throw fault("a value was expected") }
        at += word.utf8.count
    }

    /// Passes over a value of any kind, which must be whole.
    mutating func skip() throws(Fault) {
        switch try kind() {
        case .object: try members { scanner, _ throws(Fault) in try scanner.skip() }
        case .list: try items { scanner, _ throws(Fault) in try scanner.skip() }
        case .text: _ = try text()
        case .number: _ = try number()
        case .truth: _ = try truth()
        case .null: try word("null")
        }
    }
}
