public import Platform
import SQL

/// Who may see and change a partnership. Pure.
public enum PartnershipRules {
    /// Focal points of a party's organisation or country speak for it; those who only support do not move it.
    public static func actors(_ principal: Principal, _ parties: [Partnership.Party]) -> Set<PartnershipActor> {
        var actors: Set<PartnershipActor> = []
        if parties.contains(where: { $0.side != .supporting && IntroductionRules.speaks(principal, for: $0.organisation) }) {
            actors.insert(.party)
        }
        if principal.has(.secretariat) { actors.insert(.secretariat) }
        if principal.isProgram { actors.insert(.program) }
        return actors
    }

    /// Parties, the service managers of their organisations and the secretariat read all of it.
    public static func mayReadAll(_ principal: Principal, _ parties: [Partnership.Party]) -> Decision {
        if SolutionRules.actsForNetwork(principal) { return .allow("rule.secretariat") }
        let isNear = parties.contains { party in
            IntroductionRules.speaks(principal, for: party.organisation)
                || principal.has(.serviceManager, in: party.organisation.id)
        }
        if isNear { return .allow("rule.party") }
        return principal.isSignedIn ? .deny("rule.not-a-party") : .deny("access.sign-in-first")
    }

    /// Everybody reads what the parties published: title, parties, stage, public summary.
    public static func mayRead(_ principal: Principal, _ parties: [Partnership.Party], isPublic: Bool) -> Decision {
        isPublic ? .allow("rule.public") : mayReadAll(principal, parties)
    }

    public static func mayWrite(_ principal: Principal, _ parties: [Partnership.Party]) -> Decision {
        if !actors(principal, parties).isEmpty { return .allow("rule.party") }
        return principal.isSignedIn ? .deny("rule.not-a-party") : .deny("access.sign-in-first")
    }

    /// A party publishes; the secretariat may only take back, for the words are not its own.
    public static func mayPublish(_ principal: Principal, _ parties: [Partnership.Party]) -> Decision {
        let actors = actors(principal, parties)
        return actors.contains(.party) || actors.contains(.program)
            ? .allow("rule.party") : .deny("rule.parties-publish")
    }

    public static func may(
        _ principal: Principal, _ way: PartnershipTransition, _ parties: [Partnership.Party]
    ) -> Decision {
        let actors = actors(principal, parties)
        if way.by.contains(where: actors.contains) { return .allow("rule.party") }
        return mayWrite(principal, parties)
    }

    /// Whom a note or a document can be for: all, or one group of those who work on it.
    static func audiences(_ principal: Principal, _ parties: [Partnership.Party]) -> [Audience] {
        var found: [Audience] = [.all]
        for party in parties
        where IntroductionRules.speaks(principal, for: party.organisation)
            || principal.has(.serviceManager, in: party.organisation.id)
        {
            let own: Audience = party.side == .undecided ? .organisation(party.organisation.id) : .side(party.side)
            if !found.contains(own) { found.append(own) }
        }
        if principal.has(.secretariat) { found.append(.network) }
        return found
    }

    /// The same as `mayRead`, as a condition on `partnership p`.
    static func readable(by principal: Principal) -> SQL {
        if SolutionRules.actsForNetwork(principal) { return "1 = 1" }
        guard !principal.memberships.isEmpty else { return "p.is_public = 1" }
        return "(p.is_public = 1 OR \(own(principal)))"
    }

    /// The same as `mayReadAll` for a person without the secretariat's role.
    static func own(_ principal: Principal) -> SQL {
        let focal = principal.memberships.filter { $0.role == .focalPoint }
        let managed = principal.memberships.filter { $0.role == .serviceManager }.map(\.organisation)
        let organisations = Set(focal.map(\.organisation) + managed)
        let countries = Set(focal.compactMap(\.country))
        return """
            EXISTS (SELECT 1 FROM partnership_party y JOIN organisation o ON o.id = y.organisation_id
                WHERE y.partnership_id = p.id AND (o.id IN \(in: organisations) OR o.country IN \(in: countries)))
            """
    }
}

/// Who reads a note or a document of a partnership.
public enum Audience: Sendable, Hashable {
    /// All parties and the secretariat.
    case all
    /// The parties of one side, and nobody else.
    case side(Partnership.Side)
    /// One organisation, where it is not settled who gives and who takes.
    case organisation(ID<Organisation>)
    /// The secretariat alone.
    case network

    public init?(_ code: String) {
        switch code {
        case "all": self = .all
        case "network": self = .network
        default:
            if let side = Partnership.Side(rawValue: code) {
                self = .side(side)
            } else if let id = ID<Organisation>(code) {
                self = .organisation(id)
            } else {
                return nil
            }
        }
    }

    public var code: String {
        switch self {
        case .all: "all"
        case .side(let side): side.rawValue
        case .organisation(let id): id.description
        case .network: "network"
        }
    }
}
