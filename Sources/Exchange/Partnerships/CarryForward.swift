public import Platform
public import SQL

/// Makes a partnership in *interest* of something that was noted at an event. What nobody wrote down stays empty.
public enum CarryForward {
    /// An opportunity becomes a partnership, once: asked again, the same one is given.
    ///
    /// - Parameter title: in words, made of the theme and the country, for an opportunity has no title.
    public static func opportunity(
        _ connection: any Connection, _ act: Act, reference: String, title: String
    ) throws -> Partnership {
        guard let opportunity = try OpportunityStore.find(connection, reference: reference) else { throw Refusal.notFound }
        try FollowUpOpportunity.may(act.principal, country: opportunity.country).orRefuse()
        if let known = try PartnershipStore.find(connection, opportunity: opportunity.id) { return known }
        guard let owner = try government(connection, of: opportunity.country, for: act.principal) else {
            throw Refusal.invalid([
                ContentIssue("country", "error.partnership.no-organisation", ["country": opportunity.country])
            ])
        }
        var content = Partnership.Content()
        content.title = String(title.prefix(Completeness.titleLimit))
        content.summary = opportunity.text
        return try BeginPartnership.run(
            connection, act, content: content, parties: [.init(owner, .asking)], opportunity: opportunity.id,
            note: opportunity.reference)
    }

    /// An action that belongs to no partnership becomes the first action of a new one.
    public static func action(
        _ connection: any Connection, _ act: Act, _ id: ID<PartnershipAction>
    ) throws -> Partnership {
        guard var action = try PartnershipActionStore.find(connection, id: id) else { throw Refusal.notFound }
        try PlanAction.may(connection, act.principal, action).orRefuse()
        if let known = try action.partnership.flatMap({ try PartnershipStore.find(connection, id: $0) }) { return known }
        guard let organisation = try action.organisation.flatMap({ try PeopleStore.organisation(connection, $0) }) else {
            throw Refusal.invalid([ContentIssue("organisation", "error.partnership.no-party")])
        }
        var content = Partnership.Content()
        content.title = String(action.what.prefix(Completeness.titleLimit))
        content.summary = action.what
        let partnership = try BeginPartnership.run(
            connection, act, content: content, parties: [.init(organisation, .undecided)], note: action.reference)
        let before = AuditedAction(action)
        action.partnership = partnership.id
        action.updatedAt = act.now
        try PartnershipActionStore.update(connection, action)
        try act.audit(
            connection, "partnership.action-carried-forward", "partnership-action", id.description, before: before,
            after: AuditedAction(action))
        return partnership
    }

    /// The organisation that somebody speaks for in the country, else its government, else any of its government's.
    private static func government(
        _ connection: any Connection, of country: String, for principal: Principal
    ) throws -> Organisation? {
        let all = try PeopleStore.organisations(connection, country: country)
        let own = principal.memberships.filter { $0.role == .focalPoint }.map(\.organisation)
        return all.first { own.contains($0.id) } ?? all.first { $0.key == "gov-\(country.lowercased())" }
            ?? all.first { $0.kind == .government }
    }
}
