public import Platform

/// Who may edit services, offices and calendars.
public enum ServiceRules {
    /// A service manager of the organisation whose it is.
    public static func edit(_ principal: Principal, _ organisation: ID<Organisation>?) -> Decision {
        if principal.isProgram { return .allow("rule.service.manager") }
        if let organisation, principal.has(.serviceManager, in: organisation) { return .allow("rule.service.manager") }
        return principal.isSignedIn ? .deny("rule.service.other") : .deny("access.sign-in-first")
    }

    /// The organisations whose services somebody edits.
    static func organisations(_ principal: Principal) -> Set<ID<Organisation>> {
        Set(principal.memberships.filter { $0.role == .serviceManager }.map(\.organisation))
    }
}
