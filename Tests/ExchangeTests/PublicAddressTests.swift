import Foundation
import FoundationXML
import HTML
import Platform
import SQL
import TestSupport
import Testing

@testable import Exchange

struct PublicAddressTests {
    /// Any choice that is made is the same again after a way through its own address.
    @Test func addressIsReadAsItWasWritten() throws {
        var generator = SeededGenerator(seed: 7)
        let values: [(SolutionFacet, [String])] = [
            (.theme, Theme.allCases.map(\.rawValue)), (.goal, SDG.goals.map(String.init)), (.country, ["BD", "FJ", "NA"]),
            (.region, ["002", "142"]), (.income, ["low", "high"]), (.stage, Stage.allCases.map(\.rawValue)),
            (.evidence, EvidenceLevel.allCases.map(\.rawValue)), (.language, ["en", "zh-Hant"]), (.state, ["archived"]),
        ]
        for _ in 0..<300 {
            var address = CatalogueAddress(text: Bool.random(using: &generator) ? "নদী & \"two\" 100%" : "")
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                guard let (facet, known) = values.randomElement(using: &generator),
                    let value = known.randomElement(using: &generator)
                else { continue }
                address = address.toggling(value, of: facet)
            }
            if let order = SolutionOrder.allCases.randomElement(using: &generator) { address = address.sorted(by: order) }
            #expect(CatalogueAddress(try Self.query(address.url())) == address)
        }
    }

    @Test func togglingTwiceChangesNothing() {
        let address = CatalogueAddress(["q": ["land"], "theme": ["land", "health"], "cursor": ["1-2"]])
        #expect(address.toggling("justice", of: .theme).toggling("justice", of: .theme) == address.at(nil))
    }

    @Test(arguments: [
        ["theme": ["nothing"]], ["sdg": ["0", "18", "01", "x"]], ["country": ["ZZ", "bd", ""]], ["region": ["001"]],
        ["income": ["rich"]], ["state": ["unpublished"]], ["language": ["not a tag"]], ["sort": ["relevance"]],
        ["cursor": ["nothing"]],
    ])
    func whatTheNetworkDoesNotKnowIsLeftOut(_ query: [String: [String]]) {
        #expect(CatalogueAddress(query).url() == "/solutions")
    }

    private static func query(_ url: String) throws -> [String: [String]] {
        let parts = try #require(URLComponents(string: url))
        return Dictionary(grouping: parts.queryItems ?? [], by: \.name).mapValues { $0.compactMap(\.value) }
    }

    /// Nobody's title or summary can make the feed unreadable.
    @Test func feedIsWellFormed() throws {
        var content = SolutionContent()
        content.title = "A & B <c> \u{0}\u{8}\u{B}\u{FFFE}]]> \"q\" 'q' 😀"
        content.summary = "\u{1F}\r\n\u{85}&nbsp;&#0;"
        let listing = try SolutionListing(
            id: PublicFixture.id(1), slug: "a", texts: ListingTexts(content), organisation: "O & \u{1}",
            themes: ["health"], publishedAt: PublicFixture.published, updatedAt: PublicFixture.now)
        let catalogue = try Catalogue(folders: [Catalogue.platformFolder, Exchange.languages])
        for language in catalogue.languages {
            let feed = SolutionFeed(
                address: CatalogueAddress(text: "a&b"), listings: [listing], words: catalogue.words(language),
                absolute: { "https://example.org" + $0 })
            let parser = XMLParser(data: Data(feed.bytes))
            #expect(parser.parse(), "\(language): \(parser.parserError?.localizedDescription ?? "")")
        }
    }

    @Test func contextTellsOfTheTimeItIsAbout() throws {
        let context = try #require(SolutionPage.Context("BD", launchedYear: 2010))
        #expect(context.region == "142")
        if let income = context.incomeAtLaunch { #expect((Int(income.year) ?? 0) <= 2010) }
        #expect(SolutionPage.Context(nil, launchedYear: 2010) == nil)
    }
}

extension SolutionListing {
    /// A listing as the store would read it, for tests of what is made of it.
    init(
        id: ID<Solution>, slug: String, texts: ListingTexts, organisation: String, themes: [String],
        publishedAt: Timestamp, updatedAt: Timestamp
    ) throws {
        let cells: [(String, SQLValue)] = [
            ("solution_id", id.sqlValue), ("slug", .text(slug)), ("texts", .text(try ContentCoding.encode(texts))),
            ("organisation", .text(organisation)), ("country", .null), ("countries", .text("")), ("stage", .null),
            ("evidence", .text("described")), ("state", .text("published")), ("failed", .integer(0)),
            ("themes", .text(themes.joined(separator: " "))), ("goals", .text("")), ("languages", .text("en")),
            ("adoptions", .integer(0)), ("published_at", publishedAt.sqlValue), ("updated_at", updatedAt.sqlValue),
        ]
        try self.init(Row(columns: .init(cells.map(\.0)), values: cells.map(\.1)))
    }
}
