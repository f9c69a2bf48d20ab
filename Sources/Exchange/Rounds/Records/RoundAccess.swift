public import Platform
import SQL

/// Who may see and do what with a round. Pure, but for the same rule as a condition on tables.
public enum RoundAccess {
    /// The secretariat makes, changes, solves and publishes.
    public static func mayManage(_ principal: Principal) -> Decision {
        if SolutionRules.actsForNetwork(principal) { return .allow("rule.secretariat") }
        return principal.isSignedIn ? .deny("rule.secretariat-only") : .deny("access.sign-in-first")
    }

    static func owns(_ principal: Principal, _ member: RoundMember) -> Bool {
        SolutionRules.isOwner(
            principal, of: .init(organisation: member.organisation, country: member.country, isPublic: false))
    }

    /// A focal point writes the lists of its organisation and country, the secretariat all of them.
    public static func mayEditList(_ principal: Principal, _ member: RoundMember) -> Decision {
        if owns(principal, member) { return .allow("rule.owner") }
        return mayManage(principal).allowed ? .allow("rule.secretariat") : .deny("rule.not-yours")
    }

    /// Those who take part, and once the result stands everybody who is signed in.
    public static func mayRead(_ principal: Principal, _ round: Round, _ members: [RoundMember]) -> Decision {
        if mayManage(principal).allowed { return .allow("rule.secretariat") }
        if members.contains(where: { owns(principal, $0) }) { return .allow("rule.party") }
        if round.state == .published, principal.isSignedIn { return .allow("access.signed-in") }
        return principal.isSignedIn ? .deny("rule.not-a-party") : .deny("access.sign-in-first")
    }

    /// The same as `mayRead`, on the table `round`.
    static func readable(by principal: Principal) -> SQL {
        if mayManage(principal).allowed { return "1 = 1" }
        guard principal.isSignedIn else { return "1 = 0" }
        let focal = principal.memberships.filter { $0.role == .focalPoint }
        let organisations = focal.map(\.organisation)
        let countries = focal.compactMap(\.country)
        return """
            (state = 'published' OR id IN (SELECT round_id FROM round_member
                WHERE organisation_id IN \(in: organisations) OR country IN \(in: countries)))
            """
    }
}
