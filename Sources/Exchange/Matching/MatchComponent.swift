/// What speaks for a match, one thing at a time. The raw values are permanent: they stand in weights, feedback and answers.
public enum MatchComponent: String, Sendable, CaseIterable, Codable {
    // Need → solution.
    case themes, goals
    /// What need and solution say in words.
    case text
    case conditions
    // How like the adopter's country the solution's country was when it began.
    case income, region, groups, population, languages, connectivity
    case stage, evidence
    // Provider → adopter.
    case willingness
    /// The language in which help is given.
    case support
    case capacity
    /// The regions that the provider wants to work in, or has worked in.
    case reach

    public enum Side: String, Sendable, CaseIterable, Codable { case need, provider }

    public var side: Side {
        switch self {
        case .willingness, .support, .capacity, .reach: .provider
        default: .need
        }
    }

    static let needSide = allCases.filter { $0.side == .need }
    static let providerSide = allCases.filter { $0.side == .provider }
    /// Those that compare countries.
    static let context: [MatchComponent] = [.income, .region, .groups, .population, .languages, .connectivity]

    /// The place in `ComponentValues`: that in `allCases`. Written out, because it is asked for a million times in a match.
    var place: Int {
        switch self {
        case .themes: 0
        case .goals: 1
        case .text: 2
        case .conditions: 3
        case .income: 4
        case .region: 5
        case .groups: 6
        case .population: 7
        case .languages: 8
        case .connectivity: 9
        case .stage: 10
        case .evidence: 11
        case .willingness: 12
        case .support: 13
        case .capacity: 14
        case .reach: 15
        }
    }
}

/// A value from 0 to 1 for each component; one that is not known has none, which is not zero.
public struct ComponentValues: Sendable, Equatable {
    /// Negative where unknown.
    var lanes = SIMD16<Float>(repeating: -1)

    public init() {}

    public subscript(_ component: MatchComponent) -> Float? {
        get {
            let value = lanes[component.place]
            return value < 0 ? nil : value
        }
        set { lanes[component.place] = newValue.map { min(max($0, 0), 1) } ?? -1 }
    }

    /// The known values of one side.
    func mean(_ weights: SIMD16<Float>) -> (score: Float, known: Float) {
        let isUnknown = lanes .< 0
        let known = weights.replacing(with: 0, where: isUnknown)
        let sum = known.sum()
        guard sum > 0 else { return (0, 0) }
        return ((known * lanes).sum() / sum, sum)
    }
}

/// How well two sides fit, and how much of what would tell was known.
public struct MatchScore: Sendable, Equatable {
    /// What the solution is for the need, 0…1.
    public let need: Float
    /// What the provider is for the adopter, 0…1.
    public let provider: Float
    /// The share of all weights whose facts were known, 0…1.
    public let coverage: Float

    /// The harmonic mean: a weak side cannot hide behind a strong one.
    public var fused: Float { need + provider > 0 ? 2 * need * provider / (need + provider) : 0 }
}
