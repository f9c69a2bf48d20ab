import Platform
import TestSupport
import Testing

@testable import Exchange

/// The rules of matching by many generated cases.
struct MatchingMatcherTests {
    private struct World {
        var generator: SeededGenerator

        init(_ seed: UInt64) { generator = SeededGenerator(seed: seed) }

        mutating func some<Item>(_ items: [Item], _ most: Int) -> [Item] {
            Array(items.shuffled(using: &generator).prefix(Int.random(in: 0...most, using: &generator)))
        }

        mutating func one<Item>(_ items: [Item]) -> Item? { Bool.random(using: &generator) ? items.randomElement(using: &generator) : nil }

        mutating func need() -> NeedContent {
            var need = NeedContent()
            need.title = "A need"
            need.themes = some(Theme.allCases, 4)
            need.sdgTargets = some(SDG.codes, 5)
            need.conditions = some(ConditionKind.allCases, 9).map {
                .init(kind: $0, state: ConditionState.allCases.randomElement(using: &generator) ?? .unknown)
            }
            need.instruments = some(Instrument.allCases, 3)
            need.languages = some(["en", "bn", "ar", "fr", "pt"], 2)
            return need
        }

        mutating func solution() -> SolutionContent {
            var solution = SolutionContent()
            solution.themes = some(Theme.allCases, 4)
            solution.sdgs = some(SDG.codes, 5).map { .init(target: $0) }
            solution.conditions = some(ConditionKind.allCases, 6).map {
                .init(kind: $0, text: "It is there", necessity: Bool.random(using: &generator) ? .required : .helpful)
            }
            solution.stage = one(Stage.allCases)
            solution.launchedYear = one([2005, 2012, 2019, 2024])
            solution.licence = one(["MIT", "LicenseRef-Own"])
            if Bool.random(using: &generator) {
                solution.offer = .init(
                    gives: some(Instrument.allCases, 3), capacityPerYear: one([0, 1, 5]), languages: some(["en", "bn", "fr"], 2),
                    regions: one([["009"], ["142", "002"]]), barredCountries: one([["FJ"], ["KE"]]))
            }
            return solution
        }

        mutating func country() -> String? { one(["FJ", "BD", "KE", "NA", "TH", "TV"]) }

        mutating func facts(_ content: SolutionContent) -> MatchFacts {
            MatchFacts(
                content, organisation: RulesGenerated.organisations.randomElement(using: &generator) ?? PublicFixture.agency,
                country: country(), evidenced: some(content.sdgs.map(\.target), 1), adopters: some(["FJ", "IN", "GH"], 2),
                isArchived: Int.random(in: 0..<10, using: &generator) == 0)
        }

        mutating func text() -> Float? { one([0, 0.2, 0.7, 1]) }
    }

    private func matcher(_ need: NeedContent, country: String?, organisation: ID<Organisation>? = nil) -> Matcher {
        Matcher(need: NeedFacts(need, country: country, organisation: organisation, year: 2026), weights: .first)
    }

    @Test(arguments: 0..<400 as Range<UInt64>)
    func scoresHoldTheirBounds(seed: UInt64) {
        var world = World(seed)
        let (need, country) = (world.need(), world.country())
        let facts = world.facts(world.solution())
        let matcher = matcher(need, country: country)
        let values = matcher.values(facts, text: world.text())
        let score = matcher.score(values)
        for part in [score.need, score.provider, score.coverage, score.fused] { #expect((0...1.0001).contains(part)) }
        // The harmonic mean lies between the two and never above twice the weaker one.
        #expect(score.fused <= max(score.need, score.provider) + 1e-5)
        #expect(score.fused >= min(score.need, score.provider) - 1e-5)
        #expect(score.fused <= 2 * min(score.need, score.provider) + 1e-5)
        // The parts of a side add up to it.
        for (side, total) in [(MatchComponent.Side.need, score.need), (.provider, score.provider)] {
            let sum = MatchComponent.allCases.filter { $0.side == side }.compactMap { matcher.contribution($0, values) }.reduce(0, +)
            #expect(abs(sum - total) < 1e-4)
        }
    }

    /// A condition that comes to be held never lowers the score of the need's side, whatever it was before.
    @Test(arguments: 0..<300 as Range<UInt64>)
    func meetingAConditionNeverLowersTheScore(seed: UInt64) {
        var world = World(seed)
        var need = world.need()
        let country = world.country()
        let facts = world.facts(world.solution())
        let text = world.text()
        func score(_ need: NeedContent) -> Float {
            let matcher = matcher(need, country: country)
            return matcher.score(matcher.values(facts, text: text)).need
        }
        for kind in ConditionKind.allCases {
            let before = score(need)
            need.conditions = need.conditions.filter { $0.kind != kind } + [.init(kind: kind, state: .held)]
            #expect(score(need) >= before - 1e-5, "\(kind)")
        }
    }

    @Test func unknownIsNotZero() {
        var need = NeedContent()
        need.themes = [.health]
        var known = SolutionContent()
        known.themes = [.land]
        let unknown = SolutionContent()
        let matcher = matcher(need, country: nil)
        func score(_ content: SolutionContent) -> MatchScore {
            let facts = MatchFacts(content, organisation: PublicFixture.agency, country: nil, evidenced: [], adopters: [], isArchived: false)
            return matcher.score(matcher.values(facts, text: 0.8))
        }
        #expect(score(unknown).need > score(known).need)
        #expect(score(unknown).coverage < score(known).coverage)
        #expect(abs(score(unknown).need - 0.8) < 1e-5)
    }

    @Test func eachComponentHasItsPlace() {
        #expect(MatchComponent.allCases.map(\.place) == Array(0..<MatchComponent.allCases.count))
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func filtersHold(seed: UInt64) {
        var world = World(seed)
        let (need, country, content) = (world.need(), world.country(), world.solution())
        let facts = world.facts(content)
        let own = RulesGenerated.organisations[0]
        let bar = matcher(need, country: country, organisation: own).bar(facts)
        let offersNothing = content.offer.map { $0.gives.isEmpty } == true && content.licence != "MIT"
        let isBarred = country.map { content.offer?.barredCountries?.contains($0) == true } == true
        let isOwn = facts.organisation == MatchFacts.key(of: own)
        let isKeptOut = facts.isArchived || offersNothing || isBarred || content.offer?.capacityPerYear == 0 || isOwn
        #expect((bar != nil) == isKeptOut)
        // Capacity that is all taken is none.
        if let capacity = content.offer?.capacityPerYear, capacity > 0 {
            #expect(matcher(need, country: nil).bar(facts, inUse: capacity) != nil)
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func factsComeBackAsTheyWereKept(seed: UInt64) throws {
        var world = World(seed)
        let facts = world.facts(world.solution())
        #expect(try #require(MatchFacts(stored: facts.stored)) == facts)
        #expect(MatchFacts(stored: String(facts.stored.dropLast(14))) == nil)
        #expect(MatchFacts(stored: "0 " + facts.stored) == nil)
        #expect(MatchFacts(stored: "") == nil)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func spreadKeepsTheBestFirstAndLosesNone(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let candidates = (0..<40).map { slot in
            Spread.Candidate(
                slot: UInt32(slot), score: Float.random(in: 0...1, using: &generator),
                organisation: UInt64.random(in: 0..<4, using: &generator), country: Int16.random(in: -1..<3, using: &generator))
        }.sorted { $0.score > $1.score }
        let top = Spread.top(candidates, limit: 10, strength: 0.2)
        #expect(top.count == 10 && Set(top.map(\.slot)).count == 10)
        #expect(top.first?.slot == candidates.first?.slot)
        #expect(Spread.top(candidates, limit: 10, strength: 0).map(\.slot) == candidates.prefix(10).map(\.slot))
        // Nobody is moved up past one of another provider and country by more than the strength.
        for (index, one) in top.enumerated() {
            for other in candidates where !top[...index].contains(where: { $0.slot == other.slot }) {
                #expect(one.score >= other.score - 0.2 - 1e-6)
            }
        }
    }
}
