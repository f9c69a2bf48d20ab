public import Platform
public import SQL

/// What is needed to propose an introduction.
public struct IntroductionProposal: Sendable, Equatable {
    public var need: ID<Need>?
    public var solution: ID<Solution>
    public var asking: ID<Organisation>
    public var giving: ID<Organisation>
    /// To both sides, in the proposer's words; contact data stays out of it.
    public var message: String
    public var origin: Introduction.Origin
    /// A partnership in *interest* that it is to continue.
    public var partnership: ID<Partnership>?

    public init(
        need: ID<Need>? = nil, solution: ID<Solution>, asking: ID<Organisation>, giving: ID<Organisation>,
        message: String = "", origin: Introduction.Origin = .person, partnership: ID<Partnership>? = nil
    ) {
        self.need = need
        self.solution = solution
        self.asking = asking
        self.giving = giving
        self.message = message
        self.origin = origin
        self.partnership = partnership
    }
}

/// Proposes that two organisations meet about a solution. Whoever proposes for a side has accepted for it.
public enum ProposeIntroduction {
    @discardableResult
    public static func run(
        _ connection: any Connection, _ act: Act, _ proposal: IntroductionProposal
    ) throws -> Introduction {
        guard let solution = try SolutionStore.find(connection, id: proposal.solution), solution.state.isPublic,
            let asking = try PeopleStore.organisation(connection, proposal.asking),
            let giving = try PeopleStore.organisation(connection, proposal.giving)
        else { throw Refusal.notFound }
        try IntroductionRules.mayPropose(act.principal, asking: asking, giving: giving).orRefuse()
        let issues = try issues(connection, act, proposal, asking: asking, giving: giving)
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        let isForAsking = IntroductionRules.speaks(act.principal, for: asking)
        let isForGiving = !isForAsking && IntroductionRules.speaks(act.principal, for: giving)
        let introduction = Introduction(
            id: act.newID(), need: proposal.need, solution: proposal.solution, asking: asking.id, giving: giving.id,
            origin: proposal.origin, message: proposal.message, proposedBy: act.principal.personID,
            proposedSide: isForAsking ? .asking : isForGiving ? .giving : .network,
            state: isForAsking ? .askingAccepted : isForGiving ? .givingAccepted : .proposed,
            askingPerson: isForAsking ? act.principal.personID : nil,
            givingPerson: isForGiving ? act.principal.personID : nil,
            expiresAt: act.now.adding(Introduction.validity), remindedAt: nil, closedAt: nil,
            partnership: proposal.partnership, version: 1, createdAt: act.now, updatedAt: act.now)
        try IntroductionStore.insert(connection, introduction)
        try IntroductionStore.add(
            connection,
            IntroductionStepRecord(
                id: act.newID(), step: "propose", side: introduction.proposedSide, state: introduction.state, reason: "",
                byName: act.name, at: act.now),
            to: introduction.id, by: act.principal.personID)
        try act.audit(
            connection, "introduction.proposed", "introduction", introduction.id.description, before: String?.none,
            after: Audited(introduction))
        try IntroductionMail.tell(connection, introduction.id, .proposed, at: act.now)
        return introduction
    }

    private static func issues(
        _ connection: any Connection, _ act: Act, _ proposal: IntroductionProposal, asking: Organisation,
        giving: Organisation
    ) throws -> [ContentIssue] {
        var issues: [ContentIssue] = []
        if asking.id == giving.id { issues.append(ContentIssue("asking", "error.introduction.same")) }
        if let id = proposal.need {
            guard let need = try NeedStore.find(connection, id: id) else { throw Refusal.notFound }
            if !SolutionRules.actsForNetwork(act.principal), !NeedRules.mayRead(act.principal, need).allowed {
                throw Refusal.notFound
            }
        }
        if proposal.message.count > Introduction.messageLimit {
            issues.append(
                ContentIssue(
                    "message", "error.too-long",
                    ["limit": String(Introduction.messageLimit), "length": String(proposal.message.count)]))
        }
        if ContactData.removed(from: proposal.message).found {
            issues.append(ContentIssue("message", "error.introduction.contact"))
        }
        if let id = proposal.partnership {
            guard let partnership = try PartnershipStore.find(connection, id: id) else { throw Refusal.notFound }
            if partnership.stage != .interest { issues.append(ContentIssue("partnership", "error.introduction.not-interest")) }
        }
        if try IntroductionStore.open(
            connection, need: proposal.need, solution: proposal.solution, asking: asking.id, giving: giving.id) != nil
        {
            issues.append(ContentIssue("solution", "error.introduction.open-already"))
        }
        return issues
    }

    private struct Audited: Encodable {
        let need, partnership: String?
        let solution, asking, giving, origin, reference, state, message: String

        init(_ one: Introduction) {
            need = one.need?.description
            partnership = one.partnership?.description
            solution = one.solution.description
            asking = one.asking.description
            giving = one.giving.description
            origin = one.origin.kind
            reference = one.origin.reference
            state = one.state.rawValue
            message = one.message
        }
    }
}
