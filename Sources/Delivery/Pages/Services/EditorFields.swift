import HTML
import Platform

/// The controls for some fields of a definition.
struct EditorFields {
    let document: DraftDocument
    let languages: [String]
    let choices: EditorChoices
    let controls: Controls
    let words: Words

    func html(_ fields: [EditorField], at place: JSONPlace) -> HTML {
        let kind = document.json[place]?["kind"]?.text
        return fields.map { field in
            // A field that is not asked now keeps what it has, for somebody may change the kind back.
            field.isShown(kind) ? control(field, at: place) : kept(field, at: place.appending(field.name))
        }.joined()
    }

    /// What is not shown travels along hidden.
    private func kept(_ field: EditorField, at place: JSONPlace) -> HTML {
        document.values([field], at: place.parent).sorted { $0.key < $1.key }.map { name, values in
            values.map { HTML.hidden(name, value: $0) }.joined()
        }.joined()
    }

    private func control(_ field: EditorField, at parent: JSONPlace) -> HTML {
        let place = parent.appending(field.name)
        let (name, label) = (place.description, words("editor.field.\(field.label)"))
        let hint = field.hasHint ? words("editor.hint.\(field.label)") : nil
        let needed = !field.isOptional
        switch field.kind {
        case .local(let isLong, let most):
            return languages.enumerated().map { index, language -> HTML in
                let (own, title) = ("\(name).\(language)", "\(label) – \(words.languageName(language))")
                let first = index == 0 ? hint : nil
                return isLong
                    ? controls.textArea(own, label: title, hint: first, isRequired: needed && index == 0, rows: 4, maxLength: most, language: language)
                    : controls.text(own, label: title, hint: first, isRequired: needed && index == 0, maxLength: most, language: language)
            }.joined()
        case .text(let most):
            return controls.text(name, label: label, hint: hint, isRequired: needed && field.name != "key", kind: .code, maxLength: most, width: most > 100 ? .full : .half)
        case .wholeNumber: return controls.text(name, label: label, hint: hint, isRequired: needed, kind: .wholeNumber, maxLength: 12, width: .short)
        case .decimal: return controls.text(name, label: label, hint: hint, isRequired: needed, kind: .decimal, maxLength: 20, width: .short)
        case .flag: return controls.checkbox(name, label: label, hint: hint)
        case .choice(let codes, let family):
            let options = codes.map { HTML.Option($0, words(family + $0)) }
            return needed && codes.count <= 4
                ? controls.radios(name, legend: label, hint: hint, isRequired: needed, options: options)
                : controls.select(name, label: label, hint: hint, isRequired: needed, options: options)
        case .choices(let codes, let family):
            return controls.checkboxes(
                name, legend: label, hint: hint, isRequired: needed, options: codes.map { HTML.Option($0, words(family + $0)) })
        case .lines: return controls.textArea(name, label: label, hint: hint, isRequired: needed, rows: 3)
        case .office: return controls.select(name, label: label, hint: hint, isRequired: needed, options: choices.offices(words))
        case .offices: return controls.checkboxes(name, legend: label, hint: hint, isRequired: needed, options: choices.offices(words))
        case .calendar: return controls.select(name, label: label, hint: hint, isRequired: needed, options: choices.calendars(words))
        case .condition:
            let answers = EditorChoices.answers(document, before: parent, words)
            return answers.isEmpty
                ? kept(field, at: place) : controls.checkboxes(name, legend: label, hint: hint, isRequired: false, options: answers)
        case .group(let members):
            return """
                <fieldset class="field" id="\(controls.id(name))"><legend>\(label)</legend>\(with: hint, { "<p class=\"hint\">\($0)</p>" })\
                \(html(members, at: place))</fieldset>

                """
        case .list(let list): return list.isInline ? rows(field, list, label, at: place) : ""
        }
    }

    /// A short list on the page itself: each item in a frame of its own, with the buttons that save and move it.
    private func rows(_ field: EditorField, _ list: EditorList, _ label: String, at place: JSONPlace) -> HTML {
        let items = document.json[place]?.items ?? []
        let item = words("editor.item.\(list.item)")
        return """
            <section class="field" id="\(controls.id(place.description))"><h2>\(label)</h2>\
            \(with: controls.error(place.description), { "<p class=\"error\">\($0)</p>" })\
            \(items.indices.map { index -> HTML in
                let here = place.appending(index)
                let name = EditorWording.title(items[index], list, number: index + 1, words)
                return """
                    <fieldset class="field card"><legend>\(words("apply.row", ["name": item, "number": words.number(index + 1)]))</legend>\
                    \(html(list.fields, at: here))\
                    \(HTML.buttons([
                        index > 0 ? step("up:\(here)", "editor.up", name) : "",
                        index < items.count - 1 ? step("down:\(here)", "editor.down", name) : "",
                        step("remove:\(here)", "editor.remove", name),
                    ]))</fieldset>
                    """
            })\
            \(HTML.button(words("editor.add", ["item": item]), kind: .secondary, name: "do", value: "add:\(place)"))</section>

            """
    }

    private func step(_ value: String, _ key: String, _ about: String) -> HTML {
        HTML.button(words(key), kind: .secondary, name: "do", value: value, about: about)
    }
}
