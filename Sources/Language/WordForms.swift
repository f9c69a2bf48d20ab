/// The forms of one word in which it is searched. Keeps its buffers and stemmers from word to word.
struct WordForms {
    /// The folded word, UTF-8.
    private(set) var surface: [UInt8] = []
    /// The folded word without its endings, UTF-8.
    private(set) var stem: [UInt8] = []
    private var folding = Folding()
    private var stemFolding = Folding()

    /// Fills `surface` and `stem`. False when nothing is left of the word.
    mutating func read(_ word: UnsafeBufferPointer<UInt16>, rules: [Stemmer]) -> Bool {
        // Folding shortens at most 6 to 1, so a longer word is cut before the work, not after.
        let word = UnsafeBufferPointer(rebasing: word.prefix(Tokenizer.maximumTokenBytes * 6))
        surface.removeAll(keepingCapacity: true)
        stem.removeAll(keepingCapacity: true)
        if word.allSatisfy({ $0 < 0x80 }) {
            return foldASCII(word, rule: rules[Int(WritingSystem.latin.rawValue)])
        }
        folding.normalise(word)
        folding.appendUTF8(to: &stem, limit: Tokenizer.maximumTokenBytes)
        let system = folding.scalars.lazy.map(WritingSystem.init(of:)).first { $0 != .none } ?? .none
        folding.strip()
        folding.removeDigitGrouping()
        folding.appendUTF8(to: &surface, limit: Tokenizer.maximumTokenBytes)
        guard !surface.isEmpty else { return false }
        switch rules[Int(system.rawValue)] {
        case .none:
            stem = surface
        case .bangla:
            stemBangla()
        case .snowball(let stemmer):
            if system == .arabic { dropArabicAnd() }
            // Stemmers know é and ة, so they get the word with its marks; the stem is folded afterwards.
            stemmer.stem(&stem)
            foldStem()
        }
        return true
    }

    private mutating func foldASCII(_ word: UnsafeBufferPointer<UInt16>, rule: Stemmer) -> Bool {
        var hasDigit = false
        for (index, unit) in word.enumerated() where surface.count < Tokenizer.maximumTokenBytes {
            let byte = UInt8(truncatingIfNeeded: unit)
            switch byte {
            case 0x41...0x5A: surface.append(byte | 0x20)
            case 0x2C where index > 0 && index + 1 < word.count && isDigit(word[index - 1]) && isDigit(word[index + 1]):
                continue
            default:
                hasDigit = hasDigit || isDigit(unit)
                surface.append(byte)
            }
        }
        stem.append(contentsOf: surface)
        if !hasDigit, case .snowball(let stemmer) = rule { stemmer.stem(&stem) }
        return !surface.isEmpty
    }

    private func isDigit(_ unit: UInt16) -> Bool { unit >= 0x30 && unit <= 0x39 }

    private mutating func stemBangla() {
        stem.removeAll(keepingCapacity: true)
        let word = String(decoding: surface, as: UTF8.self).unicodeScalars.map(\.value)
        for scalar in BanglaStemmer.stem(word) {
            stem.append(contentsOf: UTF8.encode(Unicode.Scalar(scalar) ?? "\u{FFFD}") ?? .init())
        }
    }

    /// "And the" (وال) is written onto the noun. libstemmer takes off ال, and و only where it stands alone.
    private mutating func dropArabicAnd() {
        let andThe = Array("وال".utf8)
        if stem.count >= andThe.count + 6, stem.starts(with: andThe) { stem.removeFirst(2) }
    }

    private mutating func foldStem() {
        guard stem.contains(where: { $0 >= 0x80 }) else { return }
        let units = Array(String(decoding: stem, as: UTF8.self).utf16)
        units.withUnsafeBufferPointer { stemFolding.normalise($0) }
        stemFolding.strip()
        stemFolding.removeDigitGrouping()
        stem.removeAll(keepingCapacity: true)
        stemFolding.appendUTF8(to: &stem, limit: Tokenizer.maximumTokenBytes)
        if stem.isEmpty { stem = surface }
    }
}
