import Platform
import SQL

/// Brings an open case to a later version of its calendar, such as when a holiday was declared after the fact. What has ended keeps its
/// version.
enum RecountCase {
    enum Outcome: Sendable, Equatable {
        /// The due date moved, and the history says so.
        case moved
        /// Only the version changed.
        case same
        /// With the new calendar there would be no due date at all, so the case keeps the old one.
        case impossible
    }

    /// - Parameter reason: which days were declared, for the citizen to read.
    static func run(
        _ connection: any Connection, _ act: Act, _ before: Case, calendar: WorkingCalendar, version: Int, reason: String
    ) throws -> Outcome {
        var after = before
        (after.calendar, after.calendarVersion) = (calendar, version)
        let standings: (old: Deadline.Standing, new: Deadline.Standing)
        do {
            standings = (try before.standing(at: act.now), try after.standing(at: act.now))
        } catch is FieldIssues {
            return .impossible
        }
        guard (standings.old.due, standings.old.remaining) != (standings.new.due, standings.new.remaining) else {
            try after.list(at: act.now)
            try connection.send("""
                UPDATE case_record SET calendar_version = \(version), step_due = \(after.listedStepDue) WHERE id = \(before.id)
                """)
            return .same
        }
        var facts = CaseFacts()
        facts.reason = reason
        let event = CaseEvent(
            number: before.state.events + 1, at: max(act.now, before.state.latest ?? act.now), recordedAt: act.now, action: .recount,
            part: .manager, actor: act.principal.auditName, actorName: act.principal.name, facts: facts)
        after.events.append(event)
        after.state = try CaseState(after.events, steps: before.definition.steps.count, office: before.firstOffice)
        try after.list(at: act.now)
        try CaseStore.append(connection, event, before: before, after: after, at: act.now)
        try CaseNotices.note(connection, before: before, after: after, event: event, at: act.now)
        try act.audit(
            connection, "case.recount", "case", before.id.description,
            before: Audited(calendarVersion: before.calendarVersion, due: standings.old.due),
            after: Audited(calendarVersion: version, due: standings.new.due))
        return .moved
    }

    private struct Audited: Encodable {
        let calendarVersion: Int
        let due: Day?
    }
}
