internal import CICU

/// A text as ICU reads it, UTF-16, with the way back to its UTF-8 bytes.
struct SourceText {
    private(set) var units: [UInt16] = []
    /// The UTF-8 offset of each unit, and of the end.
    private var offsets: [Int32] = []

    /// The UTF-8 bytes of a range of units.
    func range(_ range: Range<Int>) -> Range<Int> {
        Int(offsets[range.lowerBound])..<Int(offsets[range.upperBound])
    }

    /// Takes at most `Tokenizer.maximumBytes` of the text, and mends the spellings that would mislead the dictionaries.
    mutating func load(_ text: String) {
        var text = text
        var hasSpellings = false
        text.withUTF8 { bytes in
            var length = min(bytes.count, Tokenizer.maximumBytes)
            while length < bytes.count, length > 0, bytes[length] & 0xC0 == 0x80 { length -= 1 }
            units = [UInt16](repeating: 0, count: length + 1)
            offsets = [Int32](repeating: 0, count: length + 1)
            let count = Int(sangam_utf16(bytes.baseAddress, Int32(length), &units, &offsets))
            units.removeLast(units.count - count)
            offsets.removeLast(offsets.count - count - 1)
            hasSpellings = units.contains { $0 == 0x0E32 || $0 == 0x0EB2 || $0 == 0x1040 }
        }
        if hasSpellings { mendSpellings() }
    }

    private mutating func mendSpellings() {
        let source = units
        var kept = 0
        for (index, unit) in source.enumerated() {
            if unit == 0x0E32 || unit == 0x0EB2, joinLongA(unit, before: kept) { continue }
            let isWa = unit == 0x1040
                && FoldingRules.isBurmeseWa(
                    before: index > 0 ? UInt32(source[index - 1]) : 0,
                    after: index + 1 < source.count ? UInt32(source[index + 1]) : 0)
            units[kept] = isWa ? 0x101D : unit
            offsets[kept] = offsets[index]
            kept += 1
        }
        offsets[kept] = offsets[source.count]
        units.removeLast(units.count - kept)
        offsets.removeLast(offsets.count - kept - 1)
    }

    /// Ring + long a, with or without a tone mark between, as the one sign that the dictionaries know.
    private mutating func joinLongA(_ unit: UInt16, before end: Int) -> Bool {
        let ring: UInt16 = unit == 0x0E32 ? 0x0E4D : 0x0ECD
        let tones: ClosedRange<UInt16> = unit == 0x0E32 ? 0x0E48...0x0E4B : 0x0EC8...0x0ECB
        if end >= 1, units[end - 1] == ring {
            units[end - 1] = unit + 1
            return true
        }
        if end >= 2, units[end - 2] == ring, tones.contains(units[end - 1]) {
            units[end - 2] = units[end - 1]
            units[end - 1] = unit + 1
            return true
        }
        return false
    }
}
