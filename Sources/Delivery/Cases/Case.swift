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
    public var kind = CaseKind.request
    /// The key of the complaint's category.
    public var category: String?
    /// What a complaint is about.
    public var about: CaseAbout?
    public var confidence = CaseConfidence()
    /// Of an appeal: how many authorities before, from 1.
    public var tier = 0
    /// The case that an appeal is against.
    public var firstCase: ID<Case>?
    public internal(set) var events: [CaseEvent]
    public internal(set) var state: CaseState
    /// By which its row is sorted and counted: the number of the due day, or `CaseStore.noDate`.
    var listedDue: Int
    /// The number of the day by which the step is due that is worked on; nil without one now.
    var listedStepDue: Int?

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

    /// How the step stands that is worked on, and in what it is counted; nil where the service gives it no time of its own, or its
    /// calendar has no day for it: that must not stop the work.
    func stepStanding(at now: Timestamp) -> (standing: Deadline.Standing, unit: DeadlineRule.Unit)? {
        guard state.phase == .inStep, definition.steps.indices.contains(state.step - 1), let rule = definition.steps[state.step - 1].limit,
            let events = CaseClock.stepEvents(events),
            // It throws `FieldIssues` alone, of a limit beyond the calendar.
            let standing = try? Deadline.standing(rule: rule, calendar: calendar, events: events, at: max(now, state.latest ?? now))
        else { return nil }
        return (standing, rule.unit)
    }

    /// Brings the days up to date by which lists show it.
    mutating func list(at now: Timestamp) throws {
        listedDue = try standing(at: now).due?.number ?? CaseStore.noDate
        listedStepDue = stepStanding(at: now)?.standing.due?.number
    }

    /// The event that its doer may still take back. What decided an appeal has changed another case already.
    func undoable(by actor: String, at now: Timestamp) -> CaseEvent? {
        guard let event = state.undoable(by: actor, at: now), kind != .appeal || event.action != .decide else { return nil }
        return event
    }

    /// The authority that an appeal against its decision goes to.
    var nextTier: ServiceDefinition.Appeal? {
        let tiers = definition.appealTiers
        return tiers.indices.contains(tier) ? tiers[tier] : nil
    }

    /// Must the office give an interim reply before it does anything that takes more time? The limit has passed, and so has the day
    /// that the last reply named.
    public func owesInterimReply(at now: Timestamp) throws -> Bool {
        guard kind == .grievance, definition.grievance?.owesInterimReply == true,
            [.submitted, .accepted, .inStep].contains(state.phase), try standing(at: now).state == .passed
        else { return false }
        return state.expected.map { $0 < calendar.day(of: now) } ?? true
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

/// What a complaint is about.
public struct CaseAbout: Sendable, Equatable, Codable {
    /// The office complained about.
    public var office: ID<Office>?
    /// The name of somebody complained about, as it was typed.
    public var person: String?

    public init(office: ID<Office>? = nil, person: String? = nil) {
        self.office = office
        self.person = person
    }
}

/// A row of a list of cases.
public struct CaseRow: Sendable {
    public let id: ID<Case>
    public let reference: String
    public let kind: CaseKind
    public let service: ID<Service>
    public let serviceVersion: Int
    public let applicant: String
    public let phase: CasePhase
    public let step: Int
    public let outcome: CaseOutcome?
    public let turn: CaseTurn
    /// nil while its clock stands still.
    public let due: Day?
    /// When the step is due that is worked on; nil without a time of its own, and while it stands still.
    public let stepDue: Day?
    public let assignee: ID<Person>?
    public let office: ID<Office>
    /// How many there were when the list was read.
    public let events: Int
    public let receivedAt: Timestamp
}
