import Web

/// The parts in which a solution is written: one page of the form each, so that none is long.
enum EditPart: String, CaseIterable, Sendable {
    case basics, content, evidence, transfer, offer, sources, translations

    /// The part whose form holds a field; `field` is named as in the rules.
    static func holding(_ field: String) -> EditPart {
        let root = field.prefix { $0 != "." }
        return switch root {
        case "title", "summary", "language", "themes", "stage", "launchedYear", "developedIn", "governmentLevels", "channels",
            "website", "failedPractice":
            .basics
        case "problem", "innovation", "operation", "users", "failures": .content
        case "sdgs", "indicators", "tcv", "costBuild", "costRun", "staff": .evidence
        case "conditions", "fixedParts", "adaptableParts", "licence": .transfer
        case "offer": .offer
        case "translations": .translations
        default: .sources
        }
    }

    /// The repeated groups of the part, with the fields of a row.
    var groups: [String: [String]] {
        switch self {
        case .basics: ["developedIn": ["country"]]
        case .content, .translations: [:]
        case .evidence:
            ["sdgs": ["target", "evidence"], "indicators": ["name", "unit", "baseline", "value", "date", "source"]]
        case .transfer: ["conditions": ["kind", "necessity", "text"]]
        case .offer: ["offer.languages": ["tag"], "offer.barredCountries": ["country"]]
        case .sources:
            ["sources": ["title", "publisher", "date", "url"], "awards": ["name", "year", "source"]]
        }
    }

    /// The input that an error of the rules is shown at: `costBuild` at `costBuild.amount`.
    static func input(for field: String) -> String {
        switch field {
        case "costBuild", "costRun": "\(field).amount"
        case "tcv.before", "tcv.after": "\(field).days"
        case "sdgs": "sdgs.0.target"
        case "indicators": "indicators.0.name"
        case "conditions": "conditions.0.kind"
        case "sources": "sources.0.title"
        case "awards": "awards.0.name"
        case "developedIn": "developedIn.0.country"
        case "offer.barredCountries": "offer.barredCountries.0.country"
        default: field
        }
    }
}

/// Between a solution's content and the fields of its form, both ways.
enum ContentForm {
    /// The content with what one part of the form says; all other parts stay as they are.
    static func apply(
        _ rows: FormRows, _ part: EditPart, to old: SolutionContent, translation: String?
    ) -> (content: SolutionContent, issues: [ContentIssue]) {
        var content = old
        var form = FormReader(rows)
        switch part {
        case .basics: basics(&form, &content)
        case .content:
            content.problem = form.text("problem")
            content.innovation = form.text("innovation")
            content.operation = form.text("operation")
            content.users = form.text("users")
            content.failures = form.text("failures")
        case .evidence: evidence(&form, &content)
        case .transfer: transfer(&form, &content)
        case .offer: offer(&form, &content)
        case .sources: sources(&form, &content)
        case .translations:
            guard let language = translation else { break }
            func text(_ name: String) -> String? { rows["translations.\(language).\(name)"] }
            let texts = SolutionContent.Translation(
                title: text("title"), summary: text("summary"), problem: text("problem"),
                innovation: text("innovation"), operation: text("operation"), users: text("users"))
            content.translations[language] = texts == .init() ? nil : texts
        }
        return (content, form.issues)
    }

    private static func basics(_ form: inout FormReader, _ content: inout SolutionContent) {
        content.title = form.needed("title")
        content.summary = form.text("summary")
        content.language = form.text("language").isEmpty ? content.language : form.text("language")
        content.themes = form.choices("themes")
        content.stage = form.choice("stage")
        content.launchedYear = form.wholeNumber("launchedYear")
        content.developedIn = (0..<form.rows.count("developedIn")).map { form.text("developedIn.\($0).country") }
        content.governmentLevels = form.choices("governmentLevels")
        content.channels = form.choices("channels")
        content.website = form.rows["website"]
        content.failedPractice = form.rows.has("failedPractice")
    }

    private static func evidence(_ form: inout FormReader, _ content: inout SolutionContent) {
        content.sdgs = (0..<form.rows.count("sdgs")).map { index in
            .init(
                target: TypedNumber.asciiDigits(form.needed("sdgs.\(index).target")).lowercased(),
                evidence: form.rows["sdgs.\(index).evidence"])
        }
        var indicators: [SolutionContent.Indicator] = []
        for index in 0..<form.rows.count("indicators") {
            let row = "indicators.\(index)"
            indicators.append(
                .init(
                    name: form.text("\(row).name"), unit: form.rows["\(row).unit"],
                    baseline: form.number("\(row).baseline"), value: form.number("\(row).value"),
                    date: form.date("\(row).date"), source: form.rows["\(row).source"]))
        }
        content.indicators = indicators
        let comparison = SolutionContent.TCVComparison(
            before: side(&form, "tcv.before"), after: side(&form, "tcv.after"), source: form.rows["tcv.source"])
        content.tcv = comparison == .init() ? nil : comparison
        content.costBuild = form.cost("costBuild")
        content.costRun = form.cost("costRun")
        content.staff = form.text("staff")
    }

    private static func side(_ form: inout FormReader, _ name: String) -> SolutionContent.TCV? {
        let side = SolutionContent.TCV(
            days: form.number("\(name).days"), cost: form.number("\(name).cost"),
            currency: form.rows["\(name).currency"]?.uppercased(), visits: form.number("\(name).visits"))
        return side == .init() ? nil : side
    }

    private static func transfer(_ form: inout FormReader, _ content: inout SolutionContent) {
        var conditions: [SolutionContent.EnablingCondition] = []
        for index in 0..<form.rows.count("conditions") {
            let row = "conditions.\(index)"
            let text = form.text("\(row).text")
            _ = form.needed("\(row).kind")
            let kind: ConditionKind? = form.choice("\(row).kind")
            let necessity: Necessity = form.choice("\(row).necessity") ?? .required
            if let kind { conditions.append(.init(kind: kind, text: text, necessity: necessity)) }
        }
        content.conditions = conditions
        content.fixedParts = form.text("fixedParts")
        content.adaptableParts = form.text("adaptableParts")
        content.licence = form.rows["licence"]
    }

    private static func offer(_ form: inout FormReader, _ content: inout SolutionContent) {
        let regions: [WorldRegion] = form.choices("offer.regions")
        let barred = (0..<form.rows.count("offer.barredCountries")).map { form.text("offer.barredCountries.\($0).country") }
        let offer = SolutionContent.Offer(
            gives: form.choices("offer.gives"), text: form.rows["offer.text"],
            capacityPerYear: form.wholeNumber("offer.capacityPerYear"),
            languages: (0..<form.rows.count("offer.languages")).map { form.text("offer.languages.\($0).tag") },
            whoPays: form.rows["offer.whoPays"], regions: regions.isEmpty ? nil : regions.map(\.rawValue),
            barredCountries: barred.isEmpty ? nil : barred)
        content.offer = offer == .init(gives: []) ? nil : offer
    }

    private static func sources(_ form: inout FormReader, _ content: inout SolutionContent) {
        content.sources = sources(&form)
        var awards: [SolutionContent.Award] = []
        for index in 0..<form.rows.count("awards") {
            awards.append(
                .init(
                    name: form.needed("awards.\(index).name"), year: form.wholeNumber("awards.\(index).year"),
                    source: form.rows["awards.\(index).source"]))
        }
        content.awards = awards
    }

    static func sources(_ form: inout FormReader) -> [SolutionContent.Source] {
        var sources: [SolutionContent.Source] = []
        for index in 0..<form.rows.count("sources") {
            let row = "sources.\(index)"
            sources.append(
                .init(
                    title: form.needed("\(row).title"), publisher: form.rows["\(row).publisher"],
                    date: form.date("\(row).date"), url: form.rows["\(row).url"]))
        }
        return sources
    }
}
