import Platform
public import SQL

/// Keeps whom a member would like to meet, and how many.
public enum SaveRoundList {
    /// - Parameter version: of the list that was opened; `Refusal.changedMeanwhile` when somebody saved since.
    public static func run(
        _ connection: any Connection, _ act: Act, round slug: String, side: RoundSide, key: String, version: Int,
        preferences: [[String]]?, capacity: Int
    ) throws {
        guard let round = try RoundStore.find(connection, slug: slug) else { throw Refusal.notFound }
        let members = try RoundStore.members(connection, of: round.id)
        guard let member = members.first(where: { $0.side == side && $0.key == key }) else { throw Refusal.notFound }
        try RoundAccess.mayEditList(act.principal, member).orRefuse()
        guard round.state == .open else { throw Refusal.denied(.deny("rule.round-published")) }
        if member.preferences == preferences, member.capacity == capacity { return }
        guard member.version == version else {
            throw Refusal.changedMeanwhile(by: member.savedBy, at: member.savedAt)
        }
        let issues = issues(preferences, capacity, others: Set(members.filter { $0.side == side.other }.map(\.key)))
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        try RoundStore.save(
            connection, round.id, member, preferences: preferences, capacity: capacity, by: act.name, at: act.now)
        try act.audit(
            connection, "round.list-saved", "round", round.id.description,
            before: Audited(member: "\(side.rawValue) \(key)", capacity: member.capacity, preferences: member.preferences),
            after: Audited(member: "\(side.rawValue) \(key)", capacity: capacity, preferences: preferences))
    }

    private static func issues(_ preferences: [[String]]?, _ capacity: Int, others: Set<String>) -> [ContentIssue] {
        var issues: [ContentIssue] = []
        if !(0...RoundMember.mostCapacity).contains(capacity) {
            issues.append(
                ContentIssue(
                    "capacity", "error.round.range",
                    ["value": String(capacity), "least": "0", "most": String(RoundMember.mostCapacity)]))
        }
        var seen: Set<String> = []
        for (place, group) in (preferences ?? []).enumerated() {
            for (index, key) in group.enumerated() {
                let field = "preferences.\(place)" + (group.count > 1 ? ".\(index)" : "")
                if !others.contains(key) { issues.append(ContentIssue(field, "error.round.list-unknown", ["value": key])) }
                if !seen.insert(key).inserted { issues.append(ContentIssue(field, "error.round.listed-twice", ["value": key])) }
            }
        }
        return issues
    }

    private struct Audited: Encodable {
        let member: String
        let capacity: Int
        let preferences: [[String]]?
    }
}
