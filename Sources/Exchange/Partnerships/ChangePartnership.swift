public import Platform
public import SQL

/// Changes what is written of a partnership, and who takes part.
public enum ChangePartnership {
    /// Throws `Refusal.changedMeanwhile` when it is no longer the `version` that was opened.
    /// - Parameter parties: nil leaves them as they are. After *interest* only the secretariat changes them.
    @discardableResult
    public static func run(
        _ connection: any Connection, _ act: Act, partnership id: ID<Partnership>, version: Int,
        content: Partnership.Content, parties: [Partnership.Party]? = nil
    ) throws -> Partnership {
        guard var one = try PartnershipStore.find(connection, id: id) else { throw Refusal.notFound }
        guard PartnershipRules.mayReadAll(act.principal, one.parties).allowed else { throw Refusal.notFound }
        try PartnershipRules.mayWrite(act.principal, one.parties).orRefuse()
        guard one.version == version else {
            throw Refusal.changedMeanwhile(by: one.updatedBy, at: one.updatedAt)
        }
        if content.isPublic, !one.content.isPublic || content.publicSummary != one.content.publicSummary {
            try PartnershipRules.mayPublish(act.principal, one.parties).orRefuse()
        }
        var issues = content.issues()
        let parties = parties ?? one.parties
        if parties != one.parties {
            issues += BeginPartnership.issues(parties)
            if one.stage != .interest, !SolutionRules.actsForNetwork(act.principal) {
                issues.append(ContentIssue("parties", "error.partnership.parties-later"))
            }
            // Nobody writes themselves out by mistake.
            if PartnershipRules.actors(act.principal, parties).isEmpty {
                issues.append(ContentIssue("parties", "error.partnership.without-you"))
            }
        }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        if one.content == content, one.parties == parties { return one }
        let before = AuditedPartnership(one)
        if parties != one.parties { try PartnershipStore.put(connection, parties, of: id) }
        one.content = content
        one.parties = parties
        one.updatedAt = act.now
        one.updatedBy = act.name
        try PartnershipStore.update(connection, one)
        try act.audit(
            connection, "partnership.changed", "partnership", id.description, before: before, after: AuditedPartnership(one))
        return try PartnershipStore.find(connection, id: id) ?? one
    }
}
