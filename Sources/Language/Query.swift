/// What a reader looks for, as typed into a search box.
///
///     Query("birth \"one stop\" regist* -fees", languages: ["en"])
///
/// Words apart by space must all be found. `"…"` is a phrase in exactly these words, `word*` a beginning, `-word` and
/// `-"…"` must not be there. The last word counts as a beginning too, as it may still be being typed; so does the last
/// word of a phrase whose end is not typed yet. Any text is a query: marks that make no sense are left out.
public struct Query: Sendable, Hashable {
    /// At most this many words are looked for, the first ones.
    public static let maximumWords = 16
    /// Text past this size is not read.
    public static let maximumBytes = 1000

    struct Word: Sendable, Hashable {
        var surface: String
        /// One for each language that the query may be in; empty when only the written form counts.
        var stems: [String]
        var isPrefix = false

        func matches(surface other: String, stem: String) -> Bool {
            surface == other || stems.contains(stem) || isPrefix && other.utf8.starts(with: surface.utf8)
        }
    }

    /// One word, or several that must follow each other.
    struct Clause: Sendable, Hashable {
        var words: [Word]
        var isExcluded = false
        /// A stop word: counts for the order, not for finding.
        var isOptional = false
    }

    private(set) var clauses: [Clause] = []

    /// No word to look for: the index then gives every document that has none of the excluded words.
    public var isEmpty: Bool { !clauses.contains { !$0.isExcluded } }

    /// `languages`: the reader's own first, then others that the texts are in. Each adds its stem of a word.
    public init(_ text: String, languages: [String]) {
        var parser = QueryParser(text, languages: languages)
        clauses = parser.clauses()
        if !clauses.contains(where: { !$0.isExcluded && !$0.isOptional }) {
            for index in clauses.indices { clauses[index].isOptional = false }  // "who": nothing else to insist on
        }
    }
}

/// Reads a query's marks. Never fails.
private struct QueryParser {
    private let languages: [String]
    private var rest: Substring
    private var room = Query.maximumWords
    private static let quotes: Set<Character> = ["\"", "“", "”", "„", "«", "»"]

    init(_ text: String, languages: [String]) {
        self.languages = languages.isEmpty ? [""] : Array(languages.prefix(8))
        // A character cut in half becomes U+FFFD, which is no word.
        rest = Substring(String(decoding: text.utf8.prefix(Query.maximumBytes), as: UTF8.self))
    }

    mutating func clauses() -> [Query.Clause] {
        var clauses: [Query.Clause] = []
        while room > 0, let next = nextPart() {
            for clause in next where !clauses.contains(clause) { clauses.append(clause) }
        }
        return clauses
    }

    /// The clauses of the next part: a phrase, or the text up to the next space.
    private mutating func nextPart() -> [Query.Clause]? {
        rest = rest.drop(while: \.isWhitespace)
        guard let first = rest.first else { return nil }
        let isExcluded = first == "-"
        if isExcluded { rest = rest.dropFirst() }
        if let mark = rest.first, Self.quotes.contains(mark) {
            rest = rest.dropFirst()
            let phrase = rest.prefix { !Self.quotes.contains($0) }
            rest = rest[phrase.endIndex...]
            let isClosed = !rest.isEmpty
            rest = rest.dropFirst()
            return phraseClauses(phrase, isExcluded: isExcluded, isClosed: isClosed)
        }
        let part = rest.prefix { !$0.isWhitespace && !Self.quotes.contains($0) }
        rest = rest[part.endIndex...]
        if isExcluded { return phraseClauses(part, isExcluded: true, isClosed: part.last != "*") }
        return wordClauses(part, isLast: rest.isEmpty)
    }

    private mutating func wordClauses(_ part: Substring, isLast: Bool) -> [Query.Clause] {
        var words = words(of: part)
        if let last = words.indices.last {
            if part.last == "*" {
                words[last].isPrefix = true
                words[last].stems = []
            } else if isLast, words[last].surface.unicodeScalars.count > 1 {
                words[last].isPrefix = true
            }
        }
        return words.map { word in
            Query.Clause(words: [word], isOptional: !word.stems.isEmpty && StopWords.contains(word.surface))
        }
    }

    private mutating func phraseClauses(_ part: Substring, isExcluded: Bool, isClosed: Bool) -> [Query.Clause] {
        var words = words(of: part)
        guard !words.isEmpty else { return [] }
        let isOneExcludedWord = isExcluded && words.count == 1 && isClosed
        for index in words.indices where !isOneExcludedWord { words[index].stems = [] }
        if !isClosed { words[words.count - 1].isPrefix = true }
        return [Query.Clause(words: words, isExcluded: isExcluded)]
    }

    private mutating func words(of part: Substring) -> [Query.Word] {
        let readings = languages.map { Tokenizer.tokens(in: String(part), language: $0) }
        let words = readings[0].prefix(room).enumerated().map { index, token in
            var stems: [String] = []
            for reading in readings where index < reading.count && !stems.contains(reading[index].stem) {
                stems.append(reading[index].stem)
            }
            return Query.Word(surface: token.surface, stems: stems)
        }
        room -= words.count
        return words
    }
}
