import Language
public import Platform
public import SQL
import Synchronization

/// A need as the matcher takes it: one that is kept, or one that only stands in a file.
public struct MatchNeed: Sendable {
    public let content: NeedContent
    public let country: String?
    public let organisation: ID<Organisation>?

    public init(_ content: NeedContent, country: String?, organisation: ID<Organisation>? = nil) {
        self.content = content
        self.country = country
        self.organisation = organisation
    }

    public init(_ need: Need) {
        self.init(need.content, country: need.country, organisation: need.organisation)
    }
}

/// A solution that fits a need, with everything that a page or a program says of it.
public struct Match: Sendable {
    public let solution: Solution
    public let content: SolutionContent
    public let organisation: String
    public let score: MatchScore
    public let values: ComponentValues
    public let reasons: [MatchReason]
    public let gaps: [MatchGap]
    /// It is from the country that asks: shown, because neighbours in one government often do not know of each other.
    public let isOwnCountry: Bool
}

public struct MatchResults: Sendable {
    public let weights: MatchWeights
    /// Whether sentence vectors took part; otherwise the order rests on words and concepts alone.
    public let hasMeaning: Bool
    public let matches: [Match]
    /// How many solutions were compared, and how many of them a hard filter kept out.
    public let compared: Int
    public let barred: Int
}

/// Matches needs with the catalogue: facts and texts in memory, one short read for the matches that are shown.
public struct MatchService: Sendable {
    let index: CatalogueIndex
    let vectors: SolutionVectors?
    private let concepts = ConceptCache()

    /// - Parameter vectors: the solutions' sentence vectors; without them texts are compared by words and concepts alone.
    public init(search: SolutionSearch, vectors: SolutionVectors? = nil) {
        index = search.index
        self.vectors = vectors
    }

    public static let limits = 1...1_000

    /// The best `limit` solutions for a need, explained.
    public func run(
        _ connection: any Connection, _ need: MatchNeed, vector: [Float]? = nil, weights: MatchWeights, limit: Int, year: Int
    ) throws -> MatchResults {
        let inUse = try CapacityInUse.read(connection, year: year)
        let asked = try ask(connection, need, vector: vector, weights: weights, year: year, inUse: inUse)
        let limit = Swift.min(Swift.max(limit, 1), Self.limits.upperBound)
        let ranked = asked.scoring.top(limit, text: asked.relevance)
        let explainer = MatchExplainer(matcher: asked.scoring.matcher, need: need.content, text: asked.text)
        let matches = try ranked.top.compactMap { candidate -> Match? in
            guard let id = asked.scoring.snapshot.slots[candidate.slot], let solution = try SolutionStore.find(connection, id: id),
                let number = solution.currentRevision,
                let revision = try SolutionStore.revision(connection, id, number: number)
            else { return nil }
            let facts = asked.scoring.snapshot.match[candidate.slot]
            let used = inUse[id] ?? 0
            let values = asked.values(candidate.slot)
            return Match(
                solution: solution, content: revision.content,
                organisation: try PeopleStore.organisation(connection, solution.organisation)?.name ?? "",
                score: asked.scoring.matcher.score(values), values: values,
                reasons: explainer.reasons(
                    revision.content, facts, values, inUse: used, cosine: asked.cosine(candidate.slot)),
                gaps: MatchGap.list(need.content, revision.content),
                isOwnCountry: asked.scoring.matcher.isOwnCountry(facts))
        }
        return MatchResults(
            weights: weights, hasMeaning: asked.cosines != nil, matches: matches,
            compared: asked.scoring.snapshot.count, barred: ranked.barred)
    }

    /// The best `limit` solutions for a need, without a word of explanation.
    func ranking(
        _ connection: any Connection, _ need: MatchNeed, vector: [Float]?, weights: MatchWeights, limit: Int, year: Int
    ) throws -> (solutions: [ID<Solution>], hasMeaning: Bool) {
        let asked = try ask(
            connection, need, vector: vector, weights: weights, year: year, inUse: try CapacityInUse.read(connection, year: year))
        let top = asked.scoring.top(limit, text: asked.relevance).top
        return (top.compactMap { asked.scoring.snapshot.slots[$0.slot] }, asked.cosines != nil)
    }

    /// How one solution fits a need now, whatever its place; nil when it is not public.
    func one(
        _ connection: any Connection, _ need: MatchNeed, _ solution: ID<Solution>, vector: [Float]?, weights: MatchWeights, year: Int
    ) throws -> (score: MatchScore, values: ComponentValues, hasMeaning: Bool)? {
        let asked = try ask(
            connection, need, vector: vector, weights: weights, year: year, inUse: try CapacityInUse.read(connection, year: year))
        guard let slot = asked.scoring.snapshot.slots.existing(solution) else { return nil }
        let values = asked.values(slot)
        return (asked.scoring.matcher.score(values), values, asked.cosines != nil)
    }

    /// Scores only, for a round: a line for each need, a score for each solution; nil where a hard filter bars the pair or the
    /// solution is not public.
    public func scores(
        _ connection: any Connection, needs: [(need: MatchNeed, vector: [Float]?)], solutions: [ID<Solution>],
        weights: MatchWeights, year: Int
    ) throws -> [[MatchScore?]] {
        let inUse = try CapacityInUse.read(connection, year: year)
        return try needs.map { need, vector in
            let asked = try ask(connection, need, vector: vector, weights: weights, year: year, inUse: inUse)
            let (snapshot, matcher) = (asked.scoring.snapshot, asked.scoring.matcher)
            return solutions.map { id in
                guard let slot = snapshot.slots.existing(id),
                    matcher.bar(snapshot.match[slot], inUse: inUse[id] ?? 0) == nil
                else { return nil }
                return matcher.score(asked.values(slot))
            }
        }
    }

    /// A need with everything that is the same for all solutions.
    private struct Asked {
        let scoring: MatchScoring
        let text: NeedText
        let cosines: [Float?]?
        /// By slot, 0…1; nil when the need says nothing in words.
        let relevance: [Float]?

        func cosine(_ slot: UInt32) -> Float? { cosines.flatMap { Int(slot) < $0.count ? $0[Int(slot)] : nil } }

        func values(_ slot: UInt32) -> ComponentValues {
            let used = scoring.inUse.isEmpty ? 0 : scoring.snapshot.slots[slot].flatMap { scoring.inUse[$0] } ?? 0
            return scoring.matcher.values(
                scoring.snapshot.match[slot], text: relevance.map { Int(slot) < $0.count ? $0[Int(slot)] : 0 }, inUse: used)
        }
    }

    private func ask(
        _ connection: any Connection, _ need: MatchNeed, vector: [Float]?, weights: MatchWeights, year: Int,
        inUse: [ID<Solution>: Int]
    ) throws -> Asked {
        let snapshot = try index.snapshot(connection)
        let text = NeedText(need.content, concepts: try concepts.table(connection))
        let matcher = Matcher(
            need: NeedFacts(need.content, country: need.country, organisation: need.organisation, year: year), weights: weights)
        var cosines: [Float?]?
        if let vectors, let vector {
            let found = try vectors.similarities(connection, to: vector, in: snapshot)
            // None of the solutions was encoded yet: then words alone decide, and the answer says so.
            if found.contains(where: { $0 != nil }) { cosines = found }
        }
        let relevance: [Float]? = text.query.isEmpty && cosines == nil
            ? nil
            : TextRelevance.fused(
                words: snapshot.index.relevance(of: text.query), meaning: cosines, share: weights.meaning)
        return Asked(
            scoring: MatchScoring(snapshot: snapshot, matcher: matcher, inUse: inUse), text: text, cosines: cosines,
            relevance: relevance)
    }
}

/// The concepts with their words cut: made anew when one was changed.
final class ConceptCache: Sendable {
    private let held = Mutex<(stamp: Int, table: ConceptTable)?>(nil)

    func table(_ connection: any Connection) throws -> ConceptTable {
        let stamp = try ConceptStore.stamp(connection)
        if let known = held.withLock({ $0 }), known.stamp == stamp { return known.table }
        let table = ConceptTable(try ConceptStore.list(connection).map(\.concept))
        held.withLock { $0 = (stamp, table) }
        return table
    }
}
