import Platform
import TestSupport

@testable import Exchange

/// Random people and owners from a small world, so that ties are as common as strangers.
struct RulesGenerated {
    var generator: SeededGenerator
    static let countries: [String?] = ["BD", "FJ", nil]
    static let organisations: [ID<Organisation>] = (1...3).map { PublicFixture.id($0) }
    static let person: ID<Person> = PublicFixture.id(90)

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func country() -> String? { Self.countries.randomElement(using: &generator) ?? nil }

    mutating func organisation() -> ID<Organisation> {
        Self.organisations.randomElement(using: &generator) ?? Self.organisations[0]
    }

    mutating func ownership() -> SolutionRules.Ownership {
        .init(organisation: organisation(), country: country(), isPublic: Bool.random(using: &generator))
    }

    mutating func membership() -> Membership {
        Membership(
            organisation: organisation(), country: country(), role: Role.allCases.randomElement(using: &generator) ?? .officer)
    }

    mutating func principal() -> Principal {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: return .anonymous
        case 1: return .program("job")
        default:
            let count = Int.random(in: 0...3, using: &generator)
            return Principal(
                kind: .person(Self.person), name: "Somebody", memberships: (0..<count).map { _ in membership() })
        }
    }

    mutating func words(_ most: Int) -> String {
        (0..<Int.random(in: 0...most, using: &generator)).map { _ in
            let word = ["land", "birth", "ভূমি", "الهوية", "e\u{301}tat", "👩‍⚕️", "a"].randomElement(using: &generator) ?? ""
            return word + ([" ", "  ", "\n", "\t"].randomElement(using: &generator) ?? " ")
        }.joined()
    }
}
