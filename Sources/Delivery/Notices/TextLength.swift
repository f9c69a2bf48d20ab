/// How long a text message is on the air: 160 letters of the GSM alphabet, or 70 of any other.
enum TextLength {
    private static let basic = Set(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
            .unicodeScalars)
    /// These take two places.
    private static let extended = Set("\u{0C}^{}\\[~]|€".unicodeScalars)

    /// Can it be written in the GSM alphabet?
    static func isGSM(_ text: String) -> Bool { text.unicodeScalars.allSatisfy { basic.contains($0) || extended.contains($0) } }

    /// Places of the GSM alphabet, or UTF-16 units.
    static func units(_ text: String) -> Int {
        isGSM(text) ? text.unicodeScalars.reduce(0) { $0 + (extended.contains($1) ? 2 : 1) } : text.utf16.count
    }

    /// How many messages it is sent as; those of a row carry a header each.
    static func messages(_ text: String) -> Int {
        let (count, (one, more)) = (units(text), isGSM(text) ? (160, 153) : (70, 67))
        return count <= one ? 1 : (count + more - 1) / more
    }

    static let most = 160

    /// The parts, joined, as many of them from the first as fit 160 letters and, outside the GSM alphabet, two messages.
    static func fitting(_ parts: [String]) -> String {
        func fits(_ text: String) -> Bool { units(text) <= most && messages(text) <= 2 }
        var text = ""
        for part in parts where !part.isEmpty {
            let longer = text.isEmpty ? part : "\(text) \(part)"
            if fits(longer) { text = longer }
        }
        if text.isEmpty, let first = parts.first {
            // Cut between letters as people see them, never within one.
            text = first
            while !fits(text) { text.removeLast() }
        }
        return text
    }
}
