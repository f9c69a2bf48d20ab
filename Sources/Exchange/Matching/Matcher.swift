import Platform

/// The rules of matching (pure): one need against a solution, by a set of weights.
///
/// No database, no clock, no words: it is given values and gives values, so that it can be tested by the thousand and replayed.
struct Matcher: Sendable {
    let need: NeedFacts
    let weights: MatchWeights
    private let needLanes: SIMD16<Float>
    private let providerLanes: SIMD16<Float>
    private let allWeights: Float
    private let context: ContextTable?
    private let country: Int?
    private let region: Int?

    init(need: NeedFacts, weights: MatchWeights) {
        self.need = need
        self.weights = weights
        // Both sides count the same for the coverage, whatever their sums.
        func normalised(_ side: MatchComponent.Side) -> SIMD16<Float> {
            let lanes = weights.lanes(side)
            let sum = lanes.sum()
            return sum > 0 ? lanes / sum : lanes
        }
        needLanes = normalised(.need)
        providerLanes = normalised(.provider)
        allWeights = needLanes.sum() + providerLanes.sum()
        context = ContextTable(here: need.country, now: need.year, weights: needLanes)
        country = need.country.flatMap(CountryPlace.of)
        region = need.country.flatMap { Countries.shared.country($0) }.flatMap { MatchFacts.regionCodes.firstIndex(of: $0.region) }
    }

    /// Why a solution is not offered at all.
    enum Bar: Sendable, Equatable {
        case archived, notShared, byLaw, noCapacity, ownOrganisation
    }

    /// The hard filters. `inUse` counts the countries that the provider already helps this year.
    func bar(_ facts: MatchFacts, inUse: Int = 0) -> Bar? {
        if facts.isArchived { return .archived }
        // Who states an offer without anything in it has said no.
        if facts.hasOffer, facts.gives == 0, !facts.isOpenlyLicensed { return .notShared }
        if let country, facts.barred.contains(country) { return .byLaw }
        if facts.capacity >= 0, Int(facts.capacity) - inUse <= 0 { return .noCapacity }
        if let own = need.organisation, own == facts.organisation { return .ownOrganisation }
        return nil
    }

    func isOwnCountry(_ facts: MatchFacts) -> Bool { country != nil && Int(facts.country) == country }

    /// - Parameter text: how well the texts agree, 0…1; nil when the need says nothing in words.
    func values(_ facts: MatchFacts, text: Float?, inUse: Int = 0) -> ComponentValues {
        var values = ComponentValues()
        values[.text] = text
        if need.themes != 0, facts.themes != 0 {
            values[.themes] = Float((need.themes & facts.themes).nonzeroBitCount) / Float(need.themes.nonzeroBitCount)
        }
        values[.goals] = goals(facts)
        values[.conditions] = conditions(facts)
        if let best = context?.best(facts) {
            for component in MatchComponent.context { values[component] = best.context[component] }
        }
        if facts.isFailed {
            values[.stage] = 0
        } else if facts.stage > 0 {
            values[.stage] = Self.stages[Int(facts.stage) - 1]
        }
        // Only described: no figure was given, so nothing is known of its results.
        if facts.evidence > 0 { values[.evidence] = Self.evidences[Int(facts.evidence)] }
        values[.willingness] = willingness(facts)
        if !facts.supportLanguages.isEmpty, !need.languages.isEmpty {
            values[.support] = facts.supportLanguages.shares(need.languages) ? 1 : 0
        }
        if facts.capacity >= 0 {
            let left = Int(facts.capacity) - inUse
            values[.capacity] = left >= 3 ? 1 : (left == 2 ? 0.9 : (left == 1 ? 0.75 : 0))
        }
        values[.reach] = reach(facts)
        return values
    }

    func score(_ values: ComponentValues) -> MatchScore {
        let (need, needKnown) = values.mean(needLanes)
        let (provider, providerKnown) = values.mean(providerLanes)
        return MatchScore(
            need: need, provider: provider, coverage: allWeights > 0 ? (needKnown + providerKnown) / allWeights : 0)
    }

    /// What each known component adds to the score of its side: the parts of a side add up to it.
    func contribution(_ component: MatchComponent, _ values: ComponentValues) -> Float? {
        guard let value = values[component] else { return nil }
        let lanes = component.side == .need ? needLanes : providerLanes
        let known = values.mean(lanes).known
        return known > 0 ? value * lanes[component.place] / known : nil
    }

    /// Where it is at work under the circumstances most like those here.
    func likestCountry(_ facts: MatchFacts) -> String? { context?.best(facts).map { CountryPlace.code($0.place) } }

    private static let stages: [Float] = [0.1, 0.25, 0.5, 0.75, 0.9, 1]
    private static let evidences: [Float] = [0, 0.6, 0.8, 1]

    private func goals(_ facts: MatchFacts) -> Float? {
        guard !need.targets.isEmpty, facts.goals != 0 else { return nil }
        var sum: Float = 0
        for target in need.targets {
            if facts.evidenced.contains(target) {
                sum += 1
            } else if facts.targets.contains(target) {
                sum += 0.9
            } else if facts.goals & Self.goalBits[target] != 0 {
                sum += 0.5
            }
        }
        return sum / Float(need.targets.count)
    }

    /// The goal of each code, one bit each.
    private static let goalBits = SDG.codes.map { MatchFacts.goals(of: [$0]) }

    /// The share of the solution's conditions that are held, of those whose state is known; a required one counts twice.
    private func conditions(_ facts: MatchFacts) -> Float? {
        func weight(_ states: UInt16) -> Int {
            2 * (facts.required & states).nonzeroBitCount + (facts.helpful & states).nonzeroBitCount
        }
        let known = weight(need.held | need.missing)
        return known == 0 ? nil : Float(weight(need.held)) / Float(known)
    }

    private func willingness(_ facts: MatchFacts) -> Float {
        guard facts.hasOffer, facts.gives != 0 else { return facts.isOpenlyLicensed ? 0.7 : 0.5 }
        guard need.instruments != 0 else { return 1 }
        let given = (need.instruments & facts.gives).nonzeroBitCount
        return 0.5 + 0.5 * Float(given) / Float(need.instruments.nonzeroBitCount)
    }

    private func reach(_ facts: MatchFacts) -> Float? {
        guard let region else { return nil }
        if facts.regions != 0 { return facts.regions & 1 << UInt8(region) != 0 ? 1 : 0 }
        if facts.adopters.isEmpty { return nil }
        var here = false
        facts.adopters.forEach { if Self.regionOfCountry[$0] == region { here = true } }
        return here ? 1 : 0.4
    }

    private static let regionOfCountry = Countries.shared.all.map { MatchFacts.regionCodes.firstIndex(of: $0.region) }
}
