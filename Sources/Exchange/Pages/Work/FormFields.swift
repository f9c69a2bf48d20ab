import HTML
import Platform

/// The fields of the working forms, each with the words of its name and the hint that belongs to it.
///
/// A field's label is its name in a difference too (`field.problem`); its hint is `edit.<record>.<field>.hint`, where there is one.
struct FormFields {
    let words: Words
    let controls: Controls
    /// `solution` or `need`: whose hints are shown.
    let record: String
    /// Without them a solution cannot be submitted; all others are marked as optional.
    let needed: Set<String>

    func label(_ field: String) -> String { words("field.\(field)") }

    func hint(_ field: String) -> String? {
        let key = "edit.\(record).\(field).hint"
        return words.has(key) ? words(key) : nil
    }

    func line(
        _ field: String, kind: TextKind = .text, limit: Int? = nil, width: FieldWidth = .full, language: String? = nil
    ) -> HTML {
        controls.text(
            field, label: label(field), hint: hint(field), isRequired: needed.contains(field), kind: kind,
            maxLength: limit, width: width, language: language)
    }

    func area(_ field: String, rows: Int = 6, limit: Int = Completeness.textLimit, language: String? = nil) -> HTML {
        controls.textArea(
            field, label: label(field), hint: hint(field), isRequired: needed.contains(field), rows: rows,
            maxLength: limit, language: language)
    }

    func select(_ field: String, _ options: [HTML.Option]) -> HTML {
        controls.select(
            field, label: label(field), hint: hint(field), isRequired: needed.contains(field), options: options)
    }

    func choices(_ field: String, _ options: [HTML.Option]) -> HTML {
        controls.checkboxes(
            field, legend: label(field), hint: hint(field), isRequired: needed.contains(field), options: options)
    }

    /// A field of a row or of a group: its name in the form is `name`, its words are those of `field`.
    func cell(
        _ name: String, _ field: String, kind: TextKind = .text, width: FieldWidth = .full, isNeeded: Bool = false
    ) -> HTML {
        controls.text(
            name, label: label(field), hint: hint(field), isRequired: isNeeded, kind: kind, width: width)
    }

    /// An amount, its currency, its year and where it is known from.
    func cost(_ name: String) -> HTML {
        group(
            name,
            """
            \(cell("\(name).amount", "cost.amount", kind: .decimal, width: .short, isNeeded: true))\
            \(cell("\(name).currency", "cost.currency", width: .short, isNeeded: true))\
            \(cell("\(name).year", "cost.year", kind: .wholeNumber, width: .short))\
            \(cell("\(name).source", "cost.source"))
            """)
    }

    /// Several fields under one name.
    func group(_ field: String, _ content: HTML) -> HTML {
        """
        <fieldset class="card"><legend>\(label(field))</legend>\
        \(with: hint(field), { "<p class=\"hint\">\($0)</p>" })\(content)</fieldset>

        """
    }

    /// The rows of a repeated group, one empty row after them, and a button for one more.
    func rows(_ group: String, count: Int, _ row: (_ name: String) -> HTML) -> HTML {
        let title = label(group)
        let items = (0...count).map { index -> HTML in
            let name = "\(group).\(index)"
            return """
                <fieldset class="card"><legend>\(words("edit.row", ["name": title, "number": words.number(index + 1)]))</legend>\
                \(row(name))\
                \(if: index < count, controls.checkbox("\(name).remove", label: words("edit.remove-row")))</fieldset>

                """
        }
        return """
            <section class="rows"><h2>\(title)</h2>\
            \(with: hint(group), { "<p class=\"hint\">\($0)</p>" })\(items)\
            \(HTML.button(words("edit.add-row"), kind: .secondary, name: "add", value: group, about: title))</section>

            """
    }

    // MARK: Choices that several forms offer

    var themes: [HTML.Option] { Theme.allCases.map { .init($0.rawValue, words.label($0)) } }
    var instruments: [HTML.Option] { Instrument.allCases.map { .init($0.rawValue, words.label($0)) } }
    var conditionKinds: [HTML.Option] { ConditionKind.allCases.map { .init($0.rawValue, words.label($0)) } }

    var countries: [HTML.Option] {
        Countries.shared.all.map { HTML.Option($0.code, words.country($0.code)) }.sorted { $0.label < $1.label }
    }

    /// The languages of all countries, by name, with one that is in use although no country lists it.
    func languages(besides known: [String?]) -> [HTML.Option] {
        let tags = Set(Countries.shared.all.flatMap(\.languages).filter(LanguageCode.isValid))
            .union(known.compactMap { $0 }.filter { !$0.isEmpty })
        // A code that has no name, or the name of another, would be a riddle in the list; it is kept only where it is chosen.
        let named = tags.sorted().map { HTML.Option($0, words.languageName($0)) }
        let chosen = Set(known.compactMap { $0 })
        var labels: Set<String> = []
        return named.filter { chosen.contains($0.value) || ($0.label != $0.value && labels.insert($0.label).inserted) }
            .sorted { ($0.label, $0.value) < ($1.label, $1.value) }
    }

    func source(_ row: String) -> HTML {
        """
        \(cell("\(row).title", "source.title", isNeeded: true))\(cell("\(row).publisher", "source.publisher"))\
        \(cell("\(row).date", "source.date", width: .short))\(cell("\(row).url", "source.url", kind: .address))
        """
    }
}
