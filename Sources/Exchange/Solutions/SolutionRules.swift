public import Platform

/// Who may do what with one solution. Pure: the same facts give the same answer on a page, in the API and in a test.
public enum SolutionRules {
    /// The facts that the rules look at.
    public struct Ownership: Sendable {
        public let organisation: ID<Organisation>
        /// nil for what belongs to no one country: then only the organisation ties.
        public let country: String?
        public let isPublic: Bool

        public init(organisation: ID<Organisation>, country: String?, isPublic: Bool) {
            self.organisation = organisation
            self.country = country
            self.isPublic = isPublic
        }
    }

    /// Its owner is a focal point of the organisation that it belongs to, or of the same country.
    public static func isOwner(_ principal: Principal, of owned: Ownership) -> Bool {
        principal.memberships.contains {
            $0.role == .focalPoint && isTied($0, to: owned)
        }
    }

    /// A tie by country or organisation, in whichever role, bars from reviewing.
    public static func hasTie(_ principal: Principal, to owned: Ownership) -> Bool {
        principal.memberships.contains { isTied($0, to: owned) }
    }

    private static func isTied(_ membership: Membership, to owned: Ownership) -> Bool {
        membership.organisation == owned.organisation
            || (membership.country != nil && membership.country == owned.country)
    }

    /// The secretariat and the installation's own commands may write everybody's records.
    static func actsForNetwork(_ principal: Principal) -> Bool {
        principal.has(.secretariat) || principal.isProgram
    }

    public static func mayCreate(_ principal: Principal, for organisation: ID<Organisation>, country: String?)
        -> Decision
    {
        let owned = Ownership(organisation: organisation, country: country, isPublic: false)
        if actsForNetwork(principal) { return .allow("rule.secretariat") }
        return isOwner(principal, of: owned) ? .allow("rule.owner") : .deny("rule.focal-point-only")
    }

    public static func mayRead(_ principal: Principal, _ owned: Ownership) -> Decision {
        if owned.isPublic { return .allow("rule.public") }
        return mayReadWork(principal, owned)
    }

    /// Drafts, notes and the history are for the owner and for those who review.
    public static func mayReadWork(_ principal: Principal, _ owned: Ownership) -> Decision {
        if principal.has(.secretariat) || principal.has(.administrator) { return .allow("rule.secretariat") }
        if isOwner(principal, of: owned) { return .allow("rule.owner") }
        if principal.has(.reviewer), !hasTie(principal, to: owned) { return .allow("rule.reviewer") }
        return .deny("rule.not-yours")
    }

    public static func mayEdit(_ principal: Principal, _ owned: Ownership) -> Decision {
        if isOwner(principal, of: owned) { return .allow("rule.owner") }
        if actsForNetwork(principal) { return .allow("rule.secretariat") }
        return .deny("rule.not-yours")
    }

    public static func may(_ principal: Principal, _ step: RevisionStep, in state: RevisionState, _ owned: Ownership)
        -> Decision
    {
        guard step.from.contains(state) else { return .deny("rule.not-in-this-state") }
        switch step {
        case .submit, .withdraw:
            return mayEdit(principal, owned)
        case .check:
            return mayCheck(principal, owned)
        case .validate:
            return mayValidate(principal, owned)
        case .publish:
            return mayEdit(principal, owned)
        case .sendBack:
            switch state {
            case .submitted: return mayCheck(principal, owned)
            case .checked: return mayValidate(principal, owned)
            default: return principal.has(.secretariat) ? .allow("rule.secretariat") : .deny("rule.secretariat-only")
            }
        }
    }

    public static func may(_ principal: Principal, _ step: SolutionStep, in state: SolutionState, _ owned: Ownership)
        -> Decision
    {
        guard step.from.contains(state) else { return .deny("rule.not-in-this-state") }
        switch step {
        case .confirm:
            return isOwner(principal, of: owned) ? .allow("rule.owner") : .deny("rule.owner-confirms")
        case .archive, .restore:
            return mayEdit(principal, owned)
        }
    }

    /// A reviewer says that the evidence of an SDG claim is there; never of their own country's solution.
    public static func mayMarkEvidenced(_ principal: Principal, _ owned: Ownership) -> Decision {
        owned.isPublic ? mayValidate(principal, owned) : .deny("rule.not-in-this-state")
    }

    private static func mayCheck(_ principal: Principal, _ owned: Ownership) -> Decision {
        guard principal.has(.secretariat) else { return .deny("rule.secretariat-only") }
        return isOwner(principal, of: owned) ? .deny("rule.tie") : .allow("rule.secretariat")
    }

    private static func mayValidate(_ principal: Principal, _ owned: Ownership) -> Decision {
        guard principal.has(.reviewer) else { return .deny("rule.reviewer-only") }
        return hasTie(principal, to: owned) ? .deny("rule.tie") : .allow("rule.reviewer")
    }
}
