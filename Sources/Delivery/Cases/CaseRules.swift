public import Platform

/// Who may work on a case, in which part.
public enum CaseRules {
    /// The part in which somebody acts for an office's organisation; a refusal when they have none.
    public static func part(_ principal: Principal, office: Office) -> (part: CaseActor?, decision: Decision) {
        if principal.isProgram { return (.manager, .allow("rule.case.office")) }
        if principal.has(.serviceManager, in: office.organisation) { return (.manager, .allow("rule.case.office")) }
        if principal.has(.officer, in: office.organisation) { return (.officer, .allow("rule.case.office")) }
        return (nil, principal.isSignedIn ? .deny("rule.case.other-office") : .deny("access.sign-in-first"))
    }

    /// Does somebody register cases for others?
    static func registersForOthers(_ principal: Principal) -> CaseChannel? {
        if principal.has(.operator) { return .operator }
        return principal.has(.officer) || principal.has(.serviceManager) ? .officer : nil
    }

    /// The organisations in whose offices somebody works on cases.
    static func organisations(_ principal: Principal) -> Set<ID<Organisation>> {
        Set(principal.memberships.filter { $0.role == .officer || $0.role == .serviceManager }.map(\.organisation))
    }
}
