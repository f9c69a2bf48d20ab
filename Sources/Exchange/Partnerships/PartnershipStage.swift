public import SQL

/// How far a partnership has come.
public enum PartnershipStage: String, Sendable, CaseIterable, Codable, SQLBindable, SQLDecodable {
    case interest, introduced, exploring, agreed, adapting, piloting, scaling, sustained
    case declined, stalled, ended

    /// The way forward, in order.
    public static let pipeline: [PartnershipStage] = [
        .interest, .introduced, .exploring, .agreed, .adapting, .piloting, .scaling, .sustained,
    ]
    /// Where it can leave the way; only *stalled* leads back.
    public static let exits: [PartnershipStage] = [.declined, .stalled, .ended]

    /// Nothing comes after it.
    public var isEnd: Bool { self == .declined || self == .ended }

    /// The place on the way forward; nil for an exit.
    public var position: Int? { Self.pipeline.firstIndex(of: self) }

    /// This stage and all after it on the way forward.
    public var andBeyond: [PartnershipStage] {
        position.map { Array(Self.pipeline[$0...]) } ?? [self]
    }

    /// The further of two; an exit is no progress.
    public func further(than other: PartnershipStage) -> PartnershipStage {
        (position ?? -1) > (other.position ?? -1) ? self : other
    }

    /// Is it longer in the stage than anybody should wait?
    public func isSlow(days: Int) -> Bool { patience.map { days > $0 } ?? false }

    /// After how many days in the stage the parties and the secretariat are told that it has not moved; nil: never.
    public var patience: Int? {
        switch self {
        case .interest: 60
        case .introduced: 30
        case .exploring: 90
        case .agreed: 60
        case .adapting: 180
        case .piloting: 270
        case .scaling: 540
        case .sustained, .declined, .stalled, .ended: nil
        }
    }
}

/// The state of a partnership as the table of its life knows it: the stage and, while stalled, the one to resume.
public struct PartnershipState: Sendable, Hashable {
    public let stage: PartnershipStage
    public let resume: PartnershipStage?

    public init(_ stage: PartnershipStage, resume: PartnershipStage? = nil) {
        self.stage = stage
        self.resume = resume
    }
}
