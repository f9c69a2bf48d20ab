public import Platform
public import SQL

/// A step of an introduction: accept, decline, withdraw or let it expire.
public enum AnswerIntroduction {
    /// - Parameter side: for whom, where somebody speaks for both sides; else the side that they speak for.
    @discardableResult
    public static func run(
        _ connection: any Connection, _ act: Act, introduction id: ID<Introduction>, _ step: IntroductionStep,
        side: Introduction.Side? = nil, reason: String = ""
    ) throws -> Introduction {
        guard var one = try IntroductionStore.find(connection, id: id) else { throw Refusal.notFound }
        let parties = try IntroductionStore.parties(connection, of: one)
        guard IntroductionRules.mayRead(act.principal, parties).allowed else { throw Refusal.notFound }
        try IntroductionRules.may(act.principal, step, in: one.state, parties).orRefuse()
        var actors = IntroductionRules.actors(act.principal, parties)
        if side == .asking { actors.remove(.giving) }
        if side == .giving { actors.remove(.asking) }
        guard let way = IntroductionLife.transition(step, from: one.state, by: actors) else {
            throw Refusal.denied(.deny("rule.other-side-answers"))
        }
        var issues: [ContentIssue] = []
        if way.needsReason, reason.isEmpty { issues.append(ContentIssue("reason", "error.reason-wanted")) }
        if reason.count > Introduction.reasonLimit {
            issues.append(
                ContentIssue(
                    "reason", "error.too-long",
                    ["limit": String(Introduction.reasonLimit), "length": String(reason.count)]))
        }
        if ContactData.removed(from: reason).found {
            issues.append(ContentIssue("reason", "error.introduction.contact"))
        }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        let before = one.state
        one.state = way.to
        one.updatedAt = act.now
        if !way.to.isOpen { one.closedAt = act.now }
        if step == .accept {
            if way.by == .asking { one.askingPerson = act.principal.personID }
            if way.by == .giving { one.givingPerson = act.principal.personID }
        }
        let acted: Introduction.Side = way.by == .asking ? .asking : way.by == .giving ? .giving : .network
        try IntroductionStore.add(
            connection,
            IntroductionStepRecord(
                id: act.newID(), step: step.rawValue, side: acted, state: way.to, reason: reason, byName: act.name,
                at: act.now),
            to: id, by: act.principal.personID)
        if way.to == .accepted {
            one.partnership = try BeginPartnership.introduced(connection, act, one, parties).id
        }
        try IntroductionStore.update(connection, one)
        try act.audit(
            connection, "introduction.\(step.rawValue)", "introduction", id.description,
            before: ["state": before.rawValue], after: ["state": way.to.rawValue, "reason": reason])
        try IntroductionMail.tell(connection, id, IntroductionMail.Occasion(way.to), at: act.now)
        return try IntroductionStore.find(connection, id: id) ?? one
    }
}
