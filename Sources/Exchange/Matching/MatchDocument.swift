import Foundation
public import Platform

/// Matches as programs read them, with the sentences in one language. The same for the command, the API and files.
public struct MatchDocument: Encodable, Sendable {
    let weights: MatchWeights
    let relevance: Relevance
    let matches: [Item]

    /// What the order of the texts rests on, said in words.
    struct Relevance: Encodable, Sendable {
        /// `hybrid`: words and sentence vectors. `words`: words and concepts alone.
        let method: String
        let text: String
    }

    struct Item: Encodable, Sendable {
        let solution: SolutionItem
        let score: Double
        let needScore: Double
        let providerScore: Double
        let coverage: Double
        let isOwnCountry: Bool
        let reasons: [Reason]
        let gaps: [Gap]
    }

    struct SolutionItem: Encodable, Sendable {
        let id: String
        let slug: String
        let url: String
        let title: String
        let country: String?
        let organisation: String
        let source: Source?

        private enum CodingKeys: String, CodingKey { case id, slug, url, title, country, organisation, source }

        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(id, forKey: .id)
            try fields.encode(slug, forKey: .slug)
            try fields.encode(url, forKey: .url)
            try fields.encode(title, forKey: .title)
            try fields.encode(country, forKey: .country)
            try fields.encode(organisation, forKey: .organisation)
            try fields.encode(source, forKey: .source)
        }
    }

    struct Source: Encodable, Sendable {
        let registry: String
        let id: String
    }

    struct Reason: Encodable, Sendable {
        let component: MatchComponent
        let points: Double
        let text: String
        let field: String
    }

    struct Gap: Encodable, Sendable {
        let condition: ConditionKind
        let necessity: Necessity
        let state: ConditionState
        let text: String
    }

    public init(_ results: MatchResults, words: Words, url: (String) -> String) {
        weights = results.weights
        relevance = Relevance(
            method: results.hasMeaning ? "hybrid" : "words",
            text: words(results.hasMeaning ? "matching.method.hybrid" : "matching.method.words"))
        matches = results.matches.map { match in
            Item(
                solution: SolutionItem(
                    id: match.solution.id.description, slug: match.solution.slug, url: url("/solutions/\(match.solution.slug)"),
                    title: match.content.reading(in: words.language).title.text, country: match.solution.country,
                    organisation: match.organisation,
                    source: match.solution.origin.map { Source(registry: $0.registry, id: $0.id) }),
                score: Self.rounded(match.score.fused), needScore: Self.rounded(match.score.need),
                providerScore: Self.rounded(match.score.provider), coverage: Self.rounded(match.score.coverage),
                isOwnCountry: match.isOwnCountry,
                reasons: match.reasons.map {
                    Reason(
                        component: $0.component, points: ($0.points * 100).rounded() / 100, text: $0.text(words), field: $0.field)
                },
                gaps: match.gaps.map {
                    Gap(condition: $0.kind, necessity: $0.necessity, state: $0.state, text: $0.text(words))
                })
        }
    }

    private static func rounded(_ value: Float) -> Double { (Double(value) * 10_000).rounded() / 10_000 }
}
