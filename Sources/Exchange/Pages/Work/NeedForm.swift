import Web

/// Between a need's content and the fields of its form, both ways.
enum NeedForm {
    static let groups: [String: [String]] = [
        "sdgTargets": ["target"], "conditions": ["kind", "state", "text"], "languages": ["tag"],
        "sources": ["title", "publisher", "date", "url"],
    ]

    /// The content with what the form says; translations, which it does not ask for, stay.
    static func apply(_ rows: FormRows, to old: NeedContent) -> (content: NeedContent, issues: [ContentIssue]) {
        var content = old
        var form = FormReader(rows)
        content.title = form.text("title")
        content.problem = form.text("problem")
        content.baseline = form.text("baseline")
        content.affected = form.text("affected")
        content.language = form.text("language").isEmpty ? content.language : form.text("language")
        content.themes = form.choices("themes")
        content.sdgTargets = (0..<rows.count("sdgTargets")).map {
            TypedNumber.asciiDigits(form.text("sdgTargets.\($0).target")).lowercased()
        }
        var conditions: [NeedContent.Condition] = []
        for index in 0..<rows.count("conditions") {
            let row = "conditions.\(index)"
            _ = form.needed("\(row).kind")
            let kind: ConditionKind? = form.choice("\(row).kind")
            let state: ConditionState = form.choice("\(row).state") ?? .unknown
            if let kind { conditions.append(.init(kind: kind, state: state, text: rows["\(row).text"])) }
        }
        content.conditions = conditions
        content.urgency = form.choice("urgency")
        content.budget = form.cost("budget")
        content.sponsor = form.text("sponsor")
        content.instruments = form.choices("instruments")
        content.languages = (0..<rows.count("languages")).map { form.text("languages.\($0).tag") }
        content.visibility = form.choice("visibility") ?? .public
        content.sources = ContentForm.sources(&form)
        return (content, form.issues)
    }

    static func values(of content: NeedContent, state: Need.State) -> [String: [String]] {
        var fill = FormFilling()
        fill["title"] = content.title
        fill["problem"] = content.problem
        fill["baseline"] = content.baseline
        fill["affected"] = content.affected
        fill["language"] = content.language
        fill["sponsor"] = content.sponsor
        fill["urgency"] = content.urgency?.rawValue
        fill["visibility"] = content.visibility.rawValue
        fill["state"] = state.rawValue
        fill.values["themes"] = content.themes.map(\.rawValue)
        fill.values["instruments"] = content.instruments.map(\.rawValue)
        fill.rows("sdgTargets", content.sdgTargets) { ["target": $0] }
        fill.rows("conditions", content.conditions) {
            ["kind": $0.kind.rawValue, "state": $0.state.rawValue, "text": $0.text]
        }
        fill.rows("languages", content.languages) { ["tag": $0] }
        fill.cost("budget", content.budget)
        fill.sources(content.sources)
        return fill.values
    }

    static func counts(_ content: NeedContent) -> [String: Int] {
        [
            "sdgTargets": content.sdgTargets.count, "conditions": content.conditions.count,
            "languages": content.languages.count, "sources": content.sources.count,
        ]
    }

    /// The input that an error of the rules is shown at.
    static func input(for field: String) -> String {
        switch field {
        case "sdgTargets": "sdgTargets.0.target"
        case "languages": "languages.0.tag"
        case "budget": "budget.amount"
        default: EditPart.input(for: field)
        }
    }
}
