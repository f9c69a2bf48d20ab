/// Addresses: making them, and making sure that they cannot run script.
public enum Link {
    /// A path with its query: `Link.to("/solutions", [("q", "safe water")])` is `/solutions?q=safe%20water`.
    ///
    /// `path` is taken as it is; encode the parts that come from data with ``segment(_:)``.
    public static func to(_ path: String, _ values: [(String, String)] = []) -> String {
        values.isEmpty ? path : path + (path.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + query(values)
    }

    /// One part of a path, percent-encoded: a slash in it stays inside the part.
    public static func segment(_ text: String) -> String {
        var bytes: [UInt8] = []
        encode(text, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `a=1&b=2`, percent-encoded (space as `%20`), in the order given.
    public static func query(_ values: [(String, String)]) -> String {
        var bytes: [UInt8] = []
        for (name, value) in values {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
            encode(name, into: &bytes)
            bytes.append(UInt8(ascii: "="))
            encode(value, into: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The address if a browser can only follow it, else `#`.
    ///
    /// What passes: `http://`, `https://`, `mailto:`, `tel:`, and addresses inside this site. What does not: every other scheme,
    /// also when hidden by white space or control characters (browsers skip these), and `//host`, which leaves
    /// the site without saying so. A relative path with a colon in its first part needs `./` before it.
    public static func safe(_ address: String) -> String {
        // Nearly every address of a page is a plain one of ours: it is looked through once and copied nowhere.
        if address.utf8.allSatisfy(isPlain) { return isHarmless(address.utf8) ? address : "#" }
        let visible = address.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
        let bytes = String(String.UnicodeScalarView(visible.drop { $0 == " " })).utf8
        guard isHarmless(bytes) else { return "#" }
        var escaped: [UInt8] = []
        for byte in bytes {
            if isRefused(byte) { escaped.append(contentsOf: percent(byte)) } else { escaped.append(byte) }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static func isPlain(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F && !isRefused(byte) }

    /// Characters that no valid address holds, and that a validator refuses.
    private static func isRefused(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"), UInt8(ascii: "^"), UInt8(ascii: "`"),
            UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
            true
        default: false
        }
    }

    private static func isHarmless(_ bytes: String.UTF8View) -> Bool {
        let begin = bytes.prefix(2)
        if begin.count == 2, begin.allSatisfy({ $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }) { return false }
        let stop = bytes.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: ":") }
        guard let stop, bytes[stop] == UInt8(ascii: ":") else { return true }
        switch String(decoding: bytes[..<stop], as: UTF8.self).lowercased() {
        case "mailto", "tel": return true
        case "http", "https": return bytes[bytes.index(after: stop)...].starts(with: "//".utf8)
        default: return false
        }
    }

    private static func encode(_ text: String, into bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default: bytes.append(contentsOf: percent(byte))
            }
        }
    }

    private static func percent(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
