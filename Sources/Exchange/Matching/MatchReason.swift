import Platform

/// One thing that speaks for a match: which component, how much it added, and which field of the solution says so.
///
/// It holds codes and figures. The sentence is made in the reader's language by `text(_:)`.
public struct MatchReason: Sendable, Equatable {
    public let component: MatchComponent
    /// Hundredths of the score of its side; the points of a side add up to its score.
    public let points: Double
    /// The solution's field that tells it, as files and the API name it.
    public let field: String
    let detail: Detail

    enum Detail: Sendable, Equatable {
        case themes([Theme])
        case goals(exact: [String], near: [Int])
        /// Words that both have, by language; concepts that both speak of; whether the texts are close in meaning.
        case text(words: [String: [String]], concepts: [Concept], isClose: Bool)
        case conditions(held: [ConditionKind], known: Int)
        case income(String, country: String, year: Int?, isSame: Bool)
        case region(country: String, isNear: Bool)
        case groups([String], country: String)
        case population(Double, country: String, isLike: Bool)
        case languages([String], country: String)
        case connectivity(Double, country: String, year: Int?, isLike: Bool)
        case stage(Stage)
        case evidence(EvidenceLevel)
        case gives([Instrument])
        case openLicence(String)
        case published
        case support([String])
        case capacity(left: Int)
        case reach(region: String, isStated: Bool)
        case elsewhere(Int)
    }
}

/// Whether the country that asks has what the solution needs: one line for each condition that the solution names.
public struct MatchGap: Sendable, Equatable {
    public let kind: ConditionKind
    public let necessity: Necessity
    public let state: ConditionState
    /// The solution's own words, with their language.
    public let wanted: String
    public let language: String

    /// What is missing first, then what nobody has said, then what is there; required before helpful.
    static func list(_ need: NeedContent, _ solution: SolutionContent) -> [MatchGap] {
        let states = NeedFacts.states(need.conditions)
        let order: [ConditionState] = [.missing, .unknown, .held]
        return solution.conditions.map { condition in
            MatchGap(
                kind: condition.kind, necessity: condition.necessity, state: states[condition.kind] ?? .unknown,
                wanted: condition.text, language: solution.language)
        }
        .enumerated().sorted { one, other in
            func rank(_ gap: MatchGap) -> Int {
                (order.firstIndex(of: gap.state) ?? 0) * 2 + (gap.necessity == .required ? 0 : 1)
            }
            return (rank(one.element), one.offset) < (rank(other.element), other.offset)
        }.map(\.element)
    }
}
