import Language

/// What a need says in words, as a query to the catalogue's texts and as a text for the encoder.
struct NeedText: Sendable {
    /// How much a word counts by where it stands.
    private static let weights: (title: Float, problem: Float, rest: Float) = (3, 1.5, 0.6)
    /// How much a concept counts for its first sign, and for more of them.
    private static let conceptWeight: (first: Float, more: Float) = (1.5, 2.2)
    static let conceptLimit = 8

    let query: RelevanceQuery
    let concepts: [Concept]
    /// Stems of the need's own words, by the language that they were cut in.
    let stems: Set<String>

    init(_ content: NeedContent, concepts table: ConceptTable) {
        var query = RelevanceQuery()
        var stems: Set<String> = []
        var found: [String: (concept: Concept, signs: Int)] = [:]
        func add(_ text: String, _ language: String, _ weight: Float) {
            guard !text.isEmpty else { return }
            query.add(text, language: language, weight: weight)
            stems.formUnion(RelevanceQuery.tellingWords(of: text, language: language).map(\.stem))
            for (concept, signs) in table.found(in: text, language: language) {
                found[concept.key] = (concept, (found[concept.key]?.signs ?? 0) + signs)
            }
        }
        add(content.title, content.language, Self.weights.title)
        add(content.problem, content.language, Self.weights.problem)
        for text in [content.baseline, content.affected] { add(text, content.language, Self.weights.rest) }
        for (language, translation) in content.translations.sorted(by: { $0.key < $1.key }) {
            add(translation.title ?? "", language, Self.weights.title)
            add(translation.problem ?? "", language, Self.weights.problem)
        }
        let chosen = found.values.sorted { ($0.signs, $1.concept.key) > ($1.signs, $0.concept.key) }.prefix(Self.conceptLimit)
        for (concept, signs) in chosen {
            let phrases = concept.answers.sorted { $0.key < $1.key }.flatMap { language, terms in
                terms.map { FieldText($0, language: language) }
            }
            query.add(anyOf: phrases, weight: signs > 1 ? Self.conceptWeight.more : Self.conceptWeight.first)
        }
        self.query = query
        self.concepts = chosen.map(\.concept)
        self.stems = stems
    }
}
