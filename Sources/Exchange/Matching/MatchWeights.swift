/// How much each component counts. A set of weights has a version, is public, and is kept with whatever was decided by it.
public struct MatchWeights: Sendable, Equatable, Codable {
    /// The number of the set; 1 is the program's own.
    public var version: Int
    /// By component; one that is not named counts nothing. Each side is divided by its own sum.
    public var components: [MatchComponent: Double]
    /// The share of the sentence vectors in the component `text`, 0…1; the rest is the words.
    public var meaning: Double
    /// How much a provider who already stands above is held back at the top of the list, 0…1.
    public var spread: Double

    public init(version: Int, components: [MatchComponent: Double], meaning: Double, spread: Double) {
        self.version = version
        self.components = components
        self.meaning = meaning
        self.spread = spread
    }

    public static let first = MatchWeights(
        version: 1,
        components: [
            .text: 80, .themes: 10, .goals: 8, .conditions: 8,
            .income: 2, .region: 1, .groups: 1, .population: 1, .languages: 1, .connectivity: 1,
            .stage: 3, .evidence: 3,
            .willingness: 40, .support: 25, .capacity: 20, .reach: 15,
        ],
        meaning: 0.75, spread: 0.1)

    public static let limit = 0.0...100.0

    /// Weights of one side, as `ComponentValues.mean` wants them.
    func lanes(_ side: MatchComponent.Side) -> SIMD16<Float> {
        var lanes = SIMD16<Float>()
        for component in MatchComponent.allCases where component.side == side {
            lanes[component.place] = Float(components[component] ?? 0)
        }
        return lanes
    }

    /// The share of a component in its side, 0…1.
    public func share(_ component: MatchComponent) -> Double {
        let sum = MatchComponent.allCases.filter { $0.side == component.side }.reduce(0) { $0 + (components[$1] ?? 0) }
        return sum > 0 ? (components[component] ?? 0) / sum : 0
    }

    /// What a file or a form may have got wrong.
    public func issues() -> [ContentIssue] {
        var found: [ContentIssue] = []
        for component in MatchComponent.allCases {
            let weight = components[component] ?? 0
            if !weight.isFinite || !Self.limit.contains(weight) {
                found.append(ContentIssue(component.rawValue, "error.weight", ["most": "100"]))
            }
        }
        for side in [MatchComponent.needSide, MatchComponent.providerSide] where found.isEmpty {
            if side.reduce(0, { $0 + (components[$1] ?? 0) }) <= 0 {
                found.append(ContentIssue(side[0].rawValue, "error.weights-empty"))
            }
        }
        for (field, value) in [("meaning", meaning), ("spread", spread)] where !value.isFinite || !(0...1).contains(value) {
            found.append(ContentIssue(field, "error.share"))
        }
        return found
    }

    // MARK: Codable

    private enum CodingKeys: String, CodingKey { case version, components, meaning, spread }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        version = try fields.decodeIfPresent(Int.self, forKey: .version) ?? 0
        var components: [MatchComponent: Double] = [:]
        let list = try fields.nestedContainer(keyedBy: AnyKey.self, forKey: .components)
        for key in list.allKeys {
            guard let component = MatchComponent(rawValue: key.stringValue) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: list, debugDescription: "there is no component “\(key.stringValue)”")
            }
            components[component] = try list.decode(Double.self, forKey: key)
        }
        self.components = components
        meaning = try fields.decodeIfPresent(Double.self, forKey: .meaning) ?? Self.first.meaning
        spread = try fields.decodeIfPresent(Double.self, forKey: .spread) ?? Self.first.spread
    }

    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(version, forKey: .version)
        var list = fields.nestedContainer(keyedBy: AnyKey.self, forKey: .components)
        for (component, weight) in components { try list.encode(weight, forKey: AnyKey(component.rawValue)) }
        try fields.encode(meaning, forKey: .meaning)
        try fields.encode(spread, forKey: .spread)
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ text: String) { stringValue = text }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
