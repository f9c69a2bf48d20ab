import HTML
import Language
import Platform

/// The public list of solutions: what was asked, what was found, and how to narrow it.
struct SolutionListPage: Sendable {
    struct Item: Sendable {
        let listing: SolutionListing
        let title: Text
        let summary: Text
    }

    /// A text as the reader gets it, cut where the words that were searched for begin and end.
    struct Text: Sendable {
        let text: String
        let language: String
        /// nil when there is nothing to mark.
        let runs: [TextRun]?

        init(_ text: ListingTexts.Text, marking query: Query?) {
            self.text = text.text
            language = text.language
            runs = query.map { Highlighter.runs(of: text.text, language: text.language, query: $0) }
        }
    }

    let address: CatalogueAddress
    let words: Words
    let items: [Item]
    let count: Int
    let hasAllWords: Bool
    let groups: [HTML.FacetGroup]
    let next: CatalogueAddress?
    /// Where a member states a need; nil for who may not.
    let stateNeed: String?

    init(_ address: CatalogueAddress, _ results: SolutionResults, words: Words, stateNeed: String?) {
        self.address = address
        self.words = words
        self.stateNeed = stateNeed
        count = results.count
        hasAllWords = results.hasAllWords
        let query = address.text.isEmpty ? nil : results.query
        items = results.listings.map { listing in
            Item(
                listing: listing, title: Text(listing.texts.title(in: words.language), marking: query),
                summary: Text(listing.texts.summary(in: words.language), marking: query))
        }
        groups = SolutionFacet.allCases.compactMap { Self.group($0, results, address, words) }
        next = results.next.map { address.at($0) }
    }

    var title: String {
        address.text.isEmpty ? words("solutions.title") : words("solutions.title-search", ["text": address.text])
    }

    /// How many the list holds, as a sentence.
    var countText: String {
        address.text.isEmpty
            ? words("solutions.count", count: count)
            : words("solutions.count-search", count: count, ["text": address.text])
    }

    /// Orders that make sense: without words there is no best match.
    var orders: [SolutionOrder] { SolutionOrder.allCases.filter { $0 != .relevance || !address.text.isEmpty } }

    // MARK: Facets

    private static func group(
        _ facet: SolutionFacet, _ results: SolutionResults, _ address: CatalogueAddress, _ words: Words
    ) -> HTML.FacetGroup? {
        var counts = results.facets[facet] ?? []
        switch facet {
        case .state:
            // Worth showing only where something else than the usual is there to choose.
            guard counts.contains(where: { $0.value == SolutionState.archived.rawValue }) else { return nil }
        case .stage: counts.sort { rank($0.value, Stage.allCases) < rank($1.value, Stage.allCases) }
        case .evidence: counts.sort { rank($0.value, EvidenceLevel.allCases) > rank($1.value, EvidenceLevel.allCases) }
        case .goal:
            counts.sort { ($1.count, SDG.order($0.value)) < ($0.count, SDG.order($1.value)) }
        case .theme, .country, .region, .income, .language: break
        }
        guard !counts.isEmpty else { return nil }
        return HTML.FacetGroup(
            words("solutions.facet.\(facet.rawValue)"),
            counts.map { count in
                HTML.FacetOption(
                    label(count.value, facet, words), count: words.number(count.count),
                    url: address.toggling(count.value, of: facet).url(),
                    isChosen: address.isChosen(count.value, of: facet))
            },
            more: words("solutions.facet-more", count: max(counts.count - HTML.FacetGroup.usual, 0)))
    }

    private static func rank<Code: RawRepresentable<String>>(_ value: String, _ all: [Code]) -> Int {
        all.firstIndex { $0.rawValue == value } ?? all.count
    }

    private static func label(_ value: String, _ facet: SolutionFacet, _ words: Words) -> String {
        switch facet {
        case .theme: words("theme.\(value)")
        case .goal: words.goal(value)
        case .country: words.country(value)
        case .region: words("region.\(value)")
        case .income: words("income.\(value)")
        case .stage: words("stage.\(value)")
        case .evidence: words("evidence.\(value)")
        case .language: words.languageName(value)
        case .state: words("solution-state.\(value)")
        }
    }
}
