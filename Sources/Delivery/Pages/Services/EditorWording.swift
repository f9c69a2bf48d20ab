import Platform

/// The editor's words for places of a definition.
enum EditorWording {
    /// "Steps 2, For everybody": a place as people call it.
    static func name(of place: JSONPlace, _ words: Words) -> String {
        var fields = ServiceShape.all
        var list: EditorList?
        var parts: [String] = []
        for step in place.steps {
            if let index = Int(step) {
                if !parts.isEmpty { parts[parts.count - 1] += " \(words.number(index + 1))" }
                fields = list?.fields ?? []
                continue
            }
            guard let field = fields.first(where: { $0.name == step }) else {
                // A language, or a member that only the rules know.
                if ["en", "bn", "ar"].contains(step) || step.count <= 8 { parts.append(words.languageName(step)) }
                continue
            }
            parts.append(words("editor.field.\(field.label)"))
            switch field.kind {
            case .group(let members): fields = members
            case .list(let own): list = own
            default: fields = []
            }
        }
        return parts.isEmpty ? place.description : parts.joined(separator: ", ")
    }

    /// What an item of a list is called: its words in the reader's language, or its number.
    static func title(_ item: JSONValue, _ list: EditorList, number: Int, _ words: Words) -> String {
        if let code = item[list.title]?.text { return list.title == "outcome" ? words("case.outcome.\(code)") : code }
        guard case .object(let texts)? = item[list.title], !texts.isEmpty else {
            return words("editor.untitled", ["item": words("editor.item.\(list.item)"), "number": words.number(number)])
        }
        return LocalText(texts.compactMapValues(\.text))[words.language]
    }
}
