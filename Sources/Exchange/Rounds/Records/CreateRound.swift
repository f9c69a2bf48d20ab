import Platform
public import SQL

/// What a new round is made of.
public struct RoundProposal: Sendable {
    public var name = ""
    public var event: String?
    public var plan = RoundPlan()
    /// The event's countries ask, by the opportunities that they noted.
    public var takesOpportunities = false
    public var needs: [String] = []
    public var solutions: [String] = []
    /// How many meetings each can have, to begin with.
    public var capacity = 3

    public init() {}
}

/// Makes a round. Its lists are written afterwards.
public enum CreateRound {
    public static func run(
        _ connection: any Connection, _ act: Act, _ proposal: RoundProposal, slug: String? = nil
    ) throws -> Round {
        try RoundAccess.mayManage(act.principal).orRefuse()
        var issues = proposal.plan.issues()
        if proposal.name.isEmpty { issues.append(ContentIssue("name", "error.required")) }
        if proposal.name.count > Round.nameLimit {
            issues.append(
                ContentIssue(
                    "name", "error.too-long", ["limit": String(Round.nameLimit), "length": String(proposal.name.count)]))
        }
        if let event = proposal.event, try EventStore.find(connection, event) == nil {
            issues.append(ContentIssue("event", "import.event-unknown", ["value": event]))
        }
        if !(0...RoundMember.mostCapacity).contains(proposal.capacity) {
            issues.append(
                ContentIssue(
                    "capacity", "error.round.range",
                    ["value": String(proposal.capacity), "least": "0", "most": String(RoundMember.mostCapacity)]))
        }
        let builder = Builder(act: act, capacity: proposal.capacity)
        let offering = try builder.solutions(connection, proposal.solutions, &issues)
        let asking = try builder.needs(connection, proposal.needs, &issues)
        var (members, fits) = (asking + offering.map(\.member), [String: Double]())
        if proposal.takesOpportunities {
            if let event = proposal.event {
                let found = try builder.countries(connection, event, solutions: offering.map { ($0.member.key, $0.themes) })
                members += found.members
                fits = found.fits
            } else {
                issues.append(ContentIssue("event", "error.round.event-wanted"))
            }
        }
        for (side, field) in [(RoundSide.proposers, "needs"), (.acceptors, "solutions")] {
            let count = members.filter { $0.side == side }.count
            if count == 0 { issues.append(ContentIssue(field, "error.round.nobody")) }
            if count > Round.mostMembers {
                issues.append(ContentIssue(field, "error.too-many", ["limit": String(Round.mostMembers)]))
            }
        }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        let round = Round(
            id: act.newID(),
            slug: try slug ?? Slug.unique(proposal.name, fallback: "round") {
                // “new” is the address of the form.
                $0 == "new" ? true : try RoundStore.slugExists(connection, $0)
            },
            name: proposal.name, event: proposal.event, state: .open, plan: proposal.plan, fits: fits, outcome: nil,
            version: 1, createdAt: act.now, updatedAt: act.now)
        try RoundStore.insert(connection, round, members: members)
        try act.audit(
            connection, "round.created", "round", round.id.description, before: String?.none,
            after: Audited(name: round.name, plan: round.plan, members: members.map { "\($0.side.rawValue) \($0.key)" }))
        return round
    }

    private struct Audited: Encodable {
        let name: String
        let plan: RoundPlan
        let members: [String]
    }

    /// Turns records into members.
    private struct Builder {
        let act: Act
        let capacity: Int

        private func member(
            _ side: RoundSide, _ key: String, _ position: Int, _ title: String, _ organisation: ID<Organisation>,
            _ country: String?, need: ID<Need>? = nil, solution: ID<Solution>? = nil
        ) -> RoundMember {
            RoundMember(
                side: side, key: key, position: position, title: title, organisation: organisation, country: country,
                need: need, solution: solution, capacity: capacity, preferences: nil, version: 1, savedAt: act.now,
                savedBy: act.name)
        }

        func needs(
            _ connection: any Connection, _ slugs: [String], _ issues: inout [ContentIssue]
        ) throws -> [RoundMember] {
            var members: [RoundMember] = []
            for slug in unique(slugs) {
                guard let need = try NeedStore.find(connection, slug: slug), need.state == .open else {
                    issues.append(ContentIssue("needs", "error.round.need-unknown", ["value": slug]))
                    continue
                }
                members.append(
                    member(.proposers, slug, members.count, need.content.title, need.organisation, need.country, need: need.id))
            }
            return members
        }

        func solutions(
            _ connection: any Connection, _ slugs: [String], _ issues: inout [ContentIssue]
        ) throws -> [(member: RoundMember, themes: [Theme])] {
            var members: [(member: RoundMember, themes: [Theme])] = []
            for slug in unique(slugs) {
                guard let solution = try SolutionStore.find(connection, slug: slug), solution.state.isPublic,
                    let number = solution.currentRevision,
                    let content = try SolutionStore.revision(connection, solution.id, number: number)?.content
                else {
                    issues.append(ContentIssue("solutions", "import.solution-unknown", ["value": slug]))
                    continue
                }
                let one = member(
                    .acceptors, slug, members.count, content.title, solution.organisation, solution.country,
                    solution: solution.id)
                members.append((one, content.themes))
            }
            return members
        }

        /// One member for each country that noted opportunities at the event and whose government takes part.
        func countries(
            _ connection: any Connection, _ event: String, solutions: [(key: String, themes: [Theme])]
        ) throws -> (members: [RoundMember], fits: [String: Double]) {
            var wanted: [String: [Theme]] = [:]
            for line in try OpportunityStore.tally(connection) where line.event == event {
                wanted[line.country, default: []] += Array(repeating: line.theme, count: line.count)
            }
            var (members, fits) = ([RoundMember](), [String: Double]())
            for participant in try EventStore.participants(connection, of: event) where participant.kind == .country {
                guard let country = participant.country, let themes = wanted[country] else { continue }
                let key = "\(event)-\(country.lowercased())"
                members.append(
                    member(.proposers, key, 1000 + members.count, participant.name, participant.organisation, country))
                fits.merge(RoundPreferences.fits(asking: key, opportunities: themes, solutions: solutions)) { first, _ in first }
            }
            return (members, fits)
        }

        private func unique(_ slugs: [String]) -> [String] {
            var seen: Set<String> = []
            return slugs.filter { seen.insert($0).inserted }
        }
    }
}
