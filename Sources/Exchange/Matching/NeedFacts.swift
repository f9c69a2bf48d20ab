import Platform

/// What the matcher asks of a need.
struct NeedFacts: Sendable {
    var themes: UInt32
    var targets: [Int]
    var goals: UInt32
    /// Kinds of conditions that the country has, lacks, or says it does not know.
    var held: UInt16
    var missing: UInt16
    var instruments: UInt8
    /// In which help can be received: as stated, else the languages of the country and of the need's own text.
    var languages: LanguageSet
    var country: String?
    var organisation: UInt64?
    /// The year of today, for facts of countries.
    var year: Int

    init(_ content: NeedContent, country: String?, organisation: ID<Organisation>?, year: Int) {
        themes = MatchFacts.bits(content.themes)
        targets = content.sdgTargets.filter(SDG.isCode).map(SDG.order)
        goals = MatchFacts.goals(of: content.sdgTargets)
        held = 0
        missing = 0
        let states = Self.states(content.conditions)
        for (place, kind) in ConditionKind.allCases.enumerated() {
            switch states[kind] {
            case .held: held |= 1 << UInt16(place)
            case .missing: missing |= 1 << UInt16(place)
            case .unknown, nil: break
            }
        }
        instruments = UInt8(MatchFacts.bits(content.instruments))
        let spoken = country.flatMap { Countries.shared.country($0)?.languages } ?? []
        languages = LanguageSet(content.languages.isEmpty ? [content.language] + spoken : content.languages)
        self.country = country
        self.organisation = organisation.map(MatchFacts.key)
        self.year = year
    }

    /// Of several statements on one kind the worst counts: all of it must be there before it can be called held.
    static func states(_ conditions: [NeedContent.Condition]) -> [ConditionKind: ConditionState] {
        let order: [ConditionState] = [.missing, .unknown, .held]
        var states: [ConditionKind: ConditionState] = [:]
        for condition in conditions {
            let known = states[condition.kind] ?? .held
            states[condition.kind] = (order.firstIndex(of: known) ?? 0) < (order.firstIndex(of: condition.state) ?? 0)
                ? known : condition.state
        }
        return states
    }
}
