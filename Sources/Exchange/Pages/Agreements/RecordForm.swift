import HTML
import Platform
import Web

/// The frame of a record's form, new or there already: the way back, faults, what somebody saved meanwhile, and the form with the version
/// that it was opened with.
struct RecordForm {
    /// As its fields are named: "agreement".
    let record: String
    /// As its addresses are named: "agreements".
    let records: String
    /// What its list is called.
    let listTitle: String
    let title: String
    let lead: String
    /// nil for a new one.
    let slug: String?
    let values: [String: [String]]
    let version: Int
    let conflict: ConflictNotice?

    func html(_ call: Call, errors: FieldErrors?, above: HTML = "", _ inputs: (RecordFields) -> HTML) -> HTML {
        let words = call.words
        let controls = call.controls(values: values, errors: errors)
        let action = slug.map { "/work/\(records)/\($0)/edit" } ?? "/work/\(records)/new"
        return """
            \(HTML.breadcrumbs(label: words("work.way"), [.init(listTitle, url: "/\(records)")]
                + (slug.map { [.init($0, url: "/\(records)/\(Link.segment($0))")] } ?? [])))\
            \(HTML.pageHeading(title, lead: "\(lead)"))\
            \(controls.errorSummary(words("edit.errors")))\
            \(with: conflict, { $0.html(words, action: action) })\(above)\
            \(HTML.form(action: action, asksBeforeLeaving: true, """
                \(HTML.hidden("version", value: String(version)))\
                \(inputs(RecordFields(record: record, words: words, controls: controls)))
                """))
            """
    }
}
