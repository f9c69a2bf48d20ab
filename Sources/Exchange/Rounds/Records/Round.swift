public import Platform

/// A match-making round as a record: a workshop's or fair's plan, its participants' lists, and the chosen result.
public struct Round: Sendable, Equatable {
    public enum State: String, Sendable, CaseIterable, Codable {
        /// Lists are written.
        case open
        /// The result stands; introductions were proposed.
        case published
    }

    public let id: ID<Round>
    public let slug: String
    public let name: String
    public let event: String?
    public let state: State
    public let plan: RoundPlan
    /// By "asking offering", two keys of members.
    public let fits: [String: Double]
    public let outcome: RoundOutcome?
    public let version: Int
    public let createdAt: Timestamp
    public let updatedAt: Timestamp

    /// On each side. Larger rounds are solved from files.
    public static let mostMembers = 200
    public static let nameLimit = 140
}

/// What a round is planned with: its day, its seats and its rules.
public struct RoundPlan: Sendable, Equatable, Codable {
    /// ISO 8601; empty while the day is not known.
    public var date = ""
    /// The first slot's beginning by the clock of the place, "09:00".
    public var start = "09:00"
    /// How far that clock is ahead of UTC, in minutes.
    public var offset = 0
    public var slotMinutes = 20
    public var slots = 6
    public var tables = 6
    public var noSelfMatch = true
    public var mostPerCountry: Int?
    /// Pairs of keys: who asks, what is offered.
    public var mustHave: [[String]] = []
    public var conflicts: [[String]] = []

    public init() {}

    public static let mostSlots = 100
    public static let mostTables = 200
}

/// The chosen result.
public struct RoundOutcome: Sendable, Equatable, Codable {
    public var method: RoundMethod
    public var proposing: RoundSide?
    public var pairs: [[String]]
}

/// One who takes part: on the proposing side a need, or a country by its opportunities; on the accepting side a solution.
public struct RoundMember: Sendable, Equatable {
    public let side: RoundSide
    /// Unique on its side of the round; the end of an address.
    public let key: String
    public let position: Int
    public let title: String
    public let organisation: ID<Organisation>
    public let country: String?
    public let need: ID<Need>?
    public let solution: ID<Solution>?
    public let capacity: Int
    /// Keys of the other side, best first, equals together; nil while nobody wrote a list: it is then made from the fits.
    public let preferences: [[String]]?
    public let version: Int
    public let savedAt: Timestamp
    public let savedBy: String

    public static let mostCapacity = 50
}
