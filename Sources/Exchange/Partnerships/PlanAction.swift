public import Platform
public import SQL

/// Adds the next action of a partnership, or says what became of one.
public enum PlanAction {
    /// Actions of one partnership.
    public static let countLimit = 200

    @discardableResult
    public static func add(
        _ connection: any Connection, _ act: Act, partnership id: ID<Partnership>, what: String, who: String, due: String
    ) throws -> PartnershipAction {
        _ = try PartnershipAccess.toWork(connection, act.principal, id)
        let key: ID<PartnershipAction> = act.newID()
        let action = PartnershipAction(
            id: key, reference: key.description, partnership: id, organisation: nil, event: nil, what: what, who: who,
            due: due, state: .open, outcome: "", version: 1, createdAt: act.now, updatedAt: act.now)
        var issues = action.issues()
        if try PartnershipActionStore.list(connection, of: id).count >= countLimit {
            issues.append(ContentIssue("what", "error.too-many", ["limit": String(countLimit)]))
        }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        try PartnershipActionStore.insert(connection, action)
        try act.audit(
            connection, "partnership.action-planned", "partnership", id.description, before: String?.none,
            after: AuditedAction(action))
        return action
    }

    /// Done or dropped, with what came of it; or open again.
    ///
    /// Throws `Refusal.changedMeanwhile` when the action is no longer the `version` that was opened.
    @discardableResult
    public static func close(
        _ connection: any Connection, _ act: Act, action id: ID<PartnershipAction>, version: Int,
        as state: PartnershipAction.State, outcome: String
    ) throws -> PartnershipAction {
        guard var action = try PartnershipActionStore.find(connection, id: id) else { throw Refusal.notFound }
        try may(connection, act.principal, action).orRefuse()
        guard action.version == version else { throw Refusal.changedMeanwhile(by: "", at: action.updatedAt) }
        let before = AuditedAction(action)
        action.state = state
        action.outcome = outcome
        action.updatedAt = act.now
        var issues = action.issues()
        if state != .open, outcome.isEmpty { issues.append(ContentIssue("outcome", "error.outcome-wanted")) }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        try PartnershipActionStore.update(connection, action)
        try act.audit(
            connection, "partnership.action-closed", "partnership-action", id.description, before: before,
            after: AuditedAction(action))
        return action
    }

    /// Whoever writes its partnership; while it has none, whoever speaks for the organisation that took it on.
    static func may(_ connection: any Connection, _ principal: Principal, _ action: PartnershipAction) throws -> Decision {
        if let id = action.partnership {
            guard let one = try PartnershipStore.find(connection, id: id),
                PartnershipRules.mayReadAll(principal, one.parties).allowed
            else { throw Refusal.notFound }
            return PartnershipRules.mayWrite(principal, one.parties)
        }
        if SolutionRules.actsForNetwork(principal) { return .allow("rule.secretariat") }
        guard let id = action.organisation, let organisation = try PeopleStore.organisation(connection, id),
            IntroductionRules.speaks(principal, for: organisation)
        else { throw Refusal.notFound }
        return .allow("rule.owner")
    }
}

/// An action as the audit keeps it.
struct AuditedAction: Encodable {
    let reference, what, who, due, state, outcome: String
    let partnership: String?

    init(_ one: PartnershipAction) {
        reference = one.reference
        what = one.what
        who = one.who
        due = one.due
        state = one.state.rawValue
        outcome = one.outcome
        partnership = one.partnership?.description
    }
}
