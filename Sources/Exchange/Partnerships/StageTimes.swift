public import Platform

/// How long a partnership stood where. Never stored: computed from its history.
public struct StageTimes: Sendable, Equatable {
    /// One stay in one stage; the last has no end.
    public struct Stay: Sendable, Equatable {
        public let stage: PartnershipStage
        public let from: Timestamp
        public let to: Timestamp?
        /// Where it went.
        public let next: PartnershipStage?
    }

    public let stays: [Stay]
    private let now: Timestamp

    public init(_ history: [PartnershipStep], now: Timestamp) {
        self.now = now
        stays = history.enumerated().map { index, step in
            let next = index + 1 < history.count ? history[index + 1] : nil
            return Stay(stage: step.to, from: step.at, to: next?.at, next: next?.to)
        }
    }

    public func length(_ stay: Stay) -> Duration { (stay.to ?? now).since(stay.from) }

    /// All stays in a stage together.
    public func total(in stage: PartnershipStage) -> Duration {
        stays.filter { $0.stage == stage }.reduce(.zero) { $0 + length($1) }
    }

    /// Whole days since the last change.
    public var daysInStage: Int { stays.last.map { Self.days(length($0)) } ?? 0 }

    static func days(_ duration: Duration) -> Int { Int(duration.components.seconds / 86_400) }
}

/// Whether a history can have happened: pure, for imports and tests.
public enum HistoryCheck {
    /// The state that the steps lead to; nil when a step is not in the table or is earlier than the one before it.
    public static func state(after steps: [PartnershipStep]) -> PartnershipState? {
        guard let first = steps.first, first.from == nil, first.to != .stalled else { return nil }
        var state = PartnershipState(first.to)
        var at = first.at
        for step in steps.dropFirst() {
            guard step.from == state.stage, step.at >= at,
                let way = PartnershipLife.transition(from: state, to: step.to)
            else { return nil }
            state = PartnershipLife.next(state, way)
            at = step.at
        }
        return state
    }
}
