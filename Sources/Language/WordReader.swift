internal import CICU
internal import Synchronization

/// Reads the words of a text, one after another. Holds a breaker, the stemmers and the buffers, which cost far more to
/// make than to use; so readers are kept in a pool.
///
/// `@unchecked Sendable`: a reader is used by one thread at a time, because the pool hands it to one caller at a time.
final class WordReader: @unchecked Sendable {
    private let breaker: OpaquePointer?
    private var rules: [String: [Stemmer]] = [:]
    private var stemmers: [String: SnowballStemmer] = [:]
    private var forms = WordForms()
    private var source = SourceText()

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
        if source.units.count > 1 << 16 { source = SourceText() }
    }

    /// Calls `body` for each word with its folded surface form, its folded stem, and its UTF-8 range in `text`.
    func read(_ text: String, language: String, _ body: ([UInt8], [UInt8], Range<Int>) -> Void) {
        guard let breaker else { return }
        let rules = rules(for: language)
        // Taken out of the class while in use: a local needs no exclusivity check at each step.
        var forms = WordForms()
        var source = SourceText()
        swap(&forms, &self.forms)
        swap(&source, &self.source)
        defer {
            swap(&forms, &self.forms)
            swap(&source, &self.source)
        }
        source.load(text)
        source.units.withUnsafeBufferPointer { units in
            guard sangam_breaker_set(breaker, units.baseAddress, Int32(units.count)) != 0 else { return }
            var word = SangamWord()
            while sangam_breaker_next(breaker, &word) != 0 {
                let end = Int(word.end)
                var start = Int(word.start)
                start += Self.elision(in: UnsafeBufferPointer(rebasing: units[start..<end]))
                while start < end {
                    let rest = UnsafeBufferPointer(rebasing: units[start..<end])
                    let part = UnsafeBufferPointer(rebasing: rest.prefix(Self.oneScript(in: rest)))
                    if forms.read(part, rules: rules) {
                        body(forms.surface, forms.stem, source.range(start..<start + part.count))
                    }
                    start += part.count
                }
            }
        }
    }

    /// The stemmers of a language, by the script of the word.
    private func rules(for language: String) -> [Stemmer] {
        if let known = rules[language] { return known }
        if rules.count > 64 { rules.removeAll() }  // languages come from requests too
        let new = StemmingRule.rules(for: language).map { rule in
            switch rule {
            case .bangla: Stemmer.bangla
            case .none: Stemmer.none
            case .snowball(let algorithm): stemmer(algorithm).map(Stemmer.snowball) ?? .none
            }
        }
        rules[language] = new
        return new
    }

    private func stemmer(_ algorithm: String) -> SnowballStemmer? {
        if stemmers[algorithm] == nil { stemmers[algorithm] = SnowballStemmer(algorithm) }
        return stemmers[algorithm]
    }

    /// How far the word runs in one script: Latin letters beside another script (SDGএর) are words of their own.
    private static func oneScript(in word: UnsafeBufferPointer<UInt16>) -> Int {
        if word.allSatisfy({ $0 < 0x80 }) { return word.count }
        var current = WritingSystem.none
        for (index, unit) in word.enumerated() {
            let system = WritingSystem(of: UInt32(unit))
            guard system != .none, system != current else { continue }
            if current != .none, system == .latin || current == .latin { return index }
            current = system
        }
        return word.count
    }

    /// The length of an article or pronoun that lost its vowel: l'école and d'Ivoire are found as école and Ivoire.
    /// French, Italian and Catalan write them, and their names stand in texts of every language.
    private static func elision(in word: UnsafeBufferPointer<UInt16>) -> Int {
        guard let mark = word.prefix(8).firstIndex(where: { $0 == 0x27 || $0 == 0x2019 }), word.count > mark + 2 else {
            return 0
        }
        let start = String(decoding: word.prefix(mark), as: UTF16.self).lowercased()
        return elided.contains(start) ? mark + 1 : 0
    }

    private static let elided: Set = [
        "c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "un", "all", "dall", "dell",
        "nell", "sull", "quell",
    ]
}
