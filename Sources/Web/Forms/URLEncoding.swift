/// Reads `application/x-www-form-urlencoded` (WHATWG URL, 5), strictly: a broken escape or text that is not UTF-8 is refused.
enum URLEncoding {
    enum Fault: Error { case brokenEscape, notUTF8, tooManyFields }

    /// More fields than any form of ours has; a bound on work, not on people.
    static let mostFields = 1000

    static func fields(_ bytes: some Collection<UInt8>) throws(Fault) -> Fields {
        var fields = Fields()
        var count = 0
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            count += 1
            guard count <= mostFields else { throw .tooManyFields }
            let equals = pair.firstIndex(of: UInt8(ascii: "="))
            let name = try text(pair[..<(equals ?? pair.endIndex)], plusIsSpace: true)
            let value =
                if let equals { try text(pair[pair.index(after: equals)...], plusIsSpace: true) } else { "" }
            fields.append(name, value)
        }
        return fields
    }

    /// The bytes behind one name, whatever they are; nil when the name is not there or an escape of it is broken.
    static func bytes(_ name: String, in query: some Collection<UInt8>) -> [UInt8]? {
        for pair in query.split(separator: UInt8(ascii: "&")).prefix(mostFields) {
            let equals = pair.firstIndex(of: UInt8(ascii: "="))
            guard pair[..<(equals ?? pair.endIndex)].elementsEqual(name.utf8) else { continue }
            guard let equals else { return [] }
            // A broken escape is the only fault that there is.
            return try? unescaped(pair[pair.index(after: equals)...], plusIsSpace: true)
        }
        return nil
    }

    /// Percent-decodes one part. NUL is refused: no text of ours holds it and PostgreSQL cannot store it.
    static func text(_ bytes: some Collection<UInt8>, plusIsSpace: Bool) throws(Fault) -> String {
        let decoded = try unescaped(bytes, plusIsSpace: plusIsSpace)
        guard !decoded.contains(0), let text = String(validating: decoded, as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    private static func unescaped(_ bytes: some Collection<UInt8>, plusIsSpace: Bool) throws(Fault) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    throw .brokenEscape
                }
                decoded.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: decoded.append(UInt8(ascii: " "))
            default: decoded.append(byte)
            }
        }
        return decoded
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 48
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - 87
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - 55
        default: nil
        }
    }
}
