public import Platform

/// What a case is now: folded from its events, by the table alone.
public struct CaseState: Sendable, Equatable {
    public private(set) var phase = CasePhase.draft
    /// From 1 while it is in a step; 0 before.
    public private(set) var step = 0
    public private(set) var outcome: CaseOutcome?
    public private(set) var outcomeReason: String?
    public private(set) var turn = CaseTurn.office
    public private(set) var office: ID<Office>?
    public private(set) var assignee: ID<Person>?
    public private(set) var assigneeName: String?
    /// What the citizen was asked and has not answered yet.
    public private(set) var question: String?
    public private(set) var statement: String?
    public private(set) var delivery: DeliveryRecord?
    public private(set) var isDisputed = false
    public private(set) var rating: Int?
    public private(set) var reopened = 0
    public private(set) var deliveredAt: Timestamp?
    public private(set) var decidedAt: Timestamp?
    /// An appeal against the decision was filed: its number.
    public private(set) var appealed: String?
    /// The day that the last interim reply named.
    public private(set) var expected: Day?
    /// The last event that stands, and how many there are in all.
    public private(set) var last: CaseEvent?
    public private(set) var events = 0
    /// The time of the latest event, taken back or not.
    public private(set) var latest: Timestamp?

    /// How many steps the service has.
    let steps: Int
    let firstOffice: ID<Office>?

    /// A case before anything happened.
    init(steps: Int, office: ID<Office>?) {
        self.steps = steps
        firstOffice = office
        self.office = office
    }

    /// Folds a whole history. Throws `IllegalTransition` when it cannot have been.
    public init(_ events: [CaseEvent], steps: Int, office: ID<Office>?) throws {
        var state = CaseState(steps: steps, office: office)
        let undone = Set(events.compactMap(\.facts.undoes))
        for event in events where event.action != .undo && !undone.contains(event.number) { try state.apply(event) }
        state.events = events.last?.number ?? 0
        state.latest = events.map(\.at).max()
        self = state
    }

    /// Why an action is not possible now; nil when it is. The reason is a key of the catalogue.
    public func obstacle(_ action: CaseAction, by part: CaseActor) -> String? {
        guard let row = CaseLife.transition(action) else { return "case.obstacle.unknown" }
        if !row.actors.contains(part) { return "case.obstacle.not-you" }
        if !row.from.contains(phase) { return phase.isOpen ? "case.obstacle.not-now" : "case.obstacle.ended" }
        if !row.turns.isEmpty, !row.turns.contains(turn) { return "case.obstacle.waits" }
        switch action {
        case .advance: return step < steps ? nil : "case.obstacle.last-step"
        case .deliver: return outcome?.isDelivered == true ? nil : "case.obstacle.nothing-to-deliver"
        // What was granted is not closed before the citizen had their say.
        case .close: return phase == .decided && outcome?.isDelivered == true ? "case.obstacle.deliver-first" : nil
        case .rate: return rating == nil ? nil : "case.obstacle.rated"
        case .reopen: return appealed != nil ? "case.obstacle.appealed" : reopened == 0 ? nil : "case.obstacle.reopened"
        case .appeal: return appealed == nil ? nil : "case.obstacle.appealed"
        default: return nil
        }
    }

    /// Everything that is missing or wrong with what an action says.
    static func missing(_ action: CaseAction, _ facts: CaseFacts) -> [FieldIssue] {
        (CaseLife.transition(action)?.needs ?? []).filter { !facts.has($0) }.map { FieldIssue($0.rawValue, "error.empty") }
    }

    private mutating func apply(_ event: CaseEvent) throws {
        let action = event.action
        if let obstacle = obstacle(action, by: event.part) { throw IllegalTransition(action: action, phase: phase, obstacle: obstacle) }
        guard let row = CaseLife.transition(action), Self.missing(action, event.facts).isEmpty else {
            throw IllegalTransition(action: action, phase: phase, obstacle: "case.obstacle.facts")
        }
        switch row.to {
        case .same: break
        case .phase(let next): phase = next
        case .nextStep:
            phase = .inStep
            step += 1
        }
        switch row.turn {
        case .same: break
        case .turn(let next): turn = next
        case .named: turn = event.facts.party.flatMap { CaseTurn(rawValue: $0.rawValue) } ?? turn
        }
        note(event)
        last = event
    }

    private mutating func note(_ event: CaseEvent) {
        var facts = event.facts
        // What was removed is told by the history; it is no statement of the office.
        if facts.isRedacted == true { (facts.text, facts.reason, facts.delivery) = (nil, nil, nil) }
        switch event.action {
        case .assign: (assignee, assigneeName) = (facts.person, facts.personName)
        case .ask: question = facts.text
        case .answer, .resume: question = nil
        case .transfer: (office, assignee, assigneeName) = (facts.office, nil, nil)
        case .decide:
            (outcome, outcomeReason, statement) = (facts.outcome, facts.outcomeReason, facts.text)
            (decidedAt, appealed) = (event.at, nil)
        case .revise:
            (outcome, outcomeReason, statement) = (facts.outcome, facts.outcomeReason, facts.text)
            (decidedAt, deliveredAt, delivery, isDisputed) = (event.at, nil, nil, false)
        case .appeal: appealed = facts.reference
        case .interim: expected = facts.expected
        case .deliver: (statement, delivery, deliveredAt) = (facts.text, facts.delivery, event.at)
        case .close: statement = facts.text
        case .dispute: isDisputed = true
        case .rate: rating = facts.rating
        case .reopen:
            (outcome, outcomeReason, statement, deliveredAt, isDisputed) = (nil, nil, nil, nil, false)
            (step, reopened, delivery) = (0, reopened + 1, nil)
        default: break
        }
    }

    /// The event that its doer may still take back.
    public func undoable(by actor: String, at now: Timestamp) -> CaseEvent? {
        guard let last, last.number == events, last.actor == actor, now.since(last.recordedAt) <= Self.undoTime,
            CaseLife.transition(last.action)?.isUndoable == true
        else { return nil }
        return last
    }

    public static let undoTime: Duration = .seconds(60)
}

/// A history that cannot have been: a fault of ours, which stops the transaction.
public struct IllegalTransition: Error, CustomStringConvertible, Equatable {
    let action: CaseAction
    let phase: CasePhase
    let obstacle: String

    public var description: String { "“\(action.rawValue)” is not possible in the phase “\(phase.rawValue)” (\(obstacle))." }
}
