public import Platform

/// A request of somebody, with its whole history.
public struct Case: Sendable {
    public let id: ID<Case>
    public let reference: String
    let codeHash: String
    /// With which the secret was hashed: the case's own id, or that of the case from which it was split.
    let codeOwner: String
    public let service: ID<Service>
    public let serviceVersion: Int
    /// As it was when the case began.
    public let definition: ServiceDefinition
    public let serviceSlug: String
    let calendarKey: String
    var calendarVersion: Int
    var calendar: WorkingCalendar
    public let channel: CaseChannel
    /// BCP 47: in which the citizen reads.
    public let language: String
    /// A name to call them by; may be empty.
    public let applicant: String
    public let answers: FormAnswers
    public let visibility: CaseVisibility
    /// The office at the beginning.
    let firstOffice: ID<Office>
    public let receivedAt: Timestamp
    public internal(set) var events: [CaseEvent]
    public internal(set) var state: CaseState
    /// By which its row is sorted and counted: the number of the due day, or `CaseStore.noDate`.
    var listedDue: Int

    public var office: ID<Office> { state.office ?? firstOffice }

    /// Its deadline as it stands at a moment, day by day.
    public func deadline(at now: Timestamp) throws -> DeadlineExplanation {
        let history = CaseClock.events(events)
        // Never before the last event: a clock that was set back must not make the page fail.
        return try DeadlineExplanation(
            rule: definition.deadline, calendar: calendar, events: history, at: max(now, state.latest ?? now))
    }

    public func standing(at now: Timestamp) throws -> Deadline.Standing {
        try Deadline.standing(
            rule: definition.deadline, calendar: calendar, events: CaseClock.events(events), at: max(now, state.latest ?? now))
    }

    /// May the office finish it? What was delivered waits for the citizen's word, as long as they could still have it opened again.
    public func mayClose(at now: Timestamp) -> Bool {
        guard state.phase == .delivered, !state.isDisputed, let delivered = state.deliveredAt else { return true }
        return now.since(delivered) > .days(definition.reopenWithin)
    }

    /// May the citizen have it opened again?
    public func mayReopen(at now: Timestamp) -> Bool {
        guard let delivered = state.deliveredAt, now.since(delivered) <= .days(definition.reopenWithin) else { return false }
        return state.isDisputed || (state.rating ?? 5) <= 2
    }
}

/// A row of a list of cases.
public struct CaseRow: Sendable {
    public let id: ID<Case>
    public let reference: String
    public let service: ID<Service>
    public let serviceVersion: Int
    public let applicant: String
    public let phase: CasePhase
    public let step: Int
    public let outcome: CaseOutcome?
    public let turn: CaseTurn
    /// nil while its clock stands still.
    public let due: Day?
    public let assignee: ID<Person>?
    public let office: ID<Office>
    /// How many there were when the list was read.
    public let events: Int
    public let receivedAt: Timestamp
}
