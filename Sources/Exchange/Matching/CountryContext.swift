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
        var context = lasting(here: here, there: there)
        context.compare(CountryMoment(here, in: now), CountryMoment(there, in: launched ?? now))
        return context
    }

    /// What does not change from year to year.
    static func lasting(here: Country, there: Country) -> CountryContext {
        var context = CountryContext()
        if !here.region.isEmpty, !there.region.isEmpty {
            context.region = here.subregion == there.subregion ? 1 : (here.region == there.region ? 0.6 : 0)
        }
        context.groups = groups(here, there)
        if !here.languages.isEmpty, !there.languages.isEmpty {
            context.languages = here.languages.contains { mine in there.languages.contains(mine) } ? 1 : 0
        }
        return context
    }

    mutating func compare(_ here: CountryMoment, _ there: CountryMoment) {
        if let mine = here.income, let theirs = there.income { income = [1, 0.6, 0.25, 0][abs(mine - theirs)] }
        if let mine = here.people, let theirs = there.people {
            // A tenfold difference is half as like, a hundredfold one not at all.
            population = max(0, 1 - abs(mine - theirs) / 2)
        }
        if let mine = here.internet, let theirs = there.internet { connectivity = max(0, 1 - abs(mine - theirs) / 60) }
    }

    /// Small islands, least developed, landlocked: the share of these that the two have in common, of those that either is.
    private static func groups(_ here: Country, _ there: Country) -> Float {
        let pairs = [(here.sids, there.sids), (here.ldc, there.ldc), (here.lldc, there.lldc)]
        let either = pairs.count { $0.0 || $0.1 }
        return either == 0 ? 1 : Float(pairs.count { $0.0 && $0.1 }) / Float(either)
    }
}

/// What is known of a country in one year, as comparing wants it.
struct CountryMoment: Sendable {
    /// From 0, low, to 3, high.
    var income: Int?
    /// The logarithm of millions of people.
    var people: Float?
    /// 0…100.
    var internet: Float?

    private static let levels = ["low", "lower-middle", "upper-middle", "high"]

    init(_ country: Country, in year: Int) {
        income = country.incomeGroup(in: year).flatMap { Self.levels.firstIndex(of: $0) }
        people = country.population(in: year).flatMap { $0 > 0 ? Float(log10($0)) : nil }
        internet = country.internetUse(in: year).map { Float($0) }
    }

    /// The years of launches that are told apart; an earlier launch counts as in the first, a later one as in the last.
    static let years = 1995...2030

    /// Of all countries in all these years, read once: the tables are text.
    static let all: [[CountryMoment]] = Countries.shared.all.map { country in years.map { CountryMoment(country, in: $0) } }
}

/// One country against all others at all times: made once for a need, looked up for each solution.
struct ContextTable: Sendable {
    /// The last time stands for "not known": as it is now.
    private static let timeCount = CountryMoment.years.count + 1
    private let own: Int
    private let contexts: [CountryContext]
    private let means: [Float]

    init?(here code: String?, now: Int, weights: SIMD16<Float>) {
        guard let here = code.flatMap({ Countries.shared.country($0) }) else { return nil }
        own = CountryPlace.of(here.code) ?? -1
        let mine = CountryMoment(here, in: now)
        var contexts: [CountryContext] = []
        var means: [Float] = []
        contexts.reserveCapacity(CountryPlace.count * Self.timeCount)
        means.reserveCapacity(CountryPlace.count * Self.timeCount)
        for (there, moments) in zip(Countries.shared.all, CountryMoment.all) {
            let lasting = CountryContext.lasting(here: here, there: there)
            for moment in moments + [CountryMoment(there, in: now)] {
                var context = lasting
                context.compare(mine, moment)
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
        guard launched > 0 else { return unknown }
        return min(max(launched, CountryMoment.years.lowerBound), CountryMoment.years.upperBound) - CountryMoment.years.lowerBound
    }

    private static let unknown = CountryMoment.years.count

    /// The most like of the places where a solution is at work: homes as they were at the launch, adopters as they are now.
    /// That the asking country has taken it up itself tells nothing of other countries.
    func best(_ facts: MatchFacts) -> (place: Int, context: CountryContext)? {
        var best = -1
        var place = -1
        var mean: Float = -1
        func look(_ set: CodeSet, _ time: Int) {
            set.forEach { country in
                if country == own, time == Self.unknown, !facts.homes.contains(country) { return }
                let index = country * Self.timeCount + time
                if means[index] > mean { (best, place, mean) = (index, country, means[index]) }
            }
        }
        look(facts.homes, Self.time(of: Int(facts.launchedYear)))
        look(facts.adopters, Self.unknown)
        return best < 0 ? nil : (place, contexts[best])
    }
}
