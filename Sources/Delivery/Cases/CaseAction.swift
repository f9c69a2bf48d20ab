/// What can be done with a case. The words of each are `case.action.ACTION` for staff and `case.said.ACTION` for the public.
public enum CaseAction: String, Sendable, CaseIterable, Codable {
    case submit, accept, assign, advance, ask, answer, wait, resume, transfer, decide, deliver, confirm, dispute, rate, reopen,
        close, withdraw, duplicate, note, undo
    case interim, appeal, revise, redact
    case split, link, recount
}

/// In which part somebody acts.
public enum CaseActor: String, Sendable, CaseIterable, Codable {
    /// Who applied, or an operator on their behalf.
    case citizen
    /// Whoever works in the case's office.
    case officer
    /// A service manager of the case's office.
    case manager
    /// Whoever decided an appeal against it.
    case appeals
}

/// What an action must say.
public enum CaseFact: String, Sendable, CaseIterable, Codable {
    /// Words to the citizen: a question, an answer, a statement of what was done.
    case text
    /// Words for the office alone, or why.
    case reason
    /// What was decided, with the key of one of the service's reasons.
    case outcome, outcomeReason
    /// For whom it waits.
    case party
    /// Where it goes.
    case office
    /// Who is to do it.
    case person
    /// From 1 (poor) to 5 (good).
    case rating
    /// The reference of the case that is the same, or that is the appeal.
    case reference
    /// The day on which the answer is expected.
    case expected
}

/// One row of the table that a case's life is made of.
public struct CaseTransition: Sendable {
    public enum To: Sendable, Equatable {
        case same
        case phase(CasePhase)
        /// The next of the service's steps.
        case nextStep
    }

    public enum Turn: Sendable, Equatable {
        case same
        case turn(CaseTurn)
        /// The party that the action names.
        case named
    }

    public let action: CaseAction
    public let from: Set<CasePhase>
    /// Whose turn it must be; empty: anybody's.
    public let turns: Set<CaseTurn>
    public let to: To
    public let turn: Turn
    public let actors: Set<CaseActor>
    public let needs: [CaseFact]
    /// May the citizen read that it happened?
    public let isPublic: Bool
    /// Can who did it take it back within a minute?
    public let isUndoable: Bool
}

/// The life of a case, as a table: who may, from where, what it needs, what the public reads. Nothing else moves a case, and the
/// diagram in the documentation is drawn from it.
public enum CaseLife {
    private static let office: Set<CaseActor> = [.officer, .manager]
    private static let working: Set<CasePhase> = [.accepted, .inStep]
    private static let ended: Set<CasePhase> = [.decided, .delivered, .closed]
    private static let undecided: Set<CasePhase> = [.submitted, .accepted, .inStep]

    public static let table: [CaseTransition] = [
        row(.submit, from: [.draft], to: .phase(.submitted), by: [.citizen, .officer, .manager]),
        row(.accept, from: [.submitted], to: .phase(.accepted), by: office, undo: true),
        row(.assign, from: CasePhase.open, by: office, needs: [.person], isPublic: false, undo: true),
        row(.advance, from: working, turns: [.office], to: .nextStep, by: office, undo: true),
        row(.ask, from: undecided, turns: [.office], turn: .turn(.citizen), by: office, needs: [.text], undo: true),
        row(.answer, from: undecided, turns: [.citizen], turn: .turn(.office), by: [.citizen], needs: [.text]),
        row(.wait, from: undecided, turns: [.office], turn: .named, by: office, needs: [.party, .reason], undo: true),
        row(.resume, from: undecided, turns: [.citizen, .thirdParty, .payment], turn: .turn(.office), by: office, needs: [.reason]),
        row(.transfer, from: undecided, by: office, needs: [.office, .reason]),
        row(.decide, from: working, turns: [.office], to: .phase(.decided), by: office, needs: [.outcome, .outcomeReason, .text], undo: true),
        row(.deliver, from: [.decided], to: .phase(.delivered), turn: .turn(.citizen), by: office, needs: [.text], undo: true),
        row(.confirm, from: [.delivered], to: .phase(.closed), turn: .turn(.office), by: [.citizen]),
        row(.dispute, from: [.delivered], turns: [.citizen], turn: .turn(.office), by: [.citizen], needs: [.text]),
        row(.rate, from: [.delivered, .closed], by: [.citizen], needs: [.rating]),
        row(.reopen, from: [.delivered, .closed], to: .phase(.accepted), turn: .turn(.office), by: [.citizen], needs: [.text]),
        row(.close, from: [.decided, .delivered], to: .phase(.closed), turn: .turn(.office), by: office, needs: [.text]),
        row(.withdraw, from: undecided, to: .phase(.withdrawn), turn: .turn(.office), by: [.citizen]),
        row(.duplicate, from: undecided, to: .phase(.duplicate), turn: .turn(.office), by: office, needs: [.reference, .text]),
        row(.interim, from: undecided, by: office, needs: [.reason, .expected], undo: true),
        row(.appeal, from: ended, by: [.citizen], needs: [.reference]),
        row(.revise, from: ended, to: .phase(.decided), turn: .turn(.office), by: [.appeals], needs: [.outcome, .outcomeReason, .text, .reference]),
        row(.redact, from: Set(CasePhase.allCases).subtracting([.draft]), by: [.manager], needs: [.reason]),
        row(.note, from: Set(CasePhase.allCases).subtracting([.draft]), by: office, needs: [.reason], isPublic: false),
        row(.undo, from: Set(CasePhase.allCases).subtracting([.draft]), by: office),
        row(.split, from: undecided, by: office, needs: [.reason]),
        row(.link, from: Set(CasePhase.allCases).subtracting([.draft]), by: office, needs: [.reference], isPublic: false),
        row(.recount, from: CasePhase.open, by: [.manager], needs: [.reason]),
    ]

    private static let byAction = Dictionary(uniqueKeysWithValues: table.map { ($0.action, $0) })

    public static func transition(_ action: CaseAction) -> CaseTransition? { byAction[action] }

    private static func row(
        _ action: CaseAction, from: Set<CasePhase>, turns: Set<CaseTurn> = [], to: CaseTransition.To = .same,
        turn: CaseTransition.Turn = .same, by actors: Set<CaseActor>, needs: [CaseFact] = [], isPublic: Bool = true,
        undo isUndoable: Bool = false
    ) -> CaseTransition {
        CaseTransition(
            action: action, from: from, turns: turns, to: to, turn: turn, actors: actors, needs: needs, isPublic: isPublic,
            isUndoable: isUndoable)
    }
}
