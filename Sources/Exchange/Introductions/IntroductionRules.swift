public import Platform
import SQL

/// Who may see and do what with an introduction. Pure.
public enum IntroductionRules {
    /// The facts that the rules look at.
    public struct Parties: Sendable, Equatable {
        public let asking: Organisation
        public let giving: Organisation
        public let proposedBy: ID<Person>?

        public init(asking: Organisation, giving: Organisation, proposedBy: ID<Person>?) {
            self.asking = asking
            self.giving = giving
            self.proposedBy = proposedBy
        }
    }

    /// A focal point speaks for its organisation and for those of its country.
    static func speaks(_ principal: Principal, for organisation: Organisation) -> Bool {
        SolutionRules.isOwner(
            principal, of: .init(organisation: organisation.id, country: organisation.country, isPublic: false))
    }

    public static func actors(_ principal: Principal, _ parties: Parties) -> Set<IntroductionActor> {
        var actors: Set<IntroductionActor> = []
        if speaks(principal, for: parties.asking) { actors.insert(.asking) }
        if speaks(principal, for: parties.giving) { actors.insert(.giving) }
        if let person = principal.personID, person == parties.proposedBy { actors.insert(.proposer) }
        if principal.has(.secretariat) { actors.insert(.secretariat) }
        if principal.isProgram { actors.insert(.program) }
        return actors
    }

    /// Either side or the secretariat proposes.
    public static func mayPropose(_ principal: Principal, asking: Organisation, giving: Organisation) -> Decision {
        let actors = actors(principal, Parties(asking: asking, giving: giving, proposedBy: nil))
        if actors.contains(.secretariat) || actors.contains(.program) { return .allow("rule.secretariat") }
        if actors.contains(.asking) || actors.contains(.giving) { return .allow("rule.owner") }
        return principal.isSignedIn ? .deny("rule.introduction-sides-only") : .deny("access.sign-in-first")
    }

    public static func mayRead(_ principal: Principal, _ parties: Parties) -> Decision {
        if !actors(principal, parties).isEmpty { return .allow("rule.party") }
        return principal.isSignedIn ? .deny("rule.not-a-party") : .deny("access.sign-in-first")
    }

    /// Contact data is for those who may read, and only once both sides have accepted.
    public static func mayReadContacts(_ principal: Principal, _ parties: Parties, in state: IntroductionState) -> Decision {
        let reading = mayRead(principal, parties)
        guard reading.allowed else { return reading }
        return state == .accepted ? reading : .deny("rule.contacts-after-both")
    }

    public static func may(
        _ principal: Principal, _ step: IntroductionStep, in state: IntroductionState, _ parties: Parties
    ) -> Decision {
        let actors = actors(principal, parties)
        if IntroductionLife.transition(step, from: state, by: actors) != nil { return .allow("rule.party") }
        let isKnown = IntroductionLife.table.contains { $0.step == step && $0.from == state }
        if actors.isEmpty { return mayRead(principal, parties) }
        return .deny(isKnown ? "rule.other-side-answers" : "rule.not-in-this-state")
    }

    /// The same as `mayRead`, as a condition on `introduction i`.
    static func readable(by principal: Principal) -> SQL {
        if SolutionRules.actsForNetwork(principal) { return "1 = 1" }
        let focal = principal.memberships.filter { $0.role == .focalPoint }
        let organisations = Set(focal.map(\.organisation))
        let countries = Set(focal.compactMap(\.country))
        return """
            (i.proposed_by = \(principal.personID) OR EXISTS (SELECT 1 FROM organisation p
                WHERE p.id IN (i.asking_id, i.giving_id) AND (p.id IN \(in: organisations) OR p.country IN \(in: countries))))
            """
    }
}
