import Platform
import SQL

/// Writes a round's lists, on both sides, from its matches. People then change them.
enum FillRoundLists {
    struct Choice: Sendable, Equatable {
        /// Also lists that somebody wrote are replaced; otherwise those only that nobody wrote yet.
        var replacesWritten = false
        /// How many a list names. Equals at its end stay together.
        var longest = 20

        init(replacesWritten: Bool = false, longest: Int = 20) {
            (self.replacesWritten, self.longest) = (replacesWritten, longest)
        }
    }

    struct Done: Sendable, Equatable, Encodable {
        /// Lists that were written now.
        let filled: Int
        /// Lists that stay as somebody wrote them, or for which nothing matches.
        let kept: Int
        let pairs: Int
        let barredPairs: Int
        let weights: Int
        /// False: words alone decided, for there were no sentence vectors.
        let hasMeaning: Bool
    }

    static func run(
        _ connection: any Connection, _ act: Act, slug: String, matches: RoundMatches, choice: Choice
    ) throws -> Done {
        guard let round = try RoundStore.find(connection, slug: slug) else { throw Refusal.notFound }
        try RoundAccess.mayManage(act.principal).orRefuse()
        guard round.state == .open else { throw Refusal.denied(.deny("rule.round-published")) }
        guard (1...Round.mostMembers).contains(choice.longest) else {
            throw Refusal.invalid([
                ContentIssue(
                    "longest", "error.round.range",
                    ["value": String(choice.longest), "least": "1", "most": String(Round.mostMembers)])
            ])
        }
        guard matches.needs > 0 else { throw Refusal.invalid([ContentIssue("lists", "error.round.no-needs")]) }
        let members = try RoundStore.members(connection, of: round.id)
        let proposal = RoundPreferences.fromMatches(matches.scores, longest: choice.longest)
        let filled = members.compactMap { member -> RoundStore.List? in
            guard choice.replacesWritten || member.preferences == nil,
                let list = proposal.lists[member.side]?[member.key], list != member.preferences
            else { return nil }
            return RoundStore.List(side: member.side, key: member.key, before: member.preferences, preferences: list)
        }
        let fits = fits(round, members, proposal)
        if !filled.isEmpty || fits != round.fits {
            try RoundStore.save(connection, round.id, filled, by: act.name, at: act.now)
            try RoundStore.update(
                connection, round.id, plan: round.plan, fits: fits, state: .open, outcome: nil, at: act.now)
            try act.audit(
                connection, "round.lists-filled", "round", round.id.description,
                before: Audited(weights: nil, lists: filled.compactMap { list in list.before.map { .init(list, $0) } }, fits: round.fits),
                after: Audited(weights: matches.weights, lists: filled.map { .init($0, $0.preferences) }, fits: fits))
        }
        return Done(
            filled: filled.count, kept: members.count - filled.count, pairs: matches.scores.count, barredPairs: matches.barred,
            weights: matches.weights, hasMeaning: matches.hasMeaning)
    }

    /// What was known of a need with a solution gives way to the matches; the rest stays.
    private static func fits(
        _ round: Round, _ members: [RoundMember], _ proposal: RoundPreferences.Proposal
    ) -> [String: Double] {
        var fits = round.fits
        for asking in members where asking.need != nil {
            for offering in members where offering.solution != nil { fits["\(asking.key) \(offering.key)"] = nil }
        }
        return fits.merging(proposal.fits) { $1 }
    }

    private struct Audited: Encodable {
        struct List: Encodable {
            let member: String
            let preferences: [[String]]

            init(_ list: RoundStore.List, _ preferences: [[String]]) {
                member = "\(list.side.rawValue) \(list.key)"
                self.preferences = preferences
            }
        }

        let weights: Int?
        let lists: [List]
        let fits: [String: Double]
    }
}
