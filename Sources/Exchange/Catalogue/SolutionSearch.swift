public import Language
import Platform
public import SQL

/// What a reader of the catalogue asks for: words, chosen facet values, an order and a place in the list.
public struct SolutionQuery: Sendable, Equatable {
    public var text: String
    /// Chosen values by facet; within one facet any of them, between facets all of them.
    public var chosen: [SolutionFacet: Set<String>]
    public var order: SolutionOrder
    public var after: PageCursor?
    public var limit: Int
    /// The reader's language, which decides how the words are cut.
    public var language: String

    public static let limits = 1...100

    public init(
        text: String = "", chosen: [SolutionFacet: Set<String>] = [:], order: SolutionOrder? = nil,
        after: PageCursor? = nil, limit: Int = 20, language: String = "en"
    ) {
        self.text = text
        self.chosen = chosen
        self.order = order ?? (text.isEmpty ? .newest : .relevance)
        self.after = after
        self.limit = min(max(limit, Self.limits.lowerBound), Self.limits.upperBound)
        self.language = language
    }
}

/// One page of the catalogue with the counts beside it.
public struct SolutionResults: Sendable {
    public let listings: [SolutionListing]
    /// How many solutions match in all.
    public let count: Int
    /// False when no solution has all the words and those with any of them are shown.
    public let hasAllWords: Bool
    public let facets: [SolutionFacet: [FacetCount]]
    public let next: PageCursor?
    /// What was searched for, to mark it in the texts.
    public let query: Query
}

/// The catalogue's search: one read of the database for the page that is shown, all counting in memory.
public struct SolutionSearch: Sendable {
    let index = CatalogueIndex()

    public init() {}

    public func run(_ connection: any Connection, _ wanted: SolutionQuery) throws -> SolutionResults {
        let snapshot = try index.snapshot(connection)
        let query = Query(wanted.text, languages: [wanted.language, "en"])
        let found = snapshot.index.search(query)
        var chosen = wanted.chosen
        if chosen[.state] == nil {
            chosen[.state] = [SolutionState.published.rawValue, SolutionState.due.rawValue]
        }
        let answer = snapshot.facets.answer(
            for: found.matches,
            chosen: Dictionary(uniqueKeysWithValues: chosen.map { ($0.key.rawValue, $0.value) }))
        let page: ResultPage
        if wanted.order == .relevance || snapshot.orders[wanted.order] == nil {
            page = Paging.page(
                of: answer.matches, byScoreIn: found, tie: snapshot.ties, after: wanted.after, limit: wanted.limit)
        } else {
            page = Paging.page(
                of: answer.matches, by: snapshot.orders[wanted.order] ?? snapshot.ties, tie: snapshot.ties,
                after: wanted.after, limit: wanted.limit)
        }
        let ids = page.slots.compactMap { snapshot.slots[$0] }
        return SolutionResults(
            listings: try SolutionListing.find(connection, ids), count: answer.matches.count,
            hasAllWords: found.mode != .anyWord,
            facets: Dictionary(uniqueKeysWithValues: SolutionFacet.allCases.map { ($0, answer.counts[$0.rawValue] ?? []) }),
            next: page.next, query: query)
    }
}
