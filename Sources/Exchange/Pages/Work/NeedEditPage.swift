import HTML
import Platform
import Web

/// The form of a need, new or there already.
struct NeedEditPage {
    struct Conflict {
        let at: Timestamp
        let changes: [FieldChange]
    }

    /// nil for a new one.
    let slug: String?
    let values: [String: [String]]
    let counts: [String: Int]
    let version: Int
    /// For whom a new one may be stated.
    let owners: OwnerChoice?
    let language: String
    var conflict: Conflict?

    func title(_ words: Words) -> String {
        slug == nil ? words("work.new-need") : values["title"]?.first ?? words("work.new-need")
    }

    func html(_ call: Call, errors: FieldErrors?) -> HTML {
        let words = call.words
        let controls = call.controls(values: values, errors: errors)
        let fields = FormFields(words: words, controls: controls, record: "need", needed: ["title", "language", "state", "visibility"])
        let action = slug.map { "/work/needs/\($0)/edit" } ?? "/work/needs/new"
        return """
            \(HTML.breadcrumbs(label: words("work.way"), [.init(words("work.title"), url: "/work")]))\
            \(HTML.pageHeading(title(words), lead: "\(words("edit.need.lead"))"))\
            \(controls.errorSummary(words("edit.errors")))\
            \(with: conflict, { notice($0, words, action) })\
            \(HTML.form(action: action, asksBeforeLeaving: true, """
                \(HTML.hidden("version", value: String(version)))\
                \(with: owners, { $0.field(controls, words, hint: words("edit.need.organisation.hint")) })\(main(fields))\(details(fields))\(sharing(fields))\
                \(HTML.buttons([HTML.button(words(slug == nil ? "work.new-need.state" : "edit.save"))]))
                """))
            """
    }

    private func notice(_ conflict: Conflict, _ words: Words, _ action: String) -> HTML {
        HTML.notice(
            """
            <p>\(words("edit.conflict.somebody")) \(words("edit.conflict.what-to-do"))</p>\
            \(DifferencePart.html(conflict.changes, words, removed: "edit.conflict.theirs", added: "edit.conflict.yours"))\
            <p><a href="\(url: action)">\(words("edit.conflict.take-theirs"))</a></p>
            """,
            title: words("edit.conflict.title"), tone: .caution)
    }

    private func main(_ fields: FormFields) -> HTML {
        """
        \(fields.line("title", limit: Completeness.titleLimit))\(fields.area("problem"))\
        \(fields.area("baseline", rows: 4))\(fields.area("affected", rows: 3))\
        \(fields.select("language", fields.languages(besides: [language, values["language"]?.first])))\
        \(fields.choices("themes", fields.themes))
        """
    }

    private func details(_ fields: FormFields) -> HTML {
        let words = fields.words
        let states = ConditionState.allCases.map { HTML.Option($0.rawValue, words.label($0)) }
        return """
            \(fields.rows("sdgTargets", count: counts["sdgTargets"] ?? 0) { row in
                fields.cell("\(row).target", "sdg.target", width: .short)
            })\
            \(fields.rows("conditions", count: counts["conditions"] ?? 0) { row in
                """
                \(fields.controls.select("\(row).kind", label: fields.label("condition.kind"), options: fields.conditionKinds))\
                \(fields.controls.select("\(row).state", label: fields.label("condition.state"), isRequired: false, options: states))\
                \(fields.cell("\(row).text", "condition.text"))
                """
            })\
            \(fields.controls.radios(
                "urgency", legend: fields.label("urgency"), isRequired: false,
                options: Urgency.allCases.map { .init($0.rawValue, words.label($0)) }))\
            \(fields.cost("budget"))\(fields.line("sponsor"))
            """
    }

    private func sharing(_ fields: FormFields) -> HTML {
        let words = fields.words
        let languages = fields.languages(besides: [])
        let states: [Need.State] = slug == nil ? [.open, .draft] : Need.State.allCases
        return """
            \(fields.choices("instruments", fields.instruments))\
            \(fields.rows("languages", count: counts["languages"] ?? 0) { row in
                fields.controls.select("\(row).tag", label: fields.label("language.name"), isRequired: false, options: languages)
            })\
            \(fields.rows("sources", count: counts["sources"] ?? 0, fields.source))\
            \(fields.controls.radios(
                "visibility", legend: fields.label("visibility"),
                options: Visibility.allCases.map {
                    .init($0.rawValue, words.label($0), hint: words("visibility.\($0.rawValue).hint"))
                }))\
            \(fields.controls.radios(
                "state", legend: fields.label("state"),
                options: states.map {
                    .init($0.rawValue, words.label($0), hint: words("edit.need.state.\($0.rawValue).hint"))
                }))
            """
    }
}
