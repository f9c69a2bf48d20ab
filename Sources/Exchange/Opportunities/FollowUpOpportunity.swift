public import Platform
public import SQL

/// Notes what became of an opportunity.
public enum FollowUpOpportunity {
    /// The secretariat follows all up, a focal point those of the own country.
    public static func may(_ principal: Principal, country: String) -> Decision {
        if SolutionRules.actsForNetwork(principal) { return .allow("rule.secretariat") }
        let own = principal.memberships.contains { $0.role == .focalPoint && $0.country == country }
        return own ? .allow("rule.owner") : .deny("rule.not-yours")
    }

    public static func run(
        _ connection: any Connection, _ act: Act, opportunity id: ID<Opportunity>, version: Int,
        followUp: Opportunity.FollowUp, note: String
    ) throws -> Opportunity {
        guard let old = try OpportunityStore.find(connection, id: id) else { throw Refusal.notFound }
        try may(act.principal, country: old.country).orRefuse()
        guard old.version == version else { throw Refusal.changedMeanwhile(by: "", at: old.updatedAt) }
        guard note.count <= Completeness.textLimit else {
            throw Refusal.invalid([
                ContentIssue(
                    "note", "error.too-long",
                    ["limit": String(Completeness.textLimit), "length": String(note.count)])
            ])
        }
        let new = Opportunity(
            id: old.id, reference: old.reference, event: old.event, country: old.country, theme: old.theme,
            text: old.text, followUp: followUp, followUpNote: note, position: old.position,
            version: old.version + 1, updatedAt: act.now)
        try OpportunityStore.update(connection, new)
        try act.audit(
            connection, "opportunity.followed-up", "opportunity", id.description,
            before: ["followUp": old.followUp.rawValue, "note": old.followUpNote],
            after: ["followUp": followUp.rawValue, "note": note])
        return new
    }
}
