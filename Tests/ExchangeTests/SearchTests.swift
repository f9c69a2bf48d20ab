import Language
import Platform
import SQL
import TestSupport
import Testing

@testable import Exchange

struct SearchTests {
    private static let queries: [SolutionQuery] =
        ["", "digital", "villages", "ডিজিটাল", "الخدمات", "kenya", "zzzz", "land transport", "servis"].map { SolutionQuery(text: $0) }
        + [
            SolutionQuery(chosen: [.theme: ["health", "land"]]), SolutionQuery(chosen: [.country: ["BD"], .stage: ["scaled"]]),
            SolutionQuery(text: "service", chosen: [.evidence: ["sourced"]]), SolutionQuery(order: .title),
            SolutionQuery(chosen: [.state: ["archived"]]), SolutionQuery(chosen: [.country: ["nowhere"]]),
        ]

    /// What a reader sees of an answer.
    private func answers(on engine: Engine) async throws -> [String] {
        var lines: [String] = []
        try await StoresFixture.open(on: engine) { house in
            try await house.write { try SampleFiles.load($0, $1) }
            let search = SolutionSearch()
            for query in Self.queries {
                var query = query
                query.limit = 100
                let wanted = query
                let found = try await house.read { try search.run($0, wanted) }
                var slugs = found.listings.map(\.slug)
                // The ids are random, and so is the order of equals: newest and best are compared as sets.
                if query.order != .title { slugs.sort() }
                let facets = SolutionFacet.allCases.map { facet in
                    "\(facet)=" + (found.facets[facet] ?? []).map { "\($0.value):\($0.count)" }.sorted().joined(separator: ",")
                }
                lines.append("\(query.text) \(found.count) \(found.hasAllWords) \(slugs) \(facets)")
            }
        }
        return lines
    }

    @Test func bothEnginesAnswerTheSame() async throws {
        let (sqlite, postgres) = (try await answers(on: .sqlite), try await answers(on: .postgres))
        #expect(sqlite == postgres)
        #expect(sqlite.contains { $0.hasPrefix("digital ") && !$0.hasPrefix("digital 0 ") })
        #expect(sqlite.contains { $0.hasPrefix("zzzz 0 ") })
    }

    /// As after an upgrade that cuts words by other rules: nothing is missing meanwhile, and the job cuts them anew.
    @Test(arguments: Engine.allCases)
    func wordsOfAnotherVersionAreFoundAndRenewed(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            try await house.write { try SampleFiles.load($0, $1) }
            let wanted = SolutionQuery(text: "digital", limit: 100)
            let before = try await house.read { try SolutionSearch().run($0, wanted).count }
            #expect(before > 0)
            try await house.write { connection, _ in
                for row in try connection.query("SELECT solution_id, terms FROM solution_listing") {
                    let id: String = try row["solution_id"]
                    var terms: [UInt8] = try row["terms"]
                    terms[0] = DocumentTokens.version &+ 1
                    try connection.execute("UPDATE solution_listing SET terms = \(terms) WHERE solution_id = \(id)")
                }
            }
            #expect(try await house.read { try SolutionSearch().run($0, wanted).count } == before)
            #expect(try await ListingRenewal.run(house.test.database) == 22)
            #expect(try await ListingRenewal.run(house.test.database) == 0)
            #expect(try await house.read { try SolutionSearch().run($0, wanted).count } == before)
        }
    }

    /// Within a facet the other facets narrow, the own one does not: counted here solution by solution.
    @Test func facetCountsAreWhatCountingGives() async throws {
        try await StoresFixture.open(on: .sqlite) { house in
            try await house.write { try SampleFiles.load($0, $1) }
            let search = SolutionSearch()
            let all = try await house.read { connection in
                let ids = try connection.query("SELECT solution_id FROM solution_listing").map { row -> ID<Solution> in
                    try row["solution_id"]
                }
                return try SolutionListing.find(connection, ids)
            }
            #expect(all.count == 22)
            func values(_ listing: SolutionListing, _ facet: SolutionFacet) -> [String] {
                let facts = listing.countries.compactMap { Countries.shared.country($0) }
                return switch facet {
                case .theme: listing.themes
                case .goal: listing.goals
                case .country: listing.countries
                case .region: Array(Set(facts.map(\.region)))
                case .income: Array(Set(facts.compactMap { $0.incomeGroup(in: 2026) }))
                case .stage: listing.stage.map { [$0.rawValue] } ?? []
                case .evidence: [listing.evidence.rawValue]
                case .language: listing.languages
                case .state: [listing.state.rawValue]
                }
            }
            var generator = SeededGenerator(seed: 13)
            for _ in 0..<150 {
                var chosen: [SolutionFacet: Set<String>] = [:]
                for facet in SolutionFacet.allCases where Int.random(in: 0..<4, using: &generator) == 0 {
                    let known = Array(Set(all.flatMap { values($0, facet) })).sorted()
                    chosen[facet] = Set((0..<2).compactMap { _ in known.randomElement(using: &generator) })
                }
                let wanted = SolutionQuery(chosen: chosen, limit: 100)
                let found = try await house.read { try search.run($0, wanted) }
                var effective = chosen
                if effective[.state] == nil { effective[.state] = ["published", "due"] }
                func matches(_ listing: SolutionListing, without left: SolutionFacet?) -> Bool {
                    effective.allSatisfy { facet, wanted in
                        facet == left || wanted.isEmpty || values(listing, facet).contains { wanted.contains($0) }
                    }
                }
                #expect(found.count == all.count { matches($0, without: nil) })
                #expect(Set(found.listings.map(\.slug)) == Set(all.filter { matches($0, without: nil) }.map(\.slug)))
                for facet in SolutionFacet.allCases {
                    var naive: [String: Int] = [:]
                    for listing in all where matches(listing, without: facet) {
                        for value in values(listing, facet) { naive[value, default: 0] += 1 }
                    }
                    let counts = (found.facets[facet] ?? []).filter { $0.count > 0 }
                    #expect(Dictionary(uniqueKeysWithValues: counts.map { ($0.value, $0.count) }) == naive, "\(facet) \(chosen)")
                }
            }
        }
    }

    /// Another node has its own index: it sees a change at its next search.
    @Test(arguments: Engine.allCases)
    func anotherNodeSeesWhatChanged(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let (here, there) = (SolutionSearch(), SolutionSearch())
            func found(_ search: SolutionSearch, _ text: String) async throws -> Int {
                try await house.read { try search.run($0, SolutionQuery(text: text)) }.count
            }
            #expect(try await found(here, "entrepreneur") == 0)
            #expect(try await found(there, "entrepreneur") == 0)
            let id = try await house.publish(PublicFixture.centresContent)
            #expect(try await found(here, "entrepreneur") == 1)
            #expect(try await found(there, "entrepreneur") == 1)
            var next = PublicFixture.centresContent
            next.title = "Village counters"
            let content = next
            _ = try await house.write(as: house.owner) {
                try SaveDraft.run($0, $1, solution: id, content: content, version: 0, thisYear: 2026)
            }
            #expect(try await found(there, "counters") == 0)
            for (step, principal) in [
                (RevisionStep.submit, house.owner), (.check, house.secretariat), (.validate, house.reviewer),
                (.publish, house.owner),
            ] {
                try await house.move(id, step, as: principal)
            }
            #expect(try await found(here, "counters") == 1)
            try await house.write(as: house.owner) { try MoveSolution.run($0, $1, solution: id, .archive, note: "Over") }
            #expect(try await found(here, "entrepreneur") == 0)
            #expect(try await found(there, "entrepreneur") == 0)
            try await house.write(as: house.owner) { try MoveSolution.run($0, $1, solution: id, .restore) }
            #expect(try await found(there, "entrepreneur") == 1)
        }
    }

    @Test(arguments: Engine.allCases, SolutionOrder.allCases)
    func pagesVisitEachSolutionOnce(on engine: Engine, in order: SolutionOrder) async throws {
        try await StoresFixture.open(on: engine) { house in
            try await house.write { connection, act in
                var made = SyntheticSolutions(seed: 14)
                try SyntheticSolutions.write(connection, act, made.next(137))
            }
            let text = order == .relevance ? "measurements" : ""
            let search = SolutionSearch()
            for limit in [1, 10, 100] {
                var seen: [String] = []
                var titles: [String] = []
                var after: PageCursor?
                var count = 0
                repeat {
                    let wanted = SolutionQuery(text: text, order: order, after: after, limit: limit)
                    let page = try await house.read { try search.run($0, wanted) }
                    count = page.count
                    seen += page.listings.map(\.slug)
                    titles += page.listings.map { TextFolder.fold($0.texts.title(in: "en").text) }
                    after = page.next
                } while after != nil && seen.count <= 200
                #expect(seen.count == 137 && Set(seen).count == 137 && count == 137)
                // The order looks at the first eight bytes, which here are letters of ASCII.
                let heads = titles.map { $0.prefix(8) }
                if order == .title { #expect(heads == heads.sorted()) }
            }
        }
    }
}
