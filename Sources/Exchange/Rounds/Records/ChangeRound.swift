import Platform
public import SQL

/// Changes a round's plan and rules, as long as no result stands.
public enum ChangeRound {
    public static func run(
        _ connection: any Connection, _ act: Act, slug: String, version: Int, plan: RoundPlan
    ) throws {
        guard let round = try RoundStore.find(connection, slug: slug) else { throw Refusal.notFound }
        try RoundAccess.mayManage(act.principal).orRefuse()
        guard round.state == .open else { throw Refusal.denied(.deny("rule.round-published")) }
        if round.plan == plan { return }
        guard round.version == version else { throw Refusal.changedMeanwhile(by: "", at: round.updatedAt) }
        let members = try RoundStore.members(connection, of: round.id)
        let issues = plan.issues() + ruleIssues(round, plan, members)
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        try RoundStore.update(
            connection, round.id, plan: plan, fits: round.fits, state: .open, outcome: nil, at: act.now)
        try act.audit(
            connection, "round.changed", "round", round.id.description, before: round.plan, after: plan)
    }

    /// Rules that name nobody, or cannot all be kept.
    static func ruleIssues(_ round: Round, _ plan: RoundPlan, _ members: [RoundMember]) -> [ContentIssue] {
        var issues: [ContentIssue] = []
        let keys = Dictionary(grouping: members, by: \.side).mapValues { Set($0.map(\.key)) }
        for (field, pairs) in [("mustHave", plan.mustHave), ("conflicts", plan.conflicts)] {
            for (index, pair) in pairs.enumerated() {
                for (side, key) in zip(RoundSide.allCases, pair) where keys[side]?.contains(key) != true {
                    let fault =
                        key.isEmpty
                        ? "error.round.pair-half"
                        : keys[side.other]?.contains(key) == true ? "error.round.other-side" : "error.round.member-unknown"
                    issues.append(
                        ContentIssue(
                            "\(field).\(index).\(side == .proposers ? "asking" : "offering")", fault,
                            ["value": key, "number": String(index + 1)]))
                }
            }
            if let ring = RoundRulesCheck.ring(pairs.compactMap { pair in pair.count == 2 ? (pair[0], pair[1]) : nil }.filter { one, other in
                [RoundSide.proposers, .acceptors].contains { side in
                    keys[side]?.contains(one) == true && keys[side]?.contains(other) == true
                }
            }) {
                issues.append(ContentIssue("\(field).0.asking", "round.fault.ring", ["ring": (ring + ring.prefix(1)).joined(separator: " → ")]))
            }
        }
        guard issues.isEmpty else { return issues }
        let changed = Round(
            id: round.id, slug: round.slug, name: round.name, event: round.event, state: round.state, plan: plan,
            fits: round.fits, outcome: nil, version: round.version, createdAt: round.createdAt, updatedAt: round.updatedAt)
        let assembly = RoundAssembly(changed, members)
        return RoundRulesCheck.faults(assembly.input).map { fault in
            let pair = (fault.isMustHave ? assembly.input.rules.mustHave : assembly.input.rules.conflicts)[fault.index]
            let titles = [assembly.proposers[pair.proposer].title, assembly.acceptors[pair.acceptor].title]
            return ContentIssue(
                "\(fault.isMustHave ? "mustHave" : "conflicts").\(fault.index).asking", "round.fault.rule-\(fault.reason.rawValue)",
                ["pair": titles.joined(separator: " – "), "subject": fault.subject, "limit": String(fault.limit)])
        }
    }
}
