internal import CICU
internal import Synchronization

/// Reads the words of a text, one after another. Holds a breaker, the stemmers and the buffers, which cost far more to
/// make than to use; so readers are kept in a pool.
///
/// `@unchecked Sendable`: a reader is used by one thread at a time, because the pool hands it to one caller at a time.
final class WordReader: @unchecked Sendable {
    private let breaker: OpaquePointer?
    private var stemmers: [String: SnowballStemmer?] = [:]
    private var rules: [String: [StemmingRule]] = [:]
    private var folding = Folding()
    private var stemFolding = Folding()
    private var units: [UInt16] = []
    private var offsets: [Int32] = []
    private var surface: [UInt8] = []
    private var stem: [UInt8] = []

    private init() { breaker = sangam_breaker_open() }

    deinit {
        if let breaker { sangam_breaker_close(breaker) }
    }

    private static let pool = Mutex<[WordReader]>([])

    /// A reader of the caller's own until `body` returns.
    static func use<Result>(_ body: (WordReader) -> Result) -> Result {
        let reader = pool.withLock { $0.popLast() } ?? WordReader()
        defer {
            reader.releaseLargeBuffers()
            pool.withLock { if $0.count < 32 { $0.append(reader) } }
        }
        return body(reader)
    }

    private func releaseLargeBuffers() {
        if units.count > 1 << 16 { (units, offsets) = ([], []) }
    }

    /// Calls `body` for each word with its folded surface form, its folded stem, and its UTF-8 range in `text`.
    func read(_ text: String, language: String, _ body: ([UInt8], [UInt8], Range<Int>) -> Void) {
        guard let breaker else { return }
        load(text)
        let rules = rules(for: language)
        units.withUnsafeBufferPointer { units in
            guard sangam_breaker_set(breaker, units.baseAddress, Int32(units.count)) != 0 else { return }
            var word = SangamWord()
            while sangam_breaker_next(breaker, &word) != 0 {
                let all = UnsafeBufferPointer(rebasing: units[Int(word.start)..<Int(word.end)])
                var start = 0
                for end in Self.scriptEnds(in: all) {
                    let part = UnsafeBufferPointer(rebasing: all[start..<end])
                    if fold(part, rules: rules) {
                        let from = Int(offsets[Int(word.start) + start])
                        body(surface, stem, from..<Int(offsets[Int(word.start) + end]))
                    }
                    start = end
                }
            }
        }
    }

    private func rules(for language: String) -> [StemmingRule] {
        if let known = rules[language] { return known }
        if rules.count > 64 { rules.removeAll() }  // languages come from requests too
        let new = StemmingRule.rules(for: language)
        rules[language] = new
        return new
    }

    /// The text as UTF-16 with its UTF-8 offsets, with the spellings mended that would mislead the dictionaries.
    private func load(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var length = min(bytes.count, Tokenizer.maximumBytes)
            while length < bytes.count, length > 0, bytes[length] & 0xC0 == 0x80 { length -= 1 }
            units = [UInt16](repeating: 0, count: length + 1)
            offsets = [Int32](repeating: 0, count: length + 1)
            let count = Int(sangam_utf16(bytes.baseAddress, Int32(length), &units, &offsets))
            units.removeLast(units.count - count)
            offsets.removeLast(offsets.count - count - 1)
        }
        var kept = 0
        for index in units.indices {
            let unit = units[index]
            if (unit == 0x0E32 || unit == 0x0EB2), joinLongA(unit, length: &kept) { continue }
            let isWa = unit == 0x1040
                && FoldingRules.isBurmeseWa(
                    before: index > 0 ? UInt32(units[index - 1]) : 0,
                    after: index + 1 < units.count ? UInt32(units[index + 1]) : 0)
            units[kept] = isWa ? 0x101D : unit
            offsets[kept] = offsets[index]
            kept += 1
        }
        offsets[kept] = offsets[units.count]
        units.removeLast(units.count - kept)
        offsets.removeLast(offsets.count - kept - 1)
    }

    /// Ring + long a, with or without a tone mark between or before, as the one sign that the dictionaries know.
    private func joinLongA(_ unit: UInt16, length: inout Int) -> Bool {
        let ring: UInt16 = unit == 0x0E32 ? 0x0E4D : 0x0ECD
        if length >= 1, units[length - 1] == ring {
            units[length - 1] = unit + 1
            return true
        }
        if length >= 2, units[length - 2] == ring {
            units[length - 2] = units[length - 1]
            units[length - 1] = unit + 1
            return true
        }
        return false
    }

    /// Where to cut one of ICU's words: Latin letters beside another script (SDGএর) are words of their own.
    private static func scriptEnds(in word: UnsafeBufferPointer<UInt16>) -> [Int] {
        var ends: [Int] = []
        var current = WritingSystem.none
        for (index, unit) in word.enumerated() {
            let system = WritingSystem(of: UInt32(unit))
            guard system != .none, system != current else { continue }
            if current != .none, system == .latin || current == .latin { ends.append(index) }
            current = system
        }
        ends.append(word.count)
        return ends
    }

    /// Fills `surface` and `stem`. False when nothing is left of the word.
    private func fold(_ word: UnsafeBufferPointer<UInt16>, rules: [StemmingRule]) -> Bool {
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
        case .snowball(let algorithm):
            // Stemmers know é and ة, so they get the word with its marks; the stem is folded afterwards.
            stemmer(algorithm)?.stem(&stem)
            foldStem()
        }
        return true
    }

    private func foldASCII(_ word: UnsafeBufferPointer<UInt16>, rule: StemmingRule) -> Bool {
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
        if !hasDigit, case .snowball(let algorithm) = rule { stemmer(algorithm)?.stem(&stem) }
        return !surface.isEmpty
    }

    private func isDigit(_ unit: UInt16) -> Bool { unit >= 0x30 && unit <= 0x39 }

    private func stemBangla() {
        stem.removeAll(keepingCapacity: true)
        let word = String(decoding: surface, as: UTF8.self).unicodeScalars.map(\.value)
        for scalar in BanglaStemmer.stem(word) {
            stem.append(contentsOf: UTF8.encode(Unicode.Scalar(scalar) ?? "\u{FFFD}") ?? .init())
        }
    }

    private func foldStem() {
        guard stem.contains(where: { $0 >= 0x80 }) else { return }
        let units = Array(String(decoding: stem, as: UTF8.self).utf16)
        units.withUnsafeBufferPointer { stemFolding.normalise($0) }
        stemFolding.strip()
        stemFolding.removeDigitGrouping()
        stem.removeAll(keepingCapacity: true)
        stemFolding.appendUTF8(to: &stem, limit: Tokenizer.maximumTokenBytes)
        if stem.isEmpty { stem = surface }
    }

    private func stemmer(_ algorithm: String) -> SnowballStemmer? {
        if let known = stemmers[algorithm] { return known }
        let new = SnowballStemmer(algorithm)
        stemmers[algorithm] = .some(new)
        return new
    }
}
