import HTML
import Platform
import Web

/// The form of a service, as the citizen sees it.
struct ApplyPage {
    let service: Service
    let offices: [Office]
    /// Filled in by an operator or officer.
    let isForOthers: Bool
    var values: [String: [String]] = [:]
    var files: [CaseFile] = []
    /// The code of the draft, when there is one.
    var draft: String?
    var isSaved = false
    /// The group that gets a further row.
    var extraRow: String?
    var resumeCode: String?
    /// Shown to the service's editors: it sends nothing.
    var isPreview = false

    private var definition: ServiceDefinition { service.definition }

    func html(_ call: Call, errors: FieldErrors?) -> HTML {
        let words = call.words
        let language = words.language
        let controls = call.controls(values: values, errors: errors)
        let address = "/apply/\(service.slug)"
        let isResume = resumeCode != nil
        return """
            \(HTML.pageHeading(
                definition.name[language], above: words("apply.above"),
                lead: definition.description.isEmpty ? nil : "\(definition.description[language])"))\
            \(isResume ? "" : controls.errorSummary(words("apply.errors")))\
            \(if: isSaved, saved(words))\
            \(facts(words))\
            \(HTML.form(action: address, upload: true, """
                \(with: draft, { HTML.hidden("draft", value: $0) })\
                \(if: offices.count > 1, officeChoice(controls, words))\
                \(definition.form.map { field($0, prefix: "", controls, words) })\
                \(definition.evidence.map { evidence($0, controls, words) })\
                \(reach(controls, words))\
                \(if: isForOthers, CaptureDate.html(controls, words))\
                \(if: isForOthers, controls.checkbox("consent", label: words("apply.consent"), hint: words("apply.consent.hint")))\
                \(isPreview ? "" : HTML.buttons([
                    HTML.button(words("apply.send"), name: "do", value: "send"),
                    HTML.button(words("apply.save"), kind: .secondary, name: "do", value: "save"),
                ]))
                """))\
            \(resume(call, errors: isResume ? errors : nil))
            """
    }

    /// What it costs and how long it takes, before anybody begins.
    private func facts(_ words: Words) -> HTML {
        let language = words.language
        let limit = definition.deadline
        let key = "apply.limit.\(limit.unit.rawValue)"
        var facts = [HTML.Fact(words("apply.how-long"), "\(words(key, count: limit.limit))")]
        if !definition.eligibility.isEmpty {
            facts.append(HTML.Fact(words("apply.who-can"), "\(definition.eligibility[language])"))
        }
        let fees = definition.fees.map { "\($0.name[language]): \(words.money($0.amount, currency: $0.currency))" }
        facts.append(HTML.Fact(words("apply.fee"), "\(fees.isEmpty ? words("apply.free") : fees.joined(separator: " · "))"))
        return HTML.summaryList(facts)
    }

    private func saved(_ words: Words) -> HTML {
        HTML.notice(
            "<p>\(words("apply.saved.text"))</p><p class=\"case-code\"><bdi dir=\"ltr\">\(draft ?? "")</bdi></p>",
            title: words("apply.saved.title"), tone: .good, isNew: true)
    }

    /// How to tell them what happens, where the form itself does not ask. Nobody has to answer.
    private func reach(_ controls: Controls, _ words: Words) -> HTML {
        let fields = CaseContact.extra(
            definition.form, phone: [words.language: words("apply.reach.phone")], mail: [words.language: words("apply.reach.mail")])
        guard !fields.isEmpty else { return "" }
        return """
            <h2>\(words("apply.reach"))</h2><p class="hint">\(words("apply.reach.hint"))</p>\
            \(fields.map { field($0, prefix: "", controls, words) })
            """
    }

    private func resume(_ call: Call, errors: FieldErrors?) -> HTML {
        guard draft == nil, !isPreview else { return "" }
        let words = call.words
        let controls = Controls.resume(call, code: resumeCode, errors: errors)
        return HTML.details(
            words("apply.resume.title"), isOpen: resumeCode != nil,
            HTML.form(action: "/apply/\(service.slug)/resume", """
                \(controls.text("code", label: words("apply.resume.code"), hint: words("apply.resume.hint"), kind: .text, width: .half))\
                \(HTML.buttons([HTML.button(words("apply.resume.button"), kind: .secondary)]))
                """))
    }

    private func officeChoice(_ controls: Controls, _ words: Words) -> HTML {
        let options = offices.map { HTML.Option($0.key, $0.name[words.language]) }
        return options.count > 6
            ? controls.select("office", label: words("apply.office"), hint: words("apply.office.hint"), options: options)
            : controls.radios("office", legend: words("apply.office"), hint: words("apply.office.hint"), options: options)
    }

    private func hint(_ field: FormField, _ words: Words) -> String? {
        var hints: [String] = field.hint.isEmpty ? [] : [field.hint[words.language]]
        if let condition = field.condition, let asked = definition.form.first(where: { $0.key == condition.field }) {
            let answers = condition.isOneOf.map { value in
                asked.kind == .yesNo
                    ? words(value == "yes" ? "apply.yes" : "apply.no")
                    : asked.options.first { $0.key == value }?.label[words.language] ?? value
            }
            hints.append(
                words("apply.only-if", ["question": asked.label[words.language], "answers": words.list(answers)]))
        }
        return hints.isEmpty ? nil : hints.joined(separator: " ")
    }

    func field(_ field: FormField, prefix: String, _ controls: Controls, _ words: Words) -> HTML {
        let (key, label) = (prefix + field.key, field.label[words.language])
        let hint = hint(field, words)
        let needed = field.isRequired && field.condition == nil
        let options = field.options.map { HTML.Option($0.key, $0.label[words.language]) }
        func text(_ kind: TextKind, _ width: FieldWidth = .full) -> HTML {
            // A figure needs no counter of its letters.
            let most = field.kind == .wholeNumber || field.kind == .money ? 20 : field.characters
            return controls.text(key, label: label, hint: hint, isRequired: needed, kind: kind, maxLength: most, width: width)
        }
        switch field.kind {
        case .text, .place: return text(.text)
        case .email: return text(.email)
        case .phone: return text(.telephone, .half)
        case .wholeNumber: return text(.wholeNumber, .short)
        case .money: return text(.decimal, .short)
        case .longText:
            return controls.textArea(key, label: label, hint: hint, isRequired: needed, rows: 4, maxLength: field.characters)
        case .date: return controls.date(key, legend: label, hint: hint ?? words("apply.date.hint"), isRequired: needed)
        case .yesNo:
            return controls.radios(
                key, legend: label, hint: hint, isRequired: needed,
                options: [HTML.Option("yes", words("apply.yes")), HTML.Option("no", words("apply.no"))])
        case .choice:
            return options.count > 7
                ? controls.select(key, label: label, hint: hint, isRequired: needed, options: options)
                : controls.radios(key, legend: label, hint: hint, isRequired: needed, options: options)
        case .choices: return controls.checkboxes(key, legend: label, hint: hint, isRequired: needed, options: options)
        case .person:
            return """
                \(controls.text("\(key).name", label: label, hint: hint, isRequired: needed, maxLength: FormField.usualMost))\
                \(controls.text(
                    "\(key).phone", label: words("apply.phone", ["person": label]), hint: words("apply.phone.hint"), isRequired: false,
                    kind: .telephone, maxLength: 40, width: .half))
                """
        case .file: return file(key, label, hint, isRequired: needed, controls, words)
        case .group: return group(field, label, hint, controls, words)
        }
    }

    private func group(_ field: FormField, _ label: String, _ hint: String?, _ controls: Controls, _ words: Words) -> HTML {
        let filled = max(FormAnswers(values).rows(field), 1)
        let rows = min(filled + (extraRow == field.key ? 1 : 0), field.rows)
        return """
            <section class="field"><h2>\(label)</h2>\(with: hint, { "<p class=\"hint\">\($0)</p>" })\
            \((0..<rows).map { row -> HTML in
                """
                <fieldset class="field"><legend>\(words("apply.row", ["name": label, "number": words.number(row + 1)]))</legend>\
                \(field.fields.map { self.field($0, prefix: "\(field.key).\(row).", controls, words) })</fieldset>
                """
            })\
            \(if: rows < field.rows, HTML.button(words("apply.add", ["name": label]), kind: .secondary, name: "do", value: "add:\(field.key)"))\
            </section>
            """
    }

    func evidence(_ item: ServiceDefinition.Evidence, _ controls: Controls, _ words: Words) -> HTML {
        file(
            item.key, item.name[words.language], item.hint.isEmpty ? nil : item.hint[words.language], isRequired: item.isRequired, controls,
            words)
    }

    private func file(
        _ key: String, _ label: String, _ hint: String?, isRequired: Bool, _ controls: Controls, _ words: Words
    ) -> HTML {
        let kept = files.filter { $0.field == key }.map(\.name)
        let hints = [hint, words("apply.file.hint"), kept.isEmpty ? nil : words("apply.file.kept", ["names": words.list(kept)])]
        return controls.file(
            key, label: label, hint: hints.compactMap(\.self).joined(separator: " "), isRequired: isRequired && kept.isEmpty,
            accept: ["image/*", "application/pdf"])
    }
}

extension Controls {
    /// The small form below the large one: ids of its own, and its own fault.
    fileprivate static func resume(_ call: Call, code: String?, errors: FieldErrors?) -> Controls {
        call.controls(values: code.map { ["code": [$0]] } ?? [:], errors: errors)
    }
}
