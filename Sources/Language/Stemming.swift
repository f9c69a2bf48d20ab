internal import CStemmer

/// Which rule takes the endings off a word, by the word's script and the language of its text.
enum StemmingRule: Hashable {
    case snowball(String)
    case bangla
    case none

    /// The rule for each script in a text of `language`.
    ///
    /// A word in the language's own script follows the language. A word in another script (an English name in a
    /// Bangla text) follows the language that most often uses it.
    static func rules(for language: String) -> [StemmingRule] {
        let tag = LanguageTag(language)
        let own = tag.map { WritingSystem(code: $0.likelyScript) } ?? WritingSystem.none
        return WritingSystem.allCases.map { system in
            if let tag, system == own, system != .other { return rule(language: tag.language) }
            return usual(for: system)
        }
    }

    private static func rule(language: String) -> StemmingRule {
        if language == "bn" { return .bangla }
        return snowball[language].map(StemmingRule.snowball) ?? .none
    }

    private static func usual(for system: WritingSystem) -> StemmingRule {
        switch system {
        case .latin: .snowball("english")
        case .greek: .snowball("greek")
        case .cyrillic: .snowball("russian")
        case .armenian: .snowball("armenian")
        case .arabic: .snowball("arabic")
        case .devanagari: .snowball("hindi")
        case .bengali: .bangla
        case .tamil: .snowball("tamil")
        case .hebrew, .none, .other: .none
        }
    }

    /// libstemmer's algorithms by language code. A language that is not here is indexed by its surface forms.
    private static let snowball = [
        "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
        "es": "spanish", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
        "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
        "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian",
        "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
        "ta": "tamil", "tr": "turkish",
    ]
}

/// A rule, ready for use on one thread.
enum Stemmer {
    case snowball(SnowballStemmer)
    case bangla
    case none
}

/// One libstemmer stemmer. Not for two threads at once: it keeps the last word in itself.
final class SnowballStemmer {
    private let stemmer: OpaquePointer

    /// Nil when this build of libstemmer lacks the algorithm.
    init?(_ algorithm: String) {
        guard let stemmer = sb_stemmer_new(algorithm, "UTF_8") else { return nil }
        self.stemmer = stemmer
    }

    deinit { sb_stemmer_delete(stemmer) }

    /// Replaces the word by its stem. A word that cannot be stemmed stays as it is.
    func stem(_ word: inout [UInt8]) {
        guard let stem = sb_stemmer_stem(stemmer, word, Int32(word.count)) else { return }
        let length = Int(sb_stemmer_length(stemmer))
        guard length > 0 else { return }
        word.removeAll(keepingCapacity: true)
        word.append(contentsOf: UnsafeBufferPointer(start: stem, count: length))
    }
}
