/// Where an introduction stands.
public enum IntroductionState: String, Sendable, CaseIterable, Codable {
    /// Neither side has answered.
    case proposed
    /// The asking side has accepted and the giving side is waited for.
    case askingAccepted = "asking-accepted"
    case givingAccepted = "giving-accepted"
    case accepted, declined, withdrawn, expired

    public static let open: [IntroductionState] = [.proposed, .askingAccepted, .givingAccepted]
    public var isOpen: Bool { Self.open.contains(self) }

    /// Whose answer is waited for.
    public var waitsFor: [Introduction.Side] {
        switch self {
        case .proposed: [.asking, .giving]
        case .askingAccepted: [.giving]
        case .givingAccepted: [.asking]
        case .accepted, .declined, .withdrawn, .expired: []
        }
    }
}

/// What can be done with an introduction.
public enum IntroductionStep: String, Sendable, CaseIterable, Codable {
    case accept, decline, withdraw, expire
}

/// As whom somebody acts upon an introduction.
public enum IntroductionActor: String, Sendable, CaseIterable {
    case asking, giving
    /// Whoever proposed it.
    case proposer
    case secretariat
    /// A job of the installation.
    case program
}

/// One line of the table: a step, from where, by whom, to where, and whether a reason is asked for.
public struct IntroductionTransition: Sendable, Equatable {
    public let step: IntroductionStep
    public let from: IntroductionState
    public let by: IntroductionActor
    public let to: IntroductionState
    public let needsReason: Bool

    init(_ step: IntroductionStep, _ from: IntroductionState, _ by: IntroductionActor, _ to: IntroductionState, reason: Bool = false) {
        self.step = step
        self.from = from
        self.by = by
        self.to = to
        needsReason = reason
    }
}

/// The life of an introduction, as data. What is not in the table cannot happen.
public enum IntroductionLife {
    public static let table: [IntroductionTransition] = [
        .init(.accept, .proposed, .asking, .askingAccepted),
        .init(.accept, .proposed, .giving, .givingAccepted),
        .init(.accept, .askingAccepted, .giving, .accepted),
        .init(.accept, .givingAccepted, .asking, .accepted),
    ]
        // A side that has accepted may think again until the other has answered.
        + IntroductionState.open.flatMap { from in
            [IntroductionActor.asking, .giving].map { .init(.decline, from, $0, .declined, reason: true) }
        }
        + IntroductionState.open.flatMap { from in
            [IntroductionActor.proposer, .secretariat].map { .init(.withdraw, from, $0, .withdrawn, reason: true) }
        }
        + IntroductionState.open.map { .init(.expire, $0, .program, .expired) }

    /// The first line that fits; nil when the step is not possible now for any of the actors.
    public static func transition(
        _ step: IntroductionStep, from state: IntroductionState, by actors: Set<IntroductionActor>
    ) -> IntroductionTransition? {
        table.first { $0.step == step && $0.from == state && actors.contains($0.by) }
    }

    /// What the actors can do now, each step once, in the order of the table.
    public static func steps(from state: IntroductionState, by actors: Set<IntroductionActor>) -> [IntroductionStep] {
        IntroductionStep.allCases.filter { transition($0, from: state, by: actors) != nil }
    }
}
