import HTML
import Platform
import Web

/// The form of a grievance scheme: what it is about, what happened, and who may know that you complained.
struct ComplainPage {
    let service: Service
    let scheme: GrievanceScheme
    let about: [Office]
    /// Filled in by an operator or officer.
    let isForOthers: Bool
    var values: [String: [String]] = [:]
    var files: [CaseFile] = []
    /// The code under which the files wait while something is mended.
    var draft: String?

    func html(_ call: Call, errors: FieldErrors?) -> HTML {
        let words = call.words
        let language = words.language
        let definition = service.definition
        let controls = call.controls(values: values, errors: errors)
        var shared = ApplyPage(service: service, offices: [], isForOthers: isForOthers)
        (shared.values, shared.files) = (values, files)
        let limit = definition.deadline
        return """
            \(HTML.pageHeading(
                definition.name[language], above: words("complain.above"),
                lead: definition.description.isEmpty ? nil : "\(definition.description[language])"))\
            \(controls.errorSummary(words("apply.errors")))\
            \(HTML.summaryList([
                HTML.Fact(words("apply.how-long"), "\(words("apply.limit.\(limit.unit.rawValue)", count: limit.limit))"),
                HTML.Fact(words("complain.then"), "\(words(definition.appeal == nil ? "complain.then.answer" : "complain.then.appeal"))"),
            ]))\
            \(HTML.form(action: "/complain/\(service.slug)", upload: true, """
                \(with: draft, { HTML.hidden("draft", value: $0) })\
                \(controls.radios(
                    "category", legend: words("complain.category"),
                    options: scheme.categories.map { category in
                        HTML.Option(category.key, category.label[language], hint: categoryHint(category, words))
                    }))\
                \(if: !about.isEmpty, controls.select(
                    "about", label: words("complain.about"), hint: words("complain.about.hint"), isRequired: false,
                    options: about.map { HTML.Option($0.key, $0.name[language]) }))\
                \(controls.text(
                    "person", label: words("complain.person"), hint: words("complain.person.hint"), isRequired: false,
                    maxLength: FormField.usualMost))\
                \(definition.form.map { shared.field($0, prefix: "", controls, words) })\
                \(definition.evidence.map { shared.evidence($0, controls, words) })\
                \(if: !definition.evidence.isEmpty, "<p class=\"hint\">\(words("complain.files.hint"))</p>")\
                \(controls.radios(
                    "privacy", legend: words("complain.privacy"), hint: words("complain.privacy.hint"),
                    options: CasePrivacy.allCases.map {
                        HTML.Option($0.rawValue, words("case.privacy.\($0.rawValue)"), hint: words("complain.privacy.\($0.rawValue)"))
                    }))\
                \(controls.text(
                    "name", label: words("complain.name"), hint: words("complain.name.hint"), isRequired: false,
                    maxLength: FormField.usualMost))\
                \(controls.text(
                    "contact", label: words("complain.contact"), hint: words("complain.contact.hint"), isRequired: false,
                    maxLength: FileGrievance.contactLimit))\
                \(if: isForOthers, CaptureDate.html(controls, words))\
                \(if: isForOthers, controls.checkbox("consent", label: words("apply.consent"), hint: words("apply.consent.hint")))\
                \(HTML.buttons([HTML.button(words("complain.send"))]))
                """))
            """
    }

    private func categoryHint(_ category: GrievanceScheme.Category, _ words: Words) -> String? {
        let hints = [category.hint.isEmpty ? nil : category.hint[words.language], category.isSensitive ? words("complain.sealed") : nil]
        let present = hints.compactMap(\.self)
        return present.isEmpty ? nil : present.joined(separator: " ")
    }
}
