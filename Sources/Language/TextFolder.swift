internal import CICU

/// Turns text into the form in which it is compared: what people see as the same word becomes the same letters.
///
///     TextFolder.fold("Éducation ২০২৪")   // "education 2024"
///
/// The steps are NFKC case folding (Unicode), then the rules of `FoldingRules`. Folding a folded text changes
/// nothing. Text past `Tokenizer.maximumBytes` is left out, so that one huge input cannot hold a thread.
public enum TextFolder {
    public static func fold(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            return String(decoding: text.utf8.prefix(Tokenizer.maximumBytes), as: UTF8.self).lowercased()
        }
        var folding = Folding()
        let units = Array(text.utf16.prefix(Tokenizer.maximumBytes))
        units.withUnsafeBufferPointer { folding.normalise($0) }
        folding.strip()
        var bytes: [UInt8] = []
        folding.appendUTF8(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// One word, or one text, on its way to the folded form. Reuses its buffers.
struct Folding {
    /// The code points: after `normalise` the form that stemmers expect, after `strip` the folded form.
    private(set) var scalars: [UInt32] = []
    private var stripped: [UInt32] = []
    private var prepared: [UInt16] = []
    private var folded: [UInt16] = []

    /// NFKC case folding. It composes both encodings of a letter to one, and drops joiners and other invisible characters.
    mutating func normalise(_ units: UnsafeBufferPointer<UInt16>) {
        prepared.removeAll(keepingCapacity: true)
        for unit in units {
            // ত + hasanta + ZWJ is how ৎ was written before Unicode 4.1. The joiner is dropped by case folding,
            // so this has to come first.
            if unit == 0x200D, prepared.suffix(2).elementsEqual([0x09A4, 0x09CD]) {
                prepared.removeLast(2)
                prepared.append(0x09CE)
            } else {
                prepared.append(unit)
            }
        }
        // One character grows to at most 18 (U+FDFA); four is enough for all but made-up text.
        var count = casefold(capacity: prepared.count * 4 + 32)
        if count < 0 { count = casefold(capacity: prepared.count * 18 + 32) }
        scalars.removeAll(keepingCapacity: true)
        // ICU cannot refuse well-formed UTF-16 with room to spare; if it does, the text as it is still serves.
        let result = count < 0 ? prepared[...] : folded[..<Int(count)]
        var lead: UInt32 = 0
        for unit in result {
            switch unit {
            case 0xD800..<0xDC00: lead = UInt32(unit)
            case 0xDC00..<0xE000: scalars.append(0x10000 + ((lead & 0x3FF) << 10) + (UInt32(unit) & 0x3FF))
            case 0x2019, 0x02BC: scalars.append(0x27)  // typographic apostrophes: don’t = don't
            default: scalars.append(UInt32(unit))
            }
        }
    }

    private mutating func casefold(capacity: Int) -> Int32 {
        if folded.count < capacity { folded = [UInt16](repeating: 0, count: capacity) }
        return sangam_casefold(prepared, Int32(prepared.count), &folded, Int32(folded.count))
    }

    /// Removes what readers leave out: accents, vowel marks, digits' scripts. Each rule is in `FoldingRules`.
    mutating func strip() {
        stripped.removeAll(keepingCapacity: true)
        for (index, scalar) in scalars.enumerated() {
            if scalar < 0x80 {
                stripped.append(scalar)
            } else {
                let before = index > 0 ? scalars[index - 1] : 0
                let after = index + 1 < scalars.count ? scalars[index + 1] : 0
                FoldingRules.append(scalar, between: before, and: after, to: &stripped)
            }
        }
        swap(&scalars, &stripped)
    }

    /// 1,000 and ১,০০,০০০ are read as numbers without their separators, so that both ways of writing them match.
    mutating func removeDigitGrouping() {
        func isDigit(_ index: Int) -> Bool {
            scalars.indices.contains(index) && (0x30...0x39).contains(scalars[index])
        }
        var index = 1
        while index < scalars.count {
            if isDigit(index - 1), isDigit(index + 1) {
                if scalars[index] == 0x2C || scalars[index] == 0x66C {
                    scalars.remove(at: index)
                    continue
                }
                if scalars[index] == 0x66B { scalars[index] = 0x2E }  // the Arabic decimal separator
            }
            index += 1
        }
    }

    /// Appends the code points as UTF-8, at most `limit` bytes, never half a code point.
    func appendUTF8(to bytes: inout [UInt8], limit: Int = .max) {
        let start = bytes.count
        for scalar in scalars {
            let width = scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
            guard bytes.count - start + width <= limit else { return }
            switch width {
            case 1: bytes.append(UInt8(truncatingIfNeeded: scalar))
            case 2: bytes.append(0xC0 | UInt8(truncatingIfNeeded: scalar >> 6))
            case 3: bytes.append(0xE0 | UInt8(truncatingIfNeeded: scalar >> 12))
            default: bytes.append(0xF0 | UInt8(truncatingIfNeeded: scalar >> 18))
            }
            for place in stride(from: width - 2, through: 0, by: -1) {
                bytes.append(0x80 | UInt8(truncatingIfNeeded: (scalar >> UInt32(6 * place)) & 0x3F))
            }
        }
    }
}
