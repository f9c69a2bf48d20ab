public import Platform

/// The sentences of a match in the reader's language.
extension MatchReason {
    public func text(_ words: Words) -> String {
        func listed(_ items: [String]) -> String { words.list(items) }
        func place(_ country: String) -> [String: String] { ["country": words.country(country)] }
        switch detail {
        case .themes(let themes): return words("matching.reason.themes", ["themes": listed(themes.map { words.label($0) })])
        case .goals(let exact, let near):
            if exact.isEmpty { return words("matching.reason.goals-near", ["goals": listed(near.map { words.goal(String($0)) })]) }
            return words("matching.reason.goals", ["targets": listed(exact.map { words.goal($0) })])
        case .text(let found, let concepts, let isClose):
            var parts: [String] = []
            if !concepts.isEmpty {
                parts.append(
                    words("matching.text.concepts", ["concepts": listed(concepts.map { quoted($0.name(in: words.language), words) })]))
            }
            // Those of the reader's language say most; else those of the language that has most of them.
            let best = found[words.language] ?? found.sorted { ($0.value.count, $1.key) > ($1.value.count, $0.key) }.first?.value
            if let best, !best.isEmpty {
                parts.append(words("matching.text.words", ["words": listed(best.map { quoted($0, words) })]))
            }
            if isClose { parts.append(words("matching.text.meaning")) }
            if parts.isEmpty { return words("matching.reason.text-little") }
            return words("matching.reason.text", ["field": quoted(fieldName(words), words), "parts": listed(parts)])
        case .conditions(let held, let known):
            return words(
                "matching.reason.conditions", count: known,
                ["held": words.number(held.count), "kinds": listed(held.map { words.label($0) })])
        case .income(let group, let country, let year, let isSame):
            var facts = place(country)
            facts["group"] = words("income.\(group)")
            if let year { facts["year"] = words.date(String(year)) }
            if !isSame { return words(year == nil ? "matching.reason.income-other-now" : "matching.reason.income-other", facts) }
            return words(year == nil ? "matching.reason.income-now" : "matching.reason.income", facts)
        case .region(let country, let isNear):
            return words(isNear ? "matching.reason.region-near" : "matching.reason.region", place(country))
        case .groups(let groups, let country):
            var facts = place(country)
            if groups.isEmpty { return words("matching.reason.groups-none", facts) }
            facts["groups"] = listed(groups.map { words("matching.group.\($0)") })
            return words("matching.reason.groups", facts)
        case .population(let millions, let country, let isLike):
            var facts = place(country)
            facts["millions"] = words.figure(millions)
            return words(isLike ? "matching.reason.population" : "matching.reason.population-other", facts)
        case .languages(let languages, let country):
            var facts = place(country)
            facts["languages"] = listed(languages.map { words.languageName($0) })
            return words("matching.reason.languages", facts)
        case .connectivity(let share, let country, let year, let isLike):
            var facts = place(country)
            facts["share"] = words.percent(share / 100)
            if let year { facts["year"] = words.date(String(year)) }
            if !isLike { return words("matching.reason.connectivity-other", facts) }
            return words(year == nil ? "matching.reason.connectivity-now" : "matching.reason.connectivity", facts)
        case .stage(let stage): return words("matching.reason.stage", ["stage": words.label(stage)])
        case .evidence(let level): return words("matching.reason.evidence", ["level": words.label(level)])
        case .gives(let instruments): return words("matching.reason.gives", ["instruments": listed(instruments.map { words.label($0) })])
        case .openLicence(let licence): return words("matching.reason.licence", ["licence": licence])
        case .published: return words("matching.reason.published")
        case .support(let languages):
            return words("matching.reason.support", ["languages": listed(languages.map { words.languageName($0) })])
        case .capacity(let left): return words("matching.reason.capacity", count: left)
        case .reach(let region, let isStated):
            return words(
                isStated ? "matching.reason.reach" : "matching.reason.reach-adopted", ["region": words("region.\(region)")])
        case .elsewhere(let count): return words("matching.reason.elsewhere", count: count)
        }
    }

    /// Fields whose name on a form would speak to the owner.
    public static let renamedFields = ["offer.gives", "offer.languages", "offer.capacityPerYear", "offer.regions", "adoptions"]

    func fieldName(_ words: Words) -> String {
        words(Self.renamedFields.contains(field) ? "matching.of.\(field)" : "field.\(field)")
    }

    private func quoted(_ text: String, _ words: Words) -> String { words("matching.quoted", ["text": text]) }
}

extension MatchGap {
    public func text(_ words: Words) -> String {
        words(
            "matching.gap.\(state.rawValue)",
            ["condition": words.label(kind), "necessity": words.label(necessity), "wanted": wanted])
    }
}
