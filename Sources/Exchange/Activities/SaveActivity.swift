import Platform
public import SQL

/// Plans an activity, or changes one: also that it was held, or why it was cancelled.
public enum SaveActivity {
    /// Throws `Refusal.changedMeanwhile` when the record is no longer the `version` that was opened.
    /// - Parameter slug: of the one to change; nil for a new one.
    public static func run(
        _ connection: any Connection, _ act: Act, slug: String?, version: Int, content: ActivityContent,
        newSlug: String? = nil
    ) throws -> Activity {
        let old = try slug.flatMap { try ActivityStore.find(connection, slug: $0) }
        if slug != nil, old == nil { throw Refusal.notFound }
        if let old {
            try RecordSides.mayWrite(act.principal, old.content.organisations).orRefuse()
            guard old.version == version else { throw Refusal.changedMeanwhile(by: old.updatedBy, at: old.updatedAt) }
            if old.content == content { return old }
        }
        var issues = content.issues(today: CivilDay.of(act.now))
        if old?.content.partnership != content.partnership || old?.content.agreement != content.agreement {
            issues += try RecordSides.linkIssues(
                connection, act.principal, partnership: content.partnership, agreement: content.agreement)
        }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        try RecordSides.mayWrite(act.principal, content.organisations).orRefuse()
        let one = Activity(
            id: old?.id ?? act.newID(),
            slug: try old?.slug ?? newSlug
                ?? Slug.unique(content.title, fallback: "activity") { try ActivityStore.slugExists(connection, $0) },
            content: content, document: old?.document, version: (old?.version ?? 0) + 1, updatedBy: act.name,
            updatedAt: act.now)
        if old == nil {
            try ActivityStore.insert(connection, one)
        } else {
            try ActivityStore.update(connection, one)
        }
        try act.audit(
            connection, old == nil ? "activity.planned" : "activity.changed", "activity", one.slug,
            before: old.map(Audited.init), after: Audited(one))
        return one
    }

    /// Puts the outcome report beside it, in the place of one before.
    static func attach(
        _ connection: any Connection, _ act: Act, slug: String, file: StoredFile, name: String
    ) throws -> Activity {
        guard let old = try ActivityStore.find(connection, slug: slug) else { throw Refusal.notFound }
        try RecordSides.mayWrite(act.principal, old.content.organisations).orRefuse()
        let shown = name.isEmpty ? "report.\(file.type.rawValue)" : String(name.suffix(120))
        let one = Activity(
            id: old.id, slug: slug, content: old.content, document: .init(file: file.id, name: shown),
            version: old.version + 1, updatedBy: act.name, updatedAt: act.now)
        try ActivityStore.update(connection, one)
        try act.audit(
            connection, "activity.report-attached", "activity", slug, before: old.document.map { ["file": $0.file] },
            after: ["file": file.id, "name": shown])
        return one
    }

    private struct Audited: Encodable {
        let kind, state, reason, title, from, to, place, outcome: String
        let women, men, notStated: Int?
        let organisations: [String]

        init(_ one: Activity) {
            let content = one.content
            kind = content.kind.rawValue
            state = content.state.rawValue
            (reason, title, from, to) = (content.reason, content.title, content.from, content.to)
            (place, outcome) = (content.place, content.outcome)
            (women, men, notStated) = (content.women, content.men, content.notStated)
            organisations = content.organisations.map(\.key)
        }
    }
}
