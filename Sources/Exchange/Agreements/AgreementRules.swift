public import Platform
import SQL

/// Who may do what with an agreement. Pure: the same facts give the same answer on a page, in the API and in a test.
public enum AgreementRules {
    /// A focal point of one of the organisations, or of their country.
    static func isParty(_ principal: Principal, _ parties: [AgreementContent.Party]) -> Bool {
        parties.contains {
            SolutionRules.isOwner(
                principal, of: .init(organisation: $0.organisation, country: $0.country, isPublic: false))
        }
    }

    /// Whether somebody sees the paper itself: drafts, the text, who signs, the history.
    public static func mayReadPaper(_ principal: Principal, _ parties: [AgreementContent.Party]) -> Decision {
        if principal.has(.administrator) || SolutionRules.actsForNetwork(principal) { return .allow("rule.secretariat") }
        if isParty(principal, parties) { return .allow("rule.agreement-party") }
        return principal.isSignedIn ? .deny("rule.agreement-party-only") : .deny("access.sign-in-first")
    }

    /// Everybody may know that an agreement was signed: between whom, about what, when.
    public static func mayRead(_ principal: Principal, _ agreement: Agreement) -> Decision {
        if agreement.state.wasSigned { return .allow("rule.public") }
        return mayReadPaper(principal, agreement.content.parties)
    }

    public static func mayWrite(_ principal: Principal, _ parties: [AgreementContent.Party]) -> Decision {
        if SolutionRules.actsForNetwork(principal) { return .allow("rule.secretariat") }
        if isParty(principal, parties) { return .allow("rule.agreement-party") }
        return principal.isSignedIn ? .deny("rule.agreement-party-only") : .deny("access.sign-in-first")
    }

    public static func may(_ principal: Principal, _ step: AgreementStep, _ agreement: Agreement) -> Decision {
        guard let line = AgreementLife.transition(step, from: agreement.state) else {
            return .deny("rule.not-in-this-state")
        }
        if line.who.contains(.secretariat), SolutionRules.actsForNetwork(principal) { return .allow("rule.secretariat") }
        if line.who.contains(.party), isParty(principal, agreement.content.parties) { return .allow("rule.agreement-party") }
        return .deny("rule.agreement-party-only")
    }

    /// The same rule as `mayRead`, as a condition on the table `agreement r`: lists must not show what a page would refuse.
    static func readable(by principal: Principal) -> SQL {
        if principal.has(.administrator) || SolutionRules.actsForNetwork(principal) { return "1 = 1" }
        let signed: SQL = "r.state IN ('signed', 'renewed', 'ended')"
        let focal = principal.memberships.filter { $0.role == .focalPoint }
        guard !focal.isEmpty else { return signed }
        return """
            (\(signed) OR r.slug IN (
                SELECT p.agreement FROM agreement_party p JOIN organisation o ON o.id = p.organisation_id
                WHERE o.id IN \(in: focal.map(\.organisation)) OR o.country IN \(in: focal.compactMap(\.country))))
            """
    }
}
