public import Platform
import SQL

/// Who may do what with a need.
public enum NeedRules {
    private static func isOwner(_ principal: Principal, _ organisation: ID<Organisation>, _ country: String?) -> Bool {
        SolutionRules.isOwner(principal, of: .init(organisation: organisation, country: country, isPublic: false))
    }

    public static func mayWrite(_ principal: Principal, organisation: ID<Organisation>, country: String?) -> Decision {
        if isOwner(principal, organisation, country) { return .allow("rule.owner") }
        if SolutionRules.actsForNetwork(principal) { return .allow("rule.secretariat") }
        return principal.isSignedIn ? .deny("rule.focal-point-only") : .deny("access.sign-in-first")
    }

    public static func mayRead(_ principal: Principal, _ need: Need) -> Decision {
        if mayWrite(principal, organisation: need.organisation, country: need.country).allowed {
            return .allow("rule.owner")
        }
        if need.state == .draft { return .deny("rule.not-yours") }
        switch need.content.visibility {
        case .public: return .allow("rule.public")
        case .members: return principal.isSignedIn ? .allow("access.signed-in") : .deny("access.sign-in-first")
        case .matched: return .deny("rule.matched-only")
        }
    }

    /// The same rule as `mayRead`, as a condition on the table `need`: lists must not show what a page would refuse.
    static func readable(by principal: Principal) -> SQL {
        if SolutionRules.actsForNetwork(principal) { return "1 = 1" }
        var visible: SQL = "state <> 'draft' AND visibility = 'public'"
        if principal.isSignedIn { visible = "state <> 'draft' AND visibility IN ('public', 'members')" }
        let focal = principal.memberships.filter { $0.role == .focalPoint }
        guard !focal.isEmpty else { return visible }
        let organisations = focal.map(\.organisation)
        let countries = focal.compactMap(\.country)
        return "((\(visible)) OR organisation_id IN \(in: organisations) OR country IN \(in: countries))"
    }
}
