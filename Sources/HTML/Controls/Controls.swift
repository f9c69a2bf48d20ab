/// The fields of one form: each with its label, hint and error, filled with what was typed.
///
///     let controls = Controls(words: words, values: ["title": ["Safe water"]], errors: [.init("title", "…")])
///     "\(controls.errorSummary(title))\(controls.text("title", label: label, maxLength: 120))"
///
/// Every method takes the field's `name`; ids are made from it, and hint and error are tied to the field by
/// `aria-describedby`. The browser's own checks are off (``HTML/form(action:upload:autosave:_:)`` says `novalidate`): its
/// bubbles speak the device's language, vanish, and are not read by every screen reader.
public struct Controls: Sendable {
    let words: ControlWords
    let values: [String: [String]]
    let errors: [HTML.FieldMessage]
    let prefix: String

    /// - Parameters:
    ///   - values: what each field holds, by name; several for checkboxes and multiple choice.
    ///   - errors: in the order of the page; the first of a field is shown beside it.
    ///   - prefix: begins each id; give another when two forms on a page share field names.
    public init(
        words: ControlWords, values: [String: [String]] = [:], errors: [HTML.FieldMessage] = [],
        prefix: String = "field"
    ) {
        self.words = words
        self.values = values
        self.errors = errors
        self.prefix = prefix
    }

    /// What the field holds now.
    public func value(_ name: String) -> String? { values[name]?.first }

    /// The message for the field, if it has one.
    public func error(_ name: String) -> String? { errors.first { $0.field == name }?.message }

    /// The id of the field's control, for a link to it. The first choice of a group bears it.
    public func id(_ name: String) -> String {
        prefix + "-" + String(name.map { $0.isWhitespace ? "-" : $0 })
    }

    /// The box at the top of a form that came back, with a link to each field to mend; nothing without errors.
    /// It takes the focus when the page opens (by script), and is announced.
    public func errorSummary(_ title: String) -> HTML {
        guard !errors.isEmpty else { return "" }
        return """
            <div class="error-summary" role="alert" tabindex="-1" data-focus><h2>\(title)</h2><ul>\
            \(errors.map { "<li><a href=\"#\(id($0.field))\">\($0.message)</a></li>" })</ul></div>

            """
    }

    // What the control files share.

    /// `aria-describedby`, `aria-invalid` and `required` of one control.
    func state(_ name: String, hint: String?, isRequired: Bool, alsoDescribedBy other: String? = nil) -> HTML {
        let error = error(name)
        let ids = [hint == nil ? nil : id(name) + "-hint", error == nil ? nil : id(name) + "-error", other]
            .compactMap(\.self)
        return """
            \(flag: "required", isRequired)\
            \(attribute: "aria-describedby", ids.isEmpty ? nil : ids.joined(separator: " "))\
            \(attribute: "aria-invalid", error == nil ? nil : "true")
            """
    }

    /// A label above one control.
    func field(_ name: String, label: String, hint: String?, isRequired: Bool, _ control: HTML) -> HTML {
        """
        <div class="field\(if: error(name) != nil, " field-invalid")">\
        <label for="\(id(name))">\(label)\(mark(isRequired))</label>\
        \(notes(name, hint: hint))\(control)</div>

        """
    }

    /// A legend above several controls.
    func group(
        _ name: String, legend: String, hint: String?, isRequired: Bool, class kind: String, _ controls: HTML
    ) -> HTML {
        """
        <fieldset class="field \(kind)\(if: error(name) != nil, " field-invalid")"\
        \(groupState(name, hint: hint))>\
        <legend>\(legend)\(mark(isRequired))</legend>\(notes(name, hint: hint))\(controls)</fieldset>

        """
    }

    /// A fieldset is described but may not bear `aria-invalid` or `required`.
    private func groupState(_ name: String, hint: String?) -> HTML {
        let ids = [hint == nil ? nil : id(name) + "-hint", error(name) == nil ? nil : id(name) + "-error"]
            .compactMap(\.self)
        return "\(attribute: "aria-describedby", ids.isEmpty ? nil : ids.joined(separator: " "))"
    }

    private func mark(_ isRequired: Bool) -> HTML {
        isRequired ? "" : " <span class=\"optional\">\(words.optional)</span>"
    }

    func notes(_ name: String, hint: String?) -> HTML {
        """
        \(with: hint, { "<p class=\"hint\" id=\"\(id(name))-hint\">\($0)</p>" })\
        \(with: error(name), {
            "<p class=\"error\" id=\"\(id(name))-error\"><span class=\"visually-hidden\">\(words.errorPrefix) </span>\($0)</p>"
        })
        """
    }
}
