/// As whom somebody acts upon a partnership.
public enum PartnershipActor: String, Sendable, CaseIterable {
    /// A focal point of an asking, giving or not yet settled side.
    case party
    case secretariat
    case program
}

/// One line of the table: from where, to where, who may, and what it needs.
public struct PartnershipTransition: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Through a gate, to the next stage.
        case forward
        /// To the stage before: something has to be done again.
        case back
        case decline, stall, end
        /// From stalled to where it stood.
        case resume
    }

    public let kind: Kind
    public let from: PartnershipStage
    public let to: PartnershipStage

    public var gate: Gate? { kind == .forward ? Gate.before(to) : nil }
    /// A reason is asked for where somebody must later understand why it did not go on.
    public var needsReason: Bool { kind != .forward }
    public var by: [PartnershipActor] { [.party, .secretariat, .program] }
}

/// The life of a partnership, as data. What is not in the table cannot happen.
public enum PartnershipLife {
    public static let table: [PartnershipTransition] = {
        let way = PartnershipStage.pipeline
        var rows: [PartnershipTransition] = []
        for (from, to) in zip(way, way.dropFirst()) { rows.append(.init(kind: .forward, from: from, to: to)) }
        // Before both have accepted an introduction there is nothing to go back to; what is sustained ends or goes on.
        for (to, from) in zip(way.dropFirst(), way.dropFirst(2).dropLast()) { rows.append(.init(kind: .back, from: from, to: to)) }
        for from in beforeAgreement { rows.append(.init(kind: .decline, from: from, to: .declined)) }
        for from in way where !beforeAgreement.contains(from) { rows.append(.init(kind: .end, from: from, to: .ended)) }
        for from in way.dropLast() { rows.append(.init(kind: .stall, from: from, to: .stalled)) }
        for to in way.dropLast() { rows.append(.init(kind: .resume, from: .stalled, to: to)) }
        rows.append(.init(kind: .decline, from: .stalled, to: .declined))
        rows.append(.init(kind: .end, from: .stalled, to: .ended))
        return rows
    }()

    /// Nothing is signed yet: whoever leaves declines; afterwards it is ended.
    static let beforeAgreement: [PartnershipStage] = [.interest, .introduced, .exploring]

    /// The line that leads from a state to a stage; nil when there is none.
    public static func transition(from state: PartnershipState, to stage: PartnershipStage) -> PartnershipTransition? {
        table.first { $0.from == state.stage && $0.to == stage && isOpen($0, in: state) }
    }

    /// Where a partnership can go now, in the order of the table.
    public static func ways(from state: PartnershipState) -> [PartnershipTransition] {
        table.filter { $0.from == state.stage && isOpen($0, in: state) }
    }

    /// From *stalled* it goes back to where it stood, or leaves as it would have left from there.
    private static func isOpen(_ way: PartnershipTransition, in state: PartnershipState) -> Bool {
        guard state.stage == .stalled, let resume = state.resume else { return state.stage != .stalled }
        return switch way.kind {
        case .resume: way.to == resume
        case .decline: beforeAgreement.contains(resume)
        case .end: !beforeAgreement.contains(resume)
        case .forward, .back, .stall: false
        }
    }

    public static func next(_ state: PartnershipState, _ way: PartnershipTransition) -> PartnershipState {
        PartnershipState(way.to, resume: way.to == .stalled ? state.stage : nil)
    }
}
