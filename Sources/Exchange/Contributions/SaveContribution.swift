import Platform
public import SQL

/// Notes a commitment or a delivery, or changes one.
public enum SaveContribution {
    /// Throws `Refusal.changedMeanwhile` when the record is no longer the `version` that was opened.
    /// - Parameter slug: of the one to change; nil for a new one.
    public static func run(
        _ connection: any Connection, _ act: Act, slug: String?, version: Int, content: ContributionContent,
        newSlug: String? = nil
    ) throws -> Contribution {
        try Contribution.write(connection, act, slug: slug, version: version, content: content) { old in
            if let fulfils = content.fulfils { return try fulfilling(connection, fulfils, content) }
            // What was promised stays in the books: its delivery is a record of its own.
            let isTurned = old?.content.stage == .committed && content.stage == .delivered
            return isTurned ? [ContentIssue("stage", "contribution.error.keep-commitment")] : []
        } make: { old in
            Contribution(
                id: old?.id ?? act.newID(),
                slug: try old?.slug ?? newSlug
                    ?? Slug.unique("\(content.giver?.key ?? "") \(content.kind.rawValue) \(content.day)", fallback: "contribution") {
                        try ContributionStore.slugExists(connection, $0)
                    },
                content: content, version: (old?.version ?? 0) + 1, updatedBy: act.name, updatedAt: act.now)
        }
    }

    /// A delivery is counted against a commitment of the same giver, kind and unit only, or the two could not be compared.
    private static func fulfilling(
        _ connection: any Connection, _ id: ID<Contribution>, _ content: ContributionContent
    ) throws -> [ContentIssue] {
        guard let promise = try ContributionStore.find(connection, id: id), promise.content.stage != .delivered else {
            return [ContentIssue("fulfils", "contribution.error.no-commitment")]
        }
        let isSame = promise.content.giver?.id == content.giver?.id && promise.content.kind == content.kind
            && (promise.content.quantity == nil || content.quantity == nil
                || promise.content.quantity?.unit == content.quantity?.unit)
        return isSame ? [] : [ContentIssue("fulfils", "contribution.error.other-unit")]
    }
}
