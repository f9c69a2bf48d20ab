/// What a long text asks a catalogue for: its telling words and the concepts behind them, each with a weight.
///
///     var query = RelevanceQuery()
///     query.add("Villagers travel a full day to reach an office", language: "en", weight: 3)
///     query.add(anyOf: [FieldText("one-stop", language: "en"), FieldText("mobile service", language: "en")], weight: 1)
///     let scores = index.relevance(of: query)
///
/// Unlike `Query`, which a reader types and which insists on each word, nothing here must be found: every word only adds to a
/// document's score. Stop words are left out.
public struct RelevanceQuery: Sendable {
    /// At most this many words and concepts are looked for: those that tell most, by weight and rarity.
    public static let maximumClauses = 96

    /// A word, or several ways to say one thing.
    struct Clause: Sendable {
        var alternatives: [[Query.Word]]
        var weight: Float
    }

    private(set) var clauses: [Clause] = []
    private var places: [String: Int] = [:]

    public init() {}

    public var isEmpty: Bool { clauses.isEmpty }

    /// Adds the words of a text. A word that comes again counts half as much more, so that a long text does not drown a title.
    public mutating func add(_ text: String, language: String, weight: Float) {
        let others = language == "en" ? [] : Tokenizer.tokens(in: text, language: "en")
        for (index, token) in Tokenizer.tokens(in: text, language: language).enumerated() {
            guard Self.isTelling(token) else { continue }
            if let place = places[token.stem] {
                clauses[place].weight = min(clauses[place].weight + weight / 2, max(clauses[place].weight, weight * 2))
                continue
            }
            var stems = [token.stem]
            // A name in Latin letters inside another language is stemmed as English in the documents.
            if index < others.count, others[index].surface == token.surface, others[index].stem != token.stem {
                stems.append(others[index].stem)
            }
            places[token.stem] = clauses.count
            clauses.append(Clause(alternatives: [[Query.Word(surface: token.surface, stems: stems)]], weight: weight))
        }
    }

    /// Adds one thing that can be said in several ways; a document that says it in any of them has it.
    public mutating func add(anyOf phrases: [FieldText], weight: Float) {
        let alternatives = phrases.compactMap { phrase -> [Query.Word]? in
            let words = Tokenizer.tokens(in: phrase.text, language: phrase.language).prefix(8).map {
                Query.Word(surface: $0.surface, stems: [$0.stem])
            }
            return words.isEmpty ? nil : Array(words)
        }
        if !alternatives.isEmpty { clauses.append(Clause(alternatives: alternatives, weight: weight)) }
    }

    private static func isTelling(_ token: Token) -> Bool {
        !StopWords.contains(token.surface) && token.surface.unicodeScalars.count > 1
    }

    /// The words of a text that tell a reader something, as written and as the index compares them; for saying which were found.
    public static func tellingWords(of text: String, language: String) -> [(word: String, stem: String)] {
        let bytes = Array(text.utf8)
        return Tokenizer.tokens(in: text, language: language).filter { isTelling($0) && !StopWords.saysLittle($0.surface) }.map { token in
            (String(decoding: bytes[token.range], as: UTF8.self), token.stem)
        }
    }
}
