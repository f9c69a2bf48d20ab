/// Everything that a match-making round is solved from: two sides, what they would like, how well pairs fit, and the rules.
///
/// Others are named by their place on their side, so that a round of 1,000 × 10,000 stays small.
public struct RoundInput: Sendable, Equatable {
    public var proposers: [Participant]
    public var acceptors: [Participant]
    /// How well a pair fits, where it is known. A pair stands here once.
    public var fits: [Fit]
    public var rules = RoundRules()

    public init(proposers: [Participant], acceptors: [Participant], fits: [Fit] = [], rules: RoundRules = RoundRules()) {
        self.proposers = proposers
        self.acceptors = acceptors
        self.fits = fits
        self.rules = rules
    }

    public struct Participant: Sendable, Equatable {
        public var id: String
        /// By its code; nil when it stands for no country.
        public var country: String?
        /// How many of the other side it can meet. Zero is legal: it then stays without a partner.
        public var capacity: Int
        /// Nil when it gave no list: it is then made from the fits.
        public var preferences: RankedList?

        public init(id: String, country: String? = nil, capacity: Int = 1, preferences: RankedList? = nil) {
            self.id = id
            self.country = country
            self.capacity = capacity
            self.preferences = preferences
        }
    }

    public struct Fit: Sendable, Equatable {
        public var proposer: Int32
        public var acceptor: Int32
        public var value: Double

        public init(_ proposer: Int, _ acceptor: Int, _ value: Double) {
            self.proposer = Int32(proposer)
            self.acceptor = Int32(acceptor)
            self.value = value
        }
    }
}

/// Who somebody would like to meet, best first. Equals share a rank; who is not listed is not wanted.
public struct RankedList: Sendable, Equatable {
    /// Places on the other side.
    public private(set) var others: [Int32] = []
    /// Never falls from one to the next.
    public private(set) var ranks: [Int32] = []

    public init() {}

    /// Groups of equals, best first.
    public init(_ groups: [[Int]]) {
        for group in groups { append(group.map { Int32($0) }) }
    }

    public var count: Int { others.count }
    var hasTies: Bool { ranks.last.map { Int($0) + 1 < ranks.count } ?? false }

    /// Adds equals, who come after all that are listed already.
    public mutating func append(_ equals: some Collection<Int32>) {
        let rank = (ranks.last ?? -1) + 1
        for other in equals {
            others.append(other)
            ranks.append(rank)
        }
    }

    public var groups: [[Int]] {
        var groups: [[Int]] = []
        var last: Int32 = -1
        for (other, rank) in zip(others, ranks) {
            if rank == last { groups[groups.count - 1].append(Int(other)) } else { groups.append([Int(other)]) }
            last = rank
        }
        return groups
    }
}

/// What no result may break.
public struct RoundRules: Sendable, Equatable {
    /// Nobody meets itself, and no country meets itself.
    public var noSelfMatch = true
    /// In how many pairs the proposers of one country may be together; nil for no limit.
    public var mostPerProposerCountry: Int?
    /// In how many pairs the acceptors of one country may be together; nil for no limit.
    public var mostPerAcceptorCountry: Int?
    /// Pairs that meet whatever the lists say.
    public var mustHave: [RoundPair] = []
    /// Pairs that never meet.
    public var conflicts: [RoundPair] = []

    public init() {}
}

/// A proposer and an acceptor, by their places on their sides.
public struct RoundPair: Sendable, Hashable, Comparable {
    public var proposer: Int
    public var acceptor: Int

    public init(_ proposer: Int, _ acceptor: Int) {
        self.proposer = proposer
        self.acceptor = acceptor
    }

    public static func < (one: RoundPair, other: RoundPair) -> Bool {
        (one.proposer, one.acceptor) < (other.proposer, other.acceptor)
    }
}

public enum RoundSide: String, Sendable, CaseIterable, Codable {
    case proposers, acceptors

    public var other: RoundSide { self == .proposers ? .acceptors : .proposers }
}

public enum RoundMethod: String, Sendable, CaseIterable, Codable {
    /// No two would rather meet each other than whom they were given.
    case deferredAcceptance = "deferred-acceptance"
    /// The greatest total fit.
    case maxFit = "max-fit"
}
