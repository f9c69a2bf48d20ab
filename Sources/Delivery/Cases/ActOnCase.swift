import Platform
public import SQL

/// Does one thing with a case: checks it against the table and the case's service, writes the event, and what follows from it.
public enum ActOnCase {
    /// - Parameters:
    ///   - seen: how many events the case had when the page was opened; nil when that does not matter.
    /// - Throws: `Refusal.changedMeanwhile` when somebody else was quicker.
    @discardableResult
    public static func run(
        _ connection: any Connection, _ act: Act, _ before: Case, _ action: CaseAction, as part: CaseActor, _ facts: CaseFacts,
        seen: Int? = nil
    ) throws -> Case {
        if let seen, seen != before.state.events { throw Refusal.changedMeanwhile }
        // Whoever hides their name leaves none here, whether they are signed in or not.
        let act = part == .citizen && before.confidence.privacy.hidesIdentity ? Act(.anonymous, at: act.now) : act
        if let refusal = try GrievanceActs.obstacle(connection, act, before, action, part) { throw Refusal.denied(.deny(refusal)) }
        if let obstacle = before.state.obstacle(action, by: part) { throw Refusal.denied(.deny(obstacle)) }
        var facts = facts
        (facts.inPlaceOf, facts.inPlaceOfName) = try covered(connection, act, before, action, part)
        var event: CaseEvent { makeEvent(act, before, action, part, facts) }
        if action == .undo {
            guard let last = before.undoable(by: event.actor, at: act.now) else {
                throw Refusal.denied(.deny("case.obstacle.undo"))
            }
            let (inPlaceOf, name) = (facts.inPlaceOf, facts.inPlaceOfName)
            facts = CaseFacts()
            (facts.undoes, facts.inPlaceOf, facts.inPlaceOfName) = (last.number, inPlaceOf, name)
        }
        if action == .reopen, !before.mayReopen(at: act.now) { throw Refusal.denied(.deny("case.obstacle.reopen")) }
        if action == .close, !before.mayClose(at: act.now) { throw Refusal.denied(.deny("case.obstacle.citizen-first")) }
        let issues = CaseState.missing(action, facts) + (try faults(connection, act.principal, before, action, facts, at: act.now))
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        let written = event
        var after = before
        after.events.append(written)
        after.state = try CaseState(after.events, steps: before.definition.steps.count, office: before.firstOffice)
        try after.list(at: act.now)
        let organisation = after.office == before.office ? nil : try OfficeStore.find(connection, id: after.office)?.organisation
        try CaseStore.append(connection, written, before: before, after: after, organisation: organisation, at: act.now)
        if action == .link, let typed = facts.reference, let other = try CaseStore.find(connection, reference: typed) {
            try CaseLinks.add(connection, before.id, .related, other.id, at: act.now)
        }
        try CaseFigures.note(connection, before: before, after: after)
        try CaseNotices.note(connection, before: before, after: after, event: written, at: act.now)
        try GrievanceActs.follow(connection, act, after, written)
        try act.audit(
            connection, "case.\(action.rawValue)", "case", before.id.description, before: Audited(before.state),
            after: Audited(after.state, inPlaceOf: facts.inPlaceOf))
        return after
    }

    private static func makeEvent(_ act: Act, _ before: Case, _ action: CaseAction, _ part: CaseActor, _ facts: CaseFacts) -> CaseEvent {
        // Time does not run backwards in a history, even if the machine's clock did.
        let at = max(act.now, before.state.latest ?? act.now)
        return CaseEvent(
            number: before.state.events + 1, at: at, recordedAt: act.now, action: action, part: part,
            actor: act.principal.auditName, actorName: act.principal.name, facts: facts)
    }

    /// Whose work this is, when it is done by whoever covers for them. Who takes a case over does so for themselves.
    private static func covered(
        _ connection: any Connection, _ act: Act, _ record: Case, _ action: CaseAction, _ part: CaseActor
    ) throws -> (ID<Person>?, String?) {
        guard part == .officer || part == .manager, action != .assign, let actor = act.principal.personID,
            let assignee = record.state.assignee, assignee != actor
        else { return (nil, nil) }
        let day = record.calendar.day(of: act.now)
        let absences = try connection.ask(AbsenceStore.leading(from: assignee, on: day))
        guard Cover.worker(for: assignee, on: day, absences) == actor else { return (nil, nil) }
        return (assignee, record.state.assigneeName)
    }

    /// What the table cannot know: limits, and what the service and the offices allow.
    private static func faults(
        _ connection: any Connection, _ principal: Principal, _ record: Case, _ action: CaseAction, _ facts: CaseFacts, at now: Timestamp
    ) throws -> [FieldIssue] {
        var found = PlainText.issues(facts.text, "text") + PlainText.issues(facts.reason, "reason")
        if action == .decide, let outcome = facts.outcome {
            let reasons = record.definition.ending(outcome)?.reasons.map(\.key) ?? []
            if record.definition.ending(outcome) == nil {
                let known = record.definition.endings.map(\.outcome.rawValue).joined(separator: ", ")
                found.append(FieldIssue("outcome", "error.unknown-value", ["value": outcome.rawValue, "known": known]))
            } else if let reason = facts.outcomeReason, !reasons.contains(reason) {
                found.append(
                    FieldIssue("outcomeReason", "error.unknown-value", ["value": reason, "known": reasons.joined(separator: ", ")]))
            }
        }
        if let delivery = facts.delivery {
            let received = record.events.first.map { record.calendar.day(of: min($0.at, record.receivedAt)) } ?? record.calendar.day(of: record.receivedAt)
            if action != .deliver { found.append(FieldIssue("delivery", "error.delivery-alone")) }
            found += delivery.issues(received: received, today: record.calendar.day(of: max(now, record.state.latest ?? now)))
        }
        if let feedback = facts.feedback { found += CaseFeedback.issues(feedback, of: record.definition.feedback) }
        found += try GrievanceActs.faults(connection, record, action, facts, at: now)
        if let rating = facts.rating, !(1...5).contains(rating) {
            found.append(FieldIssue("rating", "error.figure-range", ["least": "1", "most": "5"]))
        }
        if action == .wait, let party = facts.party {
            let steps = record.definition.steps
            let allowed = steps.indices.contains(record.state.step - 1) ? steps[record.state.step - 1].mayWaitFor : DeadlineRule.Party.allCases
            if party == .citizen || !allowed.contains(party) { found.append(FieldIssue("party", "error.party")) }
        }
        if action == .transfer, let office = facts.office {
            if office == record.office { found.append(FieldIssue("office", "error.office-same")) }
            if try OfficeStore.find(connection, id: office) == nil { found.append(FieldIssue("office", "error.office")) }
        }
        if action == .duplicate || action == .link, let typed = facts.reference {
            if typed == record.reference { found.append(FieldIssue("reference", "error.reference-same")) }
            let other = try CaseStore.find(connection, reference: typed)
            // A case of an office that is not theirs is not there for them.
            let isKnown = try other.map { other in
                try action != .link || OfficeStore.find(connection, id: other.office)
                    .map { CaseRules.part(principal, office: $0, other.confidence).part != nil } ?? false
            } ?? false
            if !isKnown { found.append(FieldIssue("reference", "error.reference")) }
        }
        return found
    }

    /// The axes alone: the audit holds nothing that a citizen wrote.
    struct Audited: Encodable {
        let phase: CasePhase
        let step: Int
        let turn: CaseTurn
        let outcome: CaseOutcome?
        let events: Int
        /// For whom somebody acted who covers for them.
        let inPlaceOf: String?

        init(_ state: CaseState, inPlaceOf: ID<Person>? = nil) {
            (phase, step, turn, outcome, events) = (state.phase, state.step, state.turn, state.outcome, state.events)
            self.inPlaceOf = inPlaceOf.map { "person:\($0)" }
        }
    }
}
