/// A generator with a seed, so that a failing case can be had again.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Strings made of what breaks pages: markup, quotes, references, control and direction characters, several scripts.
func hostileTexts(_ count: Int, seed: UInt64) -> [String] {
    var generator = SeededGenerator(seed: seed)
    let pieces = [
        "<", ">", "\"", "'", "&", "&amp;", "&#60;", "&lt", "</p>", "<script>alert(1)</script>", "\" onclick=\"x",
        "' autofocus onfocus='x", "-->", "<!--", "]]>", "</textarea>", "\0", "\u{1}", "\u{8}", "\u{B}", "\u{C}",
        "\u{1F}", "\u{7F}", "\u{80}", "\u{85}", "\u{9F}", "\t", "\n", "\r\n", " ", "=", "`", "/", "\\", "%00", "{{x}}",
        "\u{202E}", "\u{2066}", "\u{200F}", "\u{FEFF}", "পানি", "مياه", "น้ำ", "e\u{301}", "👩‍👩‍👧", "\u{C2}", "Â", "a",
        "javascript:", "data:text/html,", "http://",
    ]
    return (0..<count).map { _ in
        (0..<Int.random(in: 0...12, using: &generator)).map { _ in pieces.randomElement(using: &generator)! }.joined()
    }
}

/// What a browser would read back from escaped text; `nil` if a character stands there that would end it.
func readBack(_ escaped: some StringProtocol) -> String? {
    let references = ["&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'"]
    var rest = Substring(escaped).unicodeScalars[...]
    var text = String.UnicodeScalarView()
    while let next = rest.first {
        switch next {
        case "<", ">", "\"", "'": return nil
        case "&":
            guard let end = rest.firstIndex(of: ";"),
                let character = references[String(Substring(rest[...end]))]
            else { return nil }
            text.append(contentsOf: character.unicodeScalars)
            rest = rest[end...].dropFirst()
        default:
            text.append(next)
            rest = rest.dropFirst()
        }
    }
    return String(text)
}
