public import Platform

/// The offer to bring two organisations together about a solution. Both must say yes before either is told whom to write to.
public struct Introduction: Sendable, Equatable {
    /// The two who meet, and the network that may have put them together.
    public enum Side: String, Sendable, CaseIterable, Codable {
        case asking, giving, network
    }

    /// What led to it.
    public enum Origin: Sendable, Equatable {
        /// A match, with the version of the weights that ranked it.
        case match(weightsVersion: String)
        /// A match-making round.
        case round(String)
        /// An expression of interest noted at an event.
        case opportunity(String)
        case person

        public var kind: String {
            switch self {
            case .match: "match"
            case .round: "round"
            case .opportunity: "opportunity"
            case .person: "person"
            }
        }

        public var reference: String {
            switch self {
            case .match(let reference), .round(let reference), .opportunity(let reference): reference
            case .person: ""
            }
        }

        public init?(kind: String, reference: String) {
            switch kind {
            case "match": self = .match(weightsVersion: reference)
            case "round": self = .round(reference)
            case "opportunity": self = .opportunity(reference)
            case "person": self = .person
            default: return nil
            }
        }

        public static let kinds = ["match", "round", "opportunity", "person"]
    }

    public let id: ID<Introduction>
    public let need: ID<Need>?
    public let solution: ID<Solution>
    public let asking: ID<Organisation>
    public let giving: ID<Organisation>
    public let origin: Origin
    public let message: String
    public let proposedBy: ID<Person>?
    public let proposedSide: Side
    public var state: IntroductionState
    /// Who accepted for each side: whom the other side may write to, once both have.
    public var askingPerson: ID<Person>?
    public var givingPerson: ID<Person>?
    public let expiresAt: Timestamp
    public let remindedAt: Timestamp?
    public var closedAt: Timestamp?
    /// The partnership in *interest* that it is to continue, later the one that it led to.
    public var partnership: ID<Partnership>?
    public let version: Int
    public let createdAt: Timestamp
    public var updatedAt: Timestamp

    public static let messageLimit = 2_000
    public static let reasonLimit = 1_000
    /// After so long without both answers it expires.
    public static let validity: Duration = .days(30)
    /// After so long whoever has not answered is reminded, once.
    public static let reminderAfter: Duration = .days(10)
}

/// One step of an introduction: the history is only added to.
public struct IntroductionStepRecord: Sendable, Equatable {
    public let id: ID<IntroductionStepRecord>
    /// `propose` or the name of an `IntroductionStep`.
    public let step: String
    public let side: Introduction.Side
    /// The state that it led to.
    public let state: IntroductionState
    public let reason: String
    /// Shown to the other side only after both have accepted.
    public let byName: String
    public let at: Timestamp
}
