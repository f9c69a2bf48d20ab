import Platform
import SQL

/// Who reads and writes a record of the work between organisations: the focal points of the sides, and the secretariat.
enum RecordSides {
    static func speaks(_ principal: Principal, for sides: [Contribution.Side]) -> Bool {
        sides.contains {
            SolutionRules.isOwner(principal, of: .init(organisation: $0.id, country: $0.country, isPublic: false))
        }
    }

    static func mayWrite(_ principal: Principal, _ sides: [Contribution.Side]) -> Decision {
        if SolutionRules.actsForNetwork(principal) { return .allow("rule.secretariat") }
        if speaks(principal, for: sides) { return .allow("rule.side") }
        return principal.isSignedIn ? .deny("rule.side-only") : .deny("access.sign-in-first")
    }

    /// `isNear`: the principal speaks for a party of the partnership or agreement that the record belongs to.
    static func mayRead(_ principal: Principal, _ sides: [Contribution.Side], isNear: Bool) -> Decision {
        if principal.has(.administrator) { return .allow("rule.secretariat") }
        return isNear && principal.isSignedIn ? .allow("rule.side") : mayWrite(principal, sides)
    }

    /// The condition that an organisation `o` is one that the principal speaks for.
    static func organisations(of principal: Principal) -> SQL {
        let focal = principal.memberships.filter { $0.role == .focalPoint }
        return "(o.id IN \(in: focal.map(\.organisation)) OR o.country IN \(in: focal.compactMap(\.country)))"
    }

    /// The condition that a record `r` belongs to a partnership or an agreement of the principal's.
    static func isNear(_ principal: Principal) -> SQL {
        """
        (r.partnership_id IN (SELECT y.partnership_id FROM partnership_party y JOIN organisation o ON o.id = y.organisation_id
            WHERE \(organisations(of: principal)))
        OR r.agreement IN (SELECT y.agreement FROM agreement_party y JOIN organisation o ON o.id = y.organisation_id
            WHERE \(organisations(of: principal))))
        """
    }

    static func seesAll(_ principal: Principal) -> Bool {
        principal.has(.administrator) || SolutionRules.actsForNetwork(principal)
    }

    /// Why a record cannot point to these.
    static func linkIssues(
        _ connection: any Connection, _ principal: Principal, partnership: ID<Partnership>?, agreement: String?
    ) throws -> [ContentIssue] {
        var found: [ContentIssue] = []
        if let partnership, try !PartnershipLink.mayUse(connection, partnership, principal) {
            found.append(ContentIssue("partnership", "agreement.error.partnership"))
        }
        if let agreement {
            let one = try AgreementStore.find(connection, agreement)
            if one.map({ !AgreementRules.mayWrite(principal, $0.content.parties).allowed }) ?? true {
                found.append(ContentIssue("agreement", "agreement.error.unknown", ["value": agreement]))
            }
        }
        return found
    }
}
