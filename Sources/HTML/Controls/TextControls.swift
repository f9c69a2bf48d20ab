/// What a one-line field is for; it decides the keyboard that a phone shows and which way the text runs.
public enum TextKind: Sendable {
    case text, email, telephone, address, wholeNumber, decimal, code

    var type: StaticString {
        switch self {
        case .email: "email"
        case .telephone: "tel"
        case .address: "url"
        // Not `number`: it drops what it does not understand, scrolls by mistake and refuses other digits.
        case .text, .wholeNumber, .decimal, .code: "text"
        }
    }

    var inputMode: String? {
        switch self {
        case .wholeNumber, .code: "numeric"
        case .decimal: "decimal"
        case .text, .email, .telephone, .address: nil
        }
    }

    /// Words run as their letters do; addresses and figures run left to right on every page.
    var direction: String { if case .text = self { "auto" } else { "ltr" } }

    /// Nothing here is a sentence: no capital letter at the start, no red line below.
    var isPlainWords: Bool { if case .text = self { true } else { false } }
}

/// How wide a field looks: as wide as the answer that it expects.
public enum FieldWidth: String, Sendable { case full, half, short }

extension Controls {
    /// One line of text.
    ///
    /// - Parameters:
    ///   - autocomplete: a token of the HTML standard ("name", "email", "organization"), for what people type often.
    ///   - maxLength: in UTF-16 units, as browsers count; from 60 on, the script shows how many are left.
    ///   - language: BCP 47, where the answer is in another language than the page.
    ///   - suggestions: the id of a list on the page (``HTML/suggestions(_:_:)``) that the browser offers while one types.
    public func text(
        _ name: String, label: String, hint: String? = nil, isRequired: Bool = true, kind: TextKind = .text,
        autocomplete: String? = nil, maxLength: Int? = nil, width: FieldWidth = .full, language: String? = nil,
        suggestions: String? = nil
    ) -> HTML {
        field(
            name, label: label, hint: hint, isRequired: isRequired,
            """
            <input class="width-\(width.rawValue)" id="\(id(name))" name="\(name)" type="\(literal: kind.type)" \
            dir="\(kind.direction)"\(attribute: "inputmode", kind.inputMode)\
            \(attribute: "autocomplete", autocomplete)\(attribute: "maxlength", maxLength)\
            \(attribute: "lang", language)\(attribute: "list", suggestions)\
            \(if: !kind.isPlainWords, " spellcheck=\"false\" autocapitalize=\"none\"")\
            \(counter((maxLength ?? 0) >= 60 ? maxLength : nil))\
            \(attribute: "value", value(name))\
            \(state(name, hint: hint, isRequired: isRequired))>
            """)
    }

    /// Several lines of text. With `maxLength` the script says how many characters are left.
    public func textArea(
        _ name: String, label: String, hint: String? = nil, isRequired: Bool = true, rows: Int = 5,
        maxLength: Int? = nil, language: String? = nil
    ) -> HTML {
        // A browser drops one line break after the tag, so there is always one to drop.
        field(
            name, label: label, hint: hint, isRequired: isRequired,
            """
            <textarea id="\(id(name))" name="\(name)" rows="\(rows)" dir="auto"\
            \(attribute: "maxlength", maxLength)\(attribute: "lang", language)\(counter(maxLength))\
            \(state(name, hint: hint, isRequired: isRequired))>
            \(value(name))</textarea>
            """)
    }

    /// A password. It is never filled in again, and the script adds a button that shows it.
    public func password(
        _ name: String, label: String, hint: String? = nil, isNew: Bool = false
    ) -> HTML {
        field(
            name, label: label, hint: hint, isRequired: true,
            """
            <input class="width-half" id="\(id(name))" name="\(name)" type="password" dir="ltr" \
            autocomplete="\(isNew ? "new-password" : "current-password")" spellcheck="false" autocapitalize="none" \
            data-show="\(words.showPassword)" data-hide="\(words.hidePassword)"\
            \(state(name, hint: hint, isRequired: true))>
            """)
    }

    /// A file to send; the form needs `upload: true`. Say limits (size, kinds) in the hint.
    ///
    /// - Parameter accept: media types or endings, such as `["application/pdf", ".csv"]`; empty takes anything.
    public func file(
        _ name: String, label: String, hint: String? = nil, isRequired: Bool = true, accept: [String] = [],
        isMultiple: Bool = false
    ) -> HTML {
        field(
            name, label: label, hint: hint, isRequired: isRequired,
            """
            <input id="\(id(name))" name="\(name)" type="file"\
            \(attribute: "accept", accept.isEmpty ? nil : accept.joined(separator: ","))\
            \(flag: "multiple", isMultiple)\(state(name, hint: hint, isRequired: isRequired))>
            """)
    }

    /// A value that travels with the form: `value`, or else what the form already holds.
    public func hidden(_ name: String, value: String? = nil) -> HTML {
        HTML.hidden(name, value: value ?? self.value(name) ?? "")
    }

    private func counter(_ limit: Int?) -> HTML {
        guard limit != nil else { return "" }
        return " data-left=\"\(words.charactersLeft)\" data-over=\"\(words.charactersOver)\""
    }
}
