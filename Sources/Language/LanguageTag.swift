internal import CICU

/// The way a line runs; `rawValue` is HTML's `dir`.
public enum TextDirection: String, Sendable, Hashable {
    case leftToRight = "ltr"
    case rightToLeft = "rtl"
}

/// A BCP 47 language tag: language, script, region. Variants and extensions are checked for form and left out.
///
///     LanguageTag("PT_br")?.description   // "pt-BR"
///     LanguageTag("ar")?.direction        // .rightToLeft
///     LanguageTag("bn")?.autonym          // "বাংলা"
///
/// `init` is nil for text that is not a well-formed tag. It does not ask whether the language is registered.
public struct LanguageTag: Sendable, Hashable, CustomStringConvertible {
    public let language: String
    public let script: String?
    public let region: String?

    public init?(_ text: String) {
        guard text.utf8.count <= 64 else { return nil }
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }.map(String.init)
        let isLetters: (String) -> Bool = { $0.utf8.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A } }
        let isDigits: (String) -> Bool = { $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }
        guard let first = parts.first, (2...3).contains(first.utf8.count), isLetters(first) else { return nil }
        var rest = parts.dropFirst()
        var script: String?
        if let part = rest.first, part.utf8.count == 4, isLetters(part) {
            script = part.prefix(1).uppercased() + part.dropFirst().lowercased()
            rest = rest.dropFirst()
        }
        var region: String?
        if let part = rest.first, part.utf8.count == 2 && isLetters(part) || part.utf8.count == 3 && isDigits(part) {
            region = part.uppercased()
            rest = rest.dropFirst()
        }
        let isSubtag: (String) -> Bool = { part in
            (1...8).contains(part.utf8.count)
                && part.utf8.allSatisfy { isLetters(String(UnicodeScalar($0))) || isDigits(String(UnicodeScalar($0))) }
        }
        guard rest.allSatisfy(isSubtag) else { return nil }
        self.language = first.lowercased()
        self.script = script
        self.region = region
    }

    /// The tag in its usual case: `pt-BR`, `zh-Hant`.
    public var description: String {
        [language, script, region].compactMap { $0 }.joined(separator: "-")
    }

    /// The script as written in the tag, else the one the language is most likely written in (CLDR), as an ISO 15924
    /// code. "Zyyy" when it is not known.
    public var likelyScript: String {
        if let script { return script }
        var code = [CChar](repeating: 0, count: 5)
        guard sangam_likely_script(description, &code) != 0 else { return "Zyyy" }
        return String(decoding: code.prefix(4).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// By script: the living scripts that run from right to left.
    public var direction: TextDirection {
        let rightToLeft: Set = [
            "Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi",
        ]
        return rightToLeft.contains(likelyScript) ? .rightToLeft : .leftToRight
    }

    /// The language's name in itself (CLDR): "বাংলা", "العربية", "français". The tag when CLDR has no name.
    public var autonym: String {
        var name = [CChar](repeating: 0, count: 256)
        guard sangam_autonym(description, &name, Int32(name.count)) != 0 else { return description }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
