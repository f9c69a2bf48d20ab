/// How a part of a definition is typed: the editor's forms, the reading of what was typed and the CSV are all made from these values,
/// so that a new field of a definition is one line in `ServiceShape`.
struct EditorField: Sendable {
    indirect enum Kind: Sendable {
        /// A text in each language.
        case local(isLong: Bool, most: Int)
        case text(most: Int)
        case wholeNumber
        case decimal
        case flag
        /// One of the codes, or any number of them; their words begin with `words`.
        case choice([String], words: String)
        case choices([String], words: String)
        /// Plain texts, one on each line.
        case lines
        /// Keys of offices or calendars that the organisation may use.
        case office, offices, calendar
        /// "Only if that question was answered so."
        case condition
        case group([EditorField])
        case list(EditorList)
    }

    /// The member's name in the JSON document.
    let name: String
    /// The end of the keys of its label.
    let label: String
    let kind: Kind
    /// May be absent. An optional group is absent while nothing in it is filled in.
    var isOptional = false
    var hasHint = false
    /// Only asked while the member `kind` beside it holds one of these.
    var onlyFor: [String] = []

    func isShown(_ kind: String?) -> Bool { onlyFor.isEmpty || onlyFor.contains(kind ?? "") }
}

/// A list of alike things, each with the same fields.
struct EditorList: Sendable {
    /// The end of the keys of its words: `question`, `step`.
    let item: String
    let fields: [EditorField]
    /// Written on the page itself; else each has a page of its own.
    var isInline = false
    /// The member that a title is read from.
    var title = "name"
}

/// A page of the editor: some members of the definition.
struct EditorPart: Sendable {
    let key: String
    let fields: [EditorField]
}
