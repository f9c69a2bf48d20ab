import Platform
public import SQL

/// Makes one solution of the round its result, and proposes an introduction for each pair.
public enum PublishRound {
    public struct Done: Sendable, Equatable {
        public var introductions = 0
        /// Pairs of one organisation with itself, and those who are being introduced already.
        public var without = 0
    }

    public static func run(
        _ connection: any Connection, _ act: Act, slug: String, version: Int, method: RoundMethod, proposing: RoundSide
    ) throws -> Done {
        guard let round = try RoundStore.find(connection, slug: slug) else { throw Refusal.notFound }
        try RoundAccess.mayManage(act.principal).orRefuse()
        guard round.state == .open else { throw Refusal.denied(.deny("rule.round-published")) }
        guard round.version == version else { throw Refusal.changedMeanwhile(by: "", at: round.updatedAt) }
        let members = try RoundStore.members(connection, of: round.id)
        let assembly = RoundAssembly(round, members)
        let issues = ChangeRound.ruleIssues(round, round.plan, members)
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        let result = RoundSolver.solve(assembly.input, method: method, proposing: proposing)
        guard !result.pairs.isEmpty else { throw Refusal.invalid([ContentIssue("method", "error.round.no-pairs")]) }
        let outcome = RoundOutcome(
            method: method, proposing: result.proposing, pairs: result.pairs.map(assembly.keys))
        try RoundStore.update(
            connection, round.id, plan: round.plan, fits: round.fits, state: .published, outcome: outcome, at: act.now)
        try act.audit(
            connection, "round.published", "round", round.id.description, before: RoundOutcome?.none, after: outcome)
        var done = Done()
        for pair in result.pairs {
            let (asking, offering) = (assembly.proposers[pair.proposer], assembly.acceptors[pair.acceptor])
            guard let solution = offering.solution, asking.organisation != offering.organisation else {
                done.without += 1
                continue
            }
            do {
                try ProposeIntroduction.run(
                    connection, act,
                    IntroductionProposal(
                        need: asking.need, solution: solution, asking: asking.organisation, giving: offering.organisation,
                        origin: .round(round.slug)))
                done.introductions += 1
            } catch Refusal.invalid, Refusal.notFound {
                // Introduced already, or the solution was archived since: nothing was written, and the page tells how many.
                done.without += 1
            }
        }
        return done
    }
}
