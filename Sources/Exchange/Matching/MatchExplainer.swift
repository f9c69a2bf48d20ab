import Language
import Platform

/// Says why a match is there (pure). Made for the few that are shown; the order was decided by `Matcher` alone.
struct MatchExplainer: Sendable {
    let matcher: Matcher
    let need: NeedContent
    let text: NeedText

    /// One reason for each component that adds something, the strongest of each side first, the need's side before the provider's.
    func reasons(_ solution: SolutionContent, _ facts: MatchFacts, _ values: ComponentValues, inUse: Int, cosine: Float?) -> [MatchReason] {
        let reasons = MatchComponent.allCases.compactMap { component -> MatchReason? in
            guard let share = matcher.contribution(component, values), share > 0,
                let (field, detail) = detail(component, solution, facts, values, inUse: inUse, cosine: cosine)
            else { return nil }
            return MatchReason(component: component, points: Double(share) * 100, field: field, detail: detail)
        }
        func side(_ side: MatchComponent.Side) -> [MatchReason] {
            reasons.filter { $0.component.side == side }.sorted { ($0.points, $1.component.place) > ($1.points, $0.component.place) }
        }
        return side(.need) + side(.provider)
    }

    private func detail(
        _ component: MatchComponent, _ solution: SolutionContent, _ facts: MatchFacts, _ values: ComponentValues, inUse: Int,
        cosine: Float?
    ) -> (String, MatchReason.Detail)? {
        switch component {
        case .themes: return ("themes", .themes(solution.themes.filter(need.themes.contains)))
        case .goals:
            let claimed = Set(solution.sdgs.map(\.target))
            let exact = need.sdgTargets.filter(claimed.contains)
            let goals = Set(claimed.compactMap(SDG.goal))
            let near = need.sdgTargets.filter { !claimed.contains($0) }.compactMap(SDG.goal).filter(goals.contains)
            return ("sdgs", .goals(exact: exact, near: Array(Set(near)).sorted()))
        case .text: return words(solution, cosine: cosine)
        case .conditions:
            let states = NeedFacts.states(need.conditions)
            let kinds = solution.conditions.map(\.kind).reduce(into: [ConditionKind]()) { if !$0.contains($1) { $0.append($1) } }
            let held = kinds.filter { states[$0] == .held }
            return ("conditions", .conditions(held: held, known: kinds.count { states[$0] == .held || states[$0] == .missing }))
        case .income, .region, .groups, .population, .languages, .connectivity:
            return context(component, solution, facts, like: values[component] ?? 0)
        case .stage: return solution.stage.map { ("stage", .stage($0)) }
        case .evidence:
            let level = EvidenceLevel.allCases[Int(facts.evidence)]
            return (level == .evidenced ? "sdgs" : (solution.indicators.isEmpty ? "tcv" : "indicators"), .evidence(level))
        case .willingness:
            if let gives = solution.offer?.gives, !gives.isEmpty {
                let wanted = gives.filter(need.instruments.contains)
                return ("offer.gives", .gives(wanted.isEmpty ? gives : wanted))
            }
            if facts.isOpenlyLicensed, let licence = solution.licence { return ("licence", .openLicence(licence)) }
            return ("state", .published)
        case .support:
            let wanted = matcher.need.languages
            return ("offer.languages", .support((solution.offer?.languages ?? []).filter { LanguageSet([$0]).shares(wanted) }))
        case .capacity: return ("offer.capacityPerYear", .capacity(left: max(0, Int(facts.capacity) - inUse)))
        case .reach:
            guard let country = matcher.need.country.flatMap({ Countries.shared.country($0) }) else { return nil }
            if facts.regions != 0 { return ("offer.regions", .reach(region: country.region, isStated: true)) }
            if values[.reach] == 1 { return ("adoptions", .reach(region: country.region, isStated: false)) }
            var count = 0
            facts.adopters.forEach { _ in count += 1 }
            return ("adoptions", .elsewhere(count))
        }
    }

    // MARK: Countries

    private func context(_ component: MatchComponent, _ solution: SolutionContent, _ facts: MatchFacts, like: Float)
        -> (String, MatchReason.Detail)?
    {
        guard let code = matcher.likestCountry(facts), let there = Countries.shared.country(code),
            let here = matcher.need.country.flatMap({ Countries.shared.country($0) }), let place = CountryPlace.of(code)
        else { return nil }
        let isHome = facts.homes.contains(place)
        let year = isHome ? solution.launchedYear : nil
        let field = !isHome ? "adoptions" : (solution.developedIn.contains(code) ? "developedIn" : "country")
        let then = year ?? matcher.need.year
        switch component {
        case .income:
            return there.incomeGroup(in: then).map { (field, .income($0, country: code, year: year, isSame: like == 1)) }
        case .region: return (field, .region(country: code, isNear: here.subregion == there.subregion))
        case .groups:
            let shared = [("sids", here.sids && there.sids), ("ldc", here.ldc && there.ldc), ("lldc", here.lldc && there.lldc)]
            return (field, .groups(shared.filter(\.1).map(\.0), country: code))
        case .population: return there.population(in: then).map { (field, .population($0, country: code, isLike: like >= Self.likeness)) }
        case .languages: return (field, .languages(here.languages.filter(there.languages.contains), country: code))
        case .connectivity: return there.internetUse(in: then).map { (field, .connectivity($0, country: code, year: year, isLike: like >= Self.likeness)) }
        default: return nil
        }
    }

    /// From here on a figure is called like another.
    private static let likeness: Float = 0.7

    // MARK: Texts

    static let wordLimit = 5
    /// From here on two texts are called close in meaning.
    static let closeCosine: Float = 0.4

    private func words(_ solution: SolutionContent, cosine: Float?) -> (String, MatchReason.Detail) {
        var fields: [(name: String, texts: [FieldText])] = [
            ("title", [.init(solution.title, language: solution.language)]),
            ("summary", [.init(solution.summary, language: solution.language)]),
            ("problem", [.init(solution.problem, language: solution.language)]),
            ("operation", [.init(solution.operation, language: solution.language)]),
            ("innovation", [.init(solution.innovation, language: solution.language)]),
            ("users", [.init(solution.users, language: solution.language)]),
        ]
        for (language, translation) in solution.translations.sorted(by: { $0.key < $1.key }) {
            let texts = [
                translation.title, translation.summary, translation.problem, translation.operation, translation.innovation,
                translation.users,
            ]
            for (index, text) in texts.enumerated() {
                if let text { fields[index].texts.append(.init(text, language: language)) }
            }
        }
        var shared: [String: [String]] = [:]
        var met: Set<String> = []
        var field: String?
        var all: [[String]] = []
        for (name, texts) in fields {
            for text in texts where !text.text.isEmpty {
                all.append(Tokenizer.tokens(in: text.text, language: text.language).map(\.stem))
                for (word, stem) in RelevanceQuery.tellingWords(of: text.text, language: text.language)
                where self.text.stems.contains(stem) && met.insert(stem).inserted {
                    shared[text.language, default: []].append(word)
                    field = field ?? name
                }
            }
        }
        let concepts = text.concepts.filter { concept in
            concept.answers.contains { language, terms in
                terms.contains { term in
                    let stems = Tokenizer.tokens(in: term, language: language).map(\.stem)
                    return !stems.isEmpty && all.contains { Self.has(stems, in: $0) }
                }
            }
        }
        let isClose = (cosine ?? 0) >= Self.closeCosine
        return (
            field ?? "summary",
            .text(words: shared.mapValues { Array($0.prefix(Self.wordLimit)) }, concepts: Array(concepts.prefix(2)), isClose: isClose)
        )
    }

    private static func has(_ phrase: [String], in stems: [String]) -> Bool {
        guard phrase.count <= stems.count else { return false }
        return (0...(stems.count - phrase.count)).contains { stems[$0..<($0 + phrase.count)].elementsEqual(phrase) }
    }
}
