import HTML
import Platform
import Web

/// One part of a solution's form, as it is shown: empty, filled, sent back with errors, or in conflict with what somebody else saved.
struct EditPage {
    /// What somebody else saved since the form was opened.
    struct Conflict {
        let name: String
        let at: Timestamp
        /// From the saved text to the typed one.
        let changes: [FieldChange]
    }

    let slug: String
    let part: EditPart
    /// The draft as it is saved.
    let content: SolutionContent
    /// What the form holds.
    let values: [String: [String]]
    let counts: [String: Int]
    /// The saves of the draft when it was read; 0 before a revision is begun.
    let version: Int
    /// The language whose translation is written, in the part `translations`.
    let translation: String?
    let isPublished: Bool
    var conflict: Conflict?
    /// It was submitted meanwhile: what was typed is shown, but cannot be saved now.
    var isClosed = false

    /// The saved draft.
    init(
        slug: String, part: EditPart, content: SolutionContent, version: Int, translation: String?, isPublished: Bool
    ) {
        self.init(
            slug: slug, part: part, content: content, values: ContentForm.values(of: content),
            counts: Self.counts(content), version: version, translation: translation, isPublished: isPublished)
    }

    /// What was typed and could not be saved.
    init(
        slug: String, part: EditPart, content: SolutionContent, rows: FormRows, version: Int, translation: String?,
        isPublished: Bool
    ) {
        self.init(
            slug: slug, part: part, content: content, values: rows.values,
            counts: Dictionary(uniqueKeysWithValues: part.groups.keys.map { ($0, rows.count($0)) }),
            version: version, translation: translation, isPublished: isPublished)
    }

    private init(
        slug: String, part: EditPart, content: SolutionContent, values: [String: [String]], counts: [String: Int],
        version: Int, translation: String?, isPublished: Bool
    ) {
        self.slug = slug
        self.part = part
        self.content = content
        self.values = values
        self.counts = counts
        self.version = version
        self.translation = translation
        self.isPublished = isPublished
    }

    private static func counts(_ content: SolutionContent) -> [String: Int] {
        [
            "developedIn": content.developedIn.count, "sdgs": content.sdgs.count,
            "indicators": content.indicators.count, "conditions": content.conditions.count,
            "offer.languages": content.offer?.languages.count ?? 0,
            "offer.barredCountries": content.offer?.barredCountries?.count ?? 0, "sources": content.sources.count,
            "awards": content.awards.count,
        ]
    }

    var title: String { content.title }
    var record: String { "/work/solutions/\(slug)" }

    static func path(_ slug: String, _ part: EditPart, translation: String? = nil) -> String {
        Link.to(
            "/work/solutions/\(slug)/edit",
            [("part", part.rawValue)] + (translation.map { [("to", $0)] } ?? []))
    }

    /// Where a missing or wrong field can be mended.
    static func path(_ slug: String, field: String) -> String {
        path(slug, EditPart.holding(field)) + "#field-" + EditPart.input(for: field)
    }

    /// How many fields of the part are still missing before the solution can be submitted.
    func missing(in part: EditPart) -> Int {
        Completeness.missing(in: content).count { EditPart.holding($0.field) == part }
    }

    /// The part after this one, where "save and go on" leads; nil after the last.
    var next: EditPart? {
        let all = EditPart.allCases
        return all.firstIndex(of: part).flatMap { $0 + 1 < all.count ? all[$0 + 1] : nil }
    }
}

extension FieldErrors {
    /// The faults of a record at the inputs of its form, each with the name of its field, so that the list on top can be read alone.
    static func atInputs(_ issues: [ContentIssue], _ words: Words) -> FieldErrors {
        FieldErrors(
            issues.map { issue in
                FieldError(
                    EditPart.input(for: issue.field), "error.at",
                    [
                        "field": DifferencePart.name(of: issue.field, words),
                        "message": words(issue.key, issue.facts),
                    ])
            })
    }
}
