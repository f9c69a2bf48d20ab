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
        let old = try slug.flatMap { try ContributionStore.find(connection, slug: $0) }
        if slug != nil, old == nil { throw Refusal.notFound }
        if let old {
            try RecordSides.mayWrite(act.principal, old.content.sides).orRefuse()
            guard old.version == version else { throw Refusal.changedMeanwhile(by: old.updatedBy, at: old.updatedAt) }
            if old.content == content { return old }
        }
        var issues = content.issues(today: CivilDay.of(act.now))
        if old?.content.partnership != content.partnership || old?.content.agreement != content.agreement {
            issues += try RecordSides.linkIssues(
                connection, act.principal, partnership: content.partnership, agreement: content.agreement)
        }
        if let fulfils = content.fulfils {
            issues += try fulfilling(connection, fulfils, content)
        } else if let old, old.content.stage == .committed, content.stage == .delivered {
            // What was promised stays in the books: its delivery is a record of its own.
            issues.append(ContentIssue("stage", "contribution.error.keep-commitment"))
        }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        try RecordSides.mayWrite(act.principal, content.sides).orRefuse()
        let one = Contribution(
            id: old?.id ?? act.newID(),
            slug: try old?.slug ?? newSlug
                ?? Slug.unique("\(content.giver?.key ?? "") \(content.kind.rawValue) \(content.day)", fallback: "contribution") {
                    try ContributionStore.slugExists(connection, $0)
                },
            content: content, version: (old?.version ?? 0) + 1, updatedBy: act.name, updatedAt: act.now)
        if old == nil {
            try ContributionStore.insert(connection, one)
        } else {
            try ContributionStore.update(connection, one)
        }
        try act.audit(
            connection, old == nil ? "contribution.noted" : "contribution.changed", "contribution", one.slug,
            before: old.map(Audited.init), after: Audited(one))
        return one
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

    private struct Audited: Encodable {
        let stage, kind, giver, amount, unit, what, day: String
        let receiver, payer, agreement: String?

        init(_ one: Contribution) {
            let content = one.content
            stage = content.stage.rawValue
            kind = content.kind.rawValue
            giver = content.giver?.key ?? ""
            receiver = content.receiver?.key
            payer = content.payer?.key
            amount = content.quantity?.text ?? ""
            unit = content.quantity?.unit.code ?? ""
            (what, day, agreement) = (content.what, content.day, content.agreement)
        }
    }
}
