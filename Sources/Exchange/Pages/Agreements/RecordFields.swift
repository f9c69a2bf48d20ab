import HTML
import Platform
import SQL

/// The fields of a record's form: labels are `field.<record>.<name>`, hints `edit.<record>.<name>.hint`, where there is one.
struct RecordFields {
    let record: String
    let words: Words
    let controls: Controls

    func label(_ name: String) -> String { words("field.\(record).\(name)") }

    private func hint(_ name: String) -> String? {
        let key = "edit.\(record).\(name).hint"
        return words.has(key) ? words(key) : nil
    }

    func line(
        _ name: String, as word: String? = nil, needed: Bool = false, kind: TextKind = .text, limit: Int? = nil,
        width: FieldWidth = .full
    ) -> HTML {
        controls.text(
            name, label: label(word ?? name), hint: hint(word ?? name), isRequired: needed, kind: kind,
            maxLength: limit, width: width)
    }

    /// A day as `2027-03-31`, in digits of any script.
    func day(_ name: String, needed: Bool = false) -> HTML { line(name, needed: needed, kind: .code, width: .short) }

    func area(_ name: String, needed: Bool = false, rows: Int = 5, limit: Int = Completeness.textLimit) -> HTML {
        controls.textArea(
            name, label: label(name), hint: hint(name), isRequired: needed, rows: rows, maxLength: limit)
    }

    func select(_ name: String, as word: String? = nil, needed: Bool = false, _ options: [HTML.Option]) -> HTML {
        controls.select(
            name, label: label(word ?? name), hint: hint(word ?? name), isRequired: needed, options: options)
    }

    /// An organisation by its name or key; the page has the suggestions once.
    func organisation(_ name: String, as word: String? = nil, needed: Bool = false) -> HTML {
        OrganisationName.field(controls, words, name, label: label(word ?? name), hint: hint(word ?? name), needed: needed)
    }

    func radios(_ name: String, needed: Bool = true, _ options: [HTML.Option]) -> HTML {
        controls.radios(name, legend: label(name), hint: hint(name), isRequired: needed, options: options)
    }

    /// The rows of a repeated group, one empty row after them, and a button for one more.
    func rows(_ group: String, count: Int, _ row: (_ name: String) -> HTML) -> HTML {
        let title = label(group)
        let items = (0...count).map { index -> HTML in
            """
            <fieldset class="card"><legend>\(words("edit.row", ["name": title, "number": words.number(index + 1)]))</legend>\
            \(row("\(group).\(index)"))\
            \(if: index < count, controls.checkbox("\(group).\(index).remove", label: words("edit.remove-row")))</fieldset>

            """
        }
        return """
            <section class="rows"><h2>\(title)</h2>\(with: hint(group), { "<p class=\"hint\">\($0)</p>" })\(items)\
            \(HTML.button(words("edit.add-row"), kind: .secondary, name: "add", value: group, about: title))</section>

            """
    }

    func sources(count: Int) -> HTML {
        let common = FormFields(words: words, controls: controls, record: record, needed: [])
        return rows("sources", count: count, common.source)
    }
}

/// The agreements beside which somebody may put something, as choices.
enum AgreementOptions {
    static func read(_ connection: any Connection, _ words: Words, for principal: Principal) throws -> [HTML.Option] {
        try AgreementStore.list(connection, for: principal, limit: 500)
            .filter { AgreementRules.mayWrite(principal, $0.content.parties).allowed }
            .map { .init($0.slug, "\(words.list($0.content.parties.map(\.name))) (\($0.slug))") }
    }
}

/// A note that somebody saved meanwhile, with what differs; the form below keeps what was typed.
struct ConflictNotice {
    let by: String
    let at: Timestamp
    let changes: [FieldChange]

    func html(_ words: Words, action: String) -> HTML {
        let who = by.isEmpty
            ? words("edit.conflict.somebody") : words("edit.conflict.name", ["name": by, "time": words.dateTime(at)])
        return HTML.notice(
            """
            <p>\(who) \(words("edit.conflict.what-to-do"))</p>\
            \(DifferencePart.html(changes, words, removed: "edit.conflict.theirs", added: "edit.conflict.yours"))\
            <p><a href="\(url: action)">\(words("edit.conflict.take-theirs"))</a></p>
            """,
            title: words("edit.conflict.title"), tone: .caution)
    }
}
