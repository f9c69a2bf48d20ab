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
        try Activity.write(connection, act, slug: slug, version: version, content: content) { old in
            Activity(
                id: old?.id ?? act.newID(),
                slug: try old?.slug ?? newSlug
                    ?? Slug.unique(content.title, fallback: "activity") { try ActivityStore.slugExists(connection, $0) },
                content: content, document: old?.document, version: (old?.version ?? 0) + 1, updatedBy: act.name,
                updatedAt: act.now)
        }
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
}
