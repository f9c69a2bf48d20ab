import Foundation
import Platform
public import SQL

/// Made-up solutions for measurements: words with the frequencies of a real catalogue (few common, many rare), all facets filled.
public struct SyntheticSolutions: Sendable {
    public struct Batch: Sendable {
        let records: [SolutionFileRecord]
        public var count: Int { records.count }
    }

    private var generator: Generator
    private var number = 0
    private let start: UInt64

    public init(seed: UInt64) {
        start = seed
        generator = Generator(state: seed)
    }

    public mutating func next(_ count: Int) -> Batch {
        Batch(records: (0..<count).map { _ in record() })
    }

    /// Writes a batch; all belong to one organisation that says what they are.
    public static func write(_ connection: any Connection, _ act: Act, _ batch: Batch) throws {
        let owner: ID<Organisation>
        if let known = try PeopleStore.organisation(connection, key: "made-up") {
            owner = known.id
        } else {
            let organisation = Organisation(
                id: act.newID(), key: "made-up", name: "Made up for measurements", kind: .unknown, country: nil,
                parent: nil)
            try PeopleStore.insert(connection, organisation, by: act.principal, at: act.now)
            owner = organisation.id
        }
        var outcome = ImportOutcome()
        for record in batch.records {
            try ImportSolutions.write(connection, act, record, owner: owner, known: .takeFile, &outcome)
        }
    }

    private mutating func record() -> SolutionFileRecord {
        number += 1
        let country = pick(Countries.shared.all).code
        var content = SolutionContent()
        content.title = "\(text(5)) \(number)"
        content.summary = text(20)
        content.problem = text(30)
        content.innovation = text(15)
        content.operation = text(40)
        content.users = text(6)
        content.themes = Array(Set([pick(Theme.allCases), pick(Theme.allCases)])).sorted { $0.rawValue < $1.rawValue }
        content.sdgs = [.init(target: String(1 + Int(generator.next() % 17)))]
        content.stage = pick(Stage.allCases)
        content.launchedYear = 2000 + Int(generator.next() % 25)
        content.sources = [.init(title: "Made up for measurements")]
        if generator.next() % 3 == 0 {
            content.indicators = [.init(name: text(3), value: Double(generator.next() % 1000), date: "2024", source: text(3))]
        }
        return SolutionFileRecord(
            slug: "made-up-\(start)-\(number)", organisation: "made-up", country: country, content: content)
    }

    /// A need in the same words, of some country.
    mutating func need() -> MatchNeed {
        var content = NeedContent()
        content.title = text(6)
        content.problem = text(30)
        content.themes = [pick(Theme.allCases)]
        content.sdgTargets = [String(1 + Int(generator.next() % 17))]
        return MatchNeed(content, country: pick(Countries.shared.all).code)
    }

    private mutating func pick<Item>(_ items: [Item]) -> Item {
        items[Int(generator.next() % UInt64(items.count))]
    }

    /// Words whose rank follows Zipf's law roughly: the share of a word falls with its rank.
    private mutating func text(_ words: Int) -> String {
        (0..<words).map { _ in
            let share = Double(generator.next() >> 11) / Double(1 << 53)
            let rank = Int(exp(share * 9.9)) % 20_000
            return Self.word(rank)
        }.joined(separator: " ")
    }

    private static let common = [
        "service", "citizen", "village", "office", "digital", "health", "land", "birth", "card", "payment", "school",
        "clinic", "farmer", "record", "request", "mobile", "centre", "training", "women", "disaster", "water", "tax",
        "transport", "licence", "complaint", "identity", "register", "data", "portal", "benefit",
    ]

    /// Common words first, then made ones of two or three syllables.
    private static func word(_ rank: Int) -> String {
        if rank < common.count { return common[rank] }
        let syllables = ["ba", "ke", "di", "lo", "mu", "ra", "se", "ti", "no", "pu", "va", "ge", "li", "so", "tu", "na", "he", "mi"]
        var rest = rank
        var word = ""
        repeat {
            word += syllables[rest % syllables.count]
            rest /= syllables.count
        } while rest > 0
        return word + "n"
    }

    /// SplitMix64 (Steele, Lea, Flood 2014): small, fast, and the same on every machine.
    private struct Generator: Sendable {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
