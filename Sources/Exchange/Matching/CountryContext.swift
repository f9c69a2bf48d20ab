import Foundation
import Platform

/// How like another country one was at a time: what a solution met there when it began, against what it would meet here now.
///
/// Each value is 0…1, or nil when a fact of one of the two is not known.
struct CountryContext: Sendable, Equatable {
    var income: Float?
    var region: Float?
    var groups: Float?
    var population: Float?
    var languages: Float?
    var connectivity: Float?

    subscript(_ component: MatchComponent) -> Float? {
        switch component {
        case .income: income
        case .region: region
        case .groups: groups
        case .population: population
        case .languages: languages
        case .connectivity: connectivity
        default: nil
        }
    }

    /// - Parameters:
    ///   - here: the country that asks, as it is in `now`.
    ///   - there: the country of the solution, as it was in `launched`; nil when the year is not known: then as it is now.
    static func compare(here: Country, now: Int, there: Country, launched: Int?) -> CountryContext {
        let then = launched ?? now
        var context = CountryContext()
        let levels = ["low", "lower-middle", "upper-middle", "high"]
        if let mine = here.incomeGroup(in: now).flatMap({ levels.firstIndex(of: $0) }),
            let theirs = there.incomeGroup(in: then).flatMap({ levels.firstIndex(of: $0) })
        {
            context.income = [1, 0.6, 0.25, 0][abs(mine - theirs)]
        }
        if !here.region.isEmpty, !there.region.isEmpty {
            context.region = here.subregion == there.subregion ? 1 : (here.region == there.region ? 0.6 : 0)
        }
        context.groups = groups(here, there)
        if let mine = here.population(in: now), let theirs = there.population(in: then), mine > 0, theirs > 0 {
            // A tenfold difference is half as like, a hundredfold one not at all.
            context.population = Float(max(0, 1 - abs(log10(mine / theirs)) / 2))
        }
        if !here.languages.isEmpty, !there.languages.isEmpty {
            context.languages = here.languages.contains { mine in there.languages.contains(mine) } ? 1 : 0
        }
        if let mine = here.internetUse(in: now), let theirs = there.internetUse(in: then) {
            context.connectivity = Float(max(0, 1 - abs(mine - theirs) / 60))
        }
        return context
    }

    /// Small islands, least developed, landlocked: the share of these that the two have in common, of those that either is.
    private static func groups(_ here: Country, _ there: Country) -> Float {
        let pairs = [(here.sids, there.sids), (here.ldc, there.ldc), (here.lldc, there.lldc)]
        let either = pairs.count { $0.0 || $0.1 }
        return either == 0 ? 1 : Float(pairs.count { $0.0 && $0.1 }) / Float(either)
    }
}

/// One country against all others at all times that the tables know: made once for a need, looked up for each solution.
struct ContextTable: Sendable {
    /// The first year of each time; a launch before the first counts as in the first.
    private static let times = Countries.shared.factYears
    private static let timeCount = times.count + 1
    private let own: Int
    private let contexts: [CountryContext]
    private let means: [Float]

    init?(here code: String?, now: Int, weights: SIMD16<Float>) {
        guard let here = code.flatMap({ Countries.shared.country($0) }) else { return nil }
        own = CountryPlace.of(here.code) ?? -1
        var contexts: [CountryContext] = []
        var means: [Float] = []
        for there in Countries.shared.all {
            for year in Self.times.map(Optional.some) + [nil] {
                let context = CountryContext.compare(here: here, now: now, there: there, launched: year)
                var values = ComponentValues()
                for component in MatchComponent.context { values[component] = context[component] }
                contexts.append(context)
                means.append(values.mean(weights).score)
            }
        }
        self.contexts = contexts
        self.means = means
    }

    /// The time that a year belongs to; the last one stands for "not known".
    static func time(of launched: Int) -> Int {
        guard launched > 0 else { return times.count }
        return times.lastIndex { $0 <= launched } ?? 0
    }

    /// The most like of the places where a solution is at work: homes as they were at the launch, adopters as they are now.
    /// That the asking country has taken it up itself tells nothing of other countries.
    func best(_ facts: MatchFacts) -> (place: Int, context: CountryContext)? {
        var best = -1
        var place = -1
        var mean: Float = -1
        let time = Self.time(of: Int(facts.launchedYear))
        func look(_ set: CodeSet, _ time: Int) {
            set.forEach { country in
                if country == own, time == Self.times.count, !facts.homes.contains(country) { return }
                let index = country * Self.timeCount + time
                if means[index] > mean { (best, place, mean) = (index, country, means[index]) }
            }
        }
        look(facts.homes, time)
        look(facts.adopters, Self.times.count)
        return best < 0 ? nil : (place, contexts[best])
    }
}
