/// A word of a text, in the forms in which it is searched.
public struct Token: Sendable, Hashable {
    /// The folded word as written: what prefixes and phrases compare. At most `Tokenizer.maximumTokenBytes`.
    public var surface: String
    /// The folded word without its endings: what single words compare.
    public var stem: String
    /// Where the word stands in the original text, in UTF-8 bytes.
    public var range: Range<Int>

    public init(surface: String, stem: String, range: Range<Int>) {
        self.surface = surface
        self.stem = stem
        self.range = range
    }
}

/// Cuts text into words.
///
///     Tokenizer.tokens(in: "Births registered", language: "en").map(\.stem)   // ["birth", "regist"]
///
/// Words are found by ICU (UAX #29, with its dictionaries for Thai, Lao, Khmer, Burmese, Chinese and Japanese);
/// punctuation and pictures are dropped, numbers kept. Endings are taken off by libstemmer, for Bangla by
/// `BanglaStemmer`. Each run follows its own script: an English name in a Bangla text is an English word.
/// May be called on any thread.
public enum Tokenizer {
    /// Text past this size is not read.
    public static let maximumBytes = 1 << 20
    /// A longer word is cut here, at a whole character's code point.
    public static let maximumTokenBytes = 64

    /// The words of `text`. `language` is a BCP 47 tag; an empty or unknown one leaves the choice to the script.
    public static func tokens(in text: String, language: String) -> [Token] {
        WordReader.use { reader in
            var tokens: [Token] = []
            reader.read(text, language: language) { surface, stem, range in
                tokens.append(
                    Token(
                        surface: String(decoding: surface, as: UTF8.self),
                        stem: String(decoding: stem, as: UTF8.self), range: range))
            }
            return tokens
        }
    }
}
