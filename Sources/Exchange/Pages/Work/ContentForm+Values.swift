extension ContentForm {
    /// What the form shows of a content, by the names of its fields.
    static func values(of content: SolutionContent) -> [String: [String]] {
        var fill = FormFilling()
        fill["title"] = content.title
        fill["summary"] = content.summary
        fill["language"] = content.language
        fill["problem"] = content.problem
        fill["innovation"] = content.innovation
        fill["operation"] = content.operation
        fill["users"] = content.users
        fill["failures"] = content.failures
        fill["staff"] = content.staff
        fill["fixedParts"] = content.fixedParts
        fill["adaptableParts"] = content.adaptableParts
        fill["licence"] = content.licence
        fill["website"] = content.website
        fill["stage"] = content.stage?.rawValue
        fill["launchedYear"] = content.launchedYear.map(String.init)
        fill["failedPractice"] = content.failedPractice ? "yes" : nil
        fill.values["themes"] = content.themes.map(\.rawValue)
        fill.values["governmentLevels"] = content.governmentLevels.map(\.rawValue)
        fill.values["channels"] = content.channels.map(\.rawValue)
        fill.rows("developedIn", content.developedIn) { ["country": $0] }
        fill.rows("sdgs", content.sdgs) { ["target": $0.target, "evidence": $0.evidence] }
        fill.rows("indicators", content.indicators) {
            [
                "name": $0.name, "unit": $0.unit, "baseline": $0.baseline.map(TypedNumber.text),
                "value": $0.value.map(TypedNumber.text), "date": $0.date, "source": $0.source,
            ]
        }
        fill.side("tcv.before", content.tcv?.before)
        fill.side("tcv.after", content.tcv?.after)
        fill["tcv.source"] = content.tcv?.source
        fill.cost("costBuild", content.costBuild)
        fill.cost("costRun", content.costRun)
        fill.rows("conditions", content.conditions) {
            ["kind": $0.kind.rawValue, "necessity": $0.necessity.rawValue, "text": $0.text]
        }
        fill.values["offer.gives"] = content.offer?.gives.map(\.rawValue)
        fill["offer.text"] = content.offer?.text
        fill["offer.capacityPerYear"] = content.offer?.capacityPerYear.map(String.init)
        fill["offer.whoPays"] = content.offer?.whoPays
        fill.values["offer.regions"] = content.offer?.regions
        fill.rows("offer.barredCountries", content.offer?.barredCountries ?? []) { ["country": $0] }
        fill.rows("offer.languages", content.offer?.languages ?? []) { ["tag": $0] }
        fill.sources(content.sources)
        fill.rows("awards", content.awards) {
            ["name": $0.name, "year": $0.year.map(String.init), "source": $0.source]
        }
        for (language, texts) in content.translations {
            let name = "translations.\(language)"
            fill["\(name).title"] = texts.title
            fill["\(name).summary"] = texts.summary
            fill["\(name).problem"] = texts.problem
            fill["\(name).innovation"] = texts.innovation
            fill["\(name).operation"] = texts.operation
            fill["\(name).users"] = texts.users
        }
        return fill.values
    }
}

/// Gathers what the fields of a form hold.
struct FormFilling {
    var values: [String: [String]] = [:]

    subscript(_ name: String) -> String? {
        get { values[name]?.first }
        set { values[name] = newValue.flatMap { $0.isEmpty ? nil : [$0] } }
    }

    mutating func rows<Item>(_ group: String, _ items: [Item], _ cells: (Item) -> [String: String?]) {
        for (index, item) in items.enumerated() {
            for (part, text) in cells(item) { self["\(group).\(index).\(part)"] = text }
        }
    }

    mutating func side(_ name: String, _ side: SolutionContent.TCV?) {
        self["\(name).days"] = side?.days.map(TypedNumber.text)
        self["\(name).cost"] = side?.cost.map(TypedNumber.text)
        self["\(name).currency"] = side?.currency
        self["\(name).visits"] = side?.visits.map(TypedNumber.text)
    }

    mutating func cost(_ name: String, _ cost: SolutionContent.Cost?) {
        self["\(name).amount"] = cost.map { TypedNumber.text($0.amount) }
        self["\(name).currency"] = cost?.currency
        self["\(name).year"] = cost?.year.map(String.init)
        self["\(name).source"] = cost?.source
    }

    mutating func sources(_ sources: [SolutionContent.Source]) {
        rows("sources", sources) {
            ["title": $0.title, "publisher": $0.publisher, "date": $0.date, "url": $0.url]
        }
    }
}
