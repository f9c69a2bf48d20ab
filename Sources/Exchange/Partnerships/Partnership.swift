public import Platform
public import SQL

/// What two or more organisations do together with a solution, from the first interest to a service that lasts.
public struct Partnership: Sendable, Equatable {
    /// On which side a party stands.
    public enum Side: String, Sendable, CaseIterable, Codable, SQLBindable, SQLDecodable {
        /// Takes the solution up.
        case asking
        /// Gives it.
        case giving
        /// Helps both: a development partner, a university.
        case supporting
        /// Nobody has written down who gives and who takes.
        case undecided
    }

    public struct Party: Sendable, Equatable {
        public let organisation: Organisation
        public let side: Side

        public init(_ organisation: Organisation, _ side: Side) {
            self.organisation = organisation
            self.side = side
        }
    }

    public let id: ID<Partnership>
    public let slug: String
    public var content: Content
    public let opportunity: ID<Opportunity>?
    public var introduction: ID<Introduction>?
    public var stage: PartnershipStage
    public var stageSince: Timestamp
    public var furthest: PartnershipStage
    /// While stalled: where it stood.
    public var resume: PartnershipStage?
    /// When the parties were last told that it does not move.
    public let alertedAt: Timestamp?
    public let version: Int
    public let createdAt: Timestamp
    public var updatedAt: Timestamp
    public var updatedBy: String
    /// In the order in which they are named.
    public var parties: [Party]

    public var state: PartnershipState { PartnershipState(stage, resume: resume) }

    public func organisations(_ side: Side) -> [Organisation] {
        parties.filter { $0.side == side }.map(\.organisation)
    }

    /// What people write of it.
    public struct Content: Sendable, Equatable {
        public var title = ""
        /// For the parties: what it is about.
        public var summary = ""
        public var solution: ID<Solution>?
        public var need: ID<Need>?
        /// Everybody may read the title, the parties, the stage and the public summary.
        public var isPublic = false
        public var publicSummary = ""
        public var sources: [SolutionContent.Source] = []

        public init() {}

        public func issues() -> [ContentIssue] {
            var found: [ContentIssue] = []
            if title.isEmpty { found.append(ContentIssue("title", "error.required")) }
            for (field, text, limit) in [
                ("title", title, Completeness.titleLimit), ("summary", summary, Partnership.textLimit),
                ("publicSummary", publicSummary, Partnership.textLimit),
            ] where text.count > limit {
                found.append(ContentIssue(field, "error.too-long", ["limit": String(limit), "length": String(text.count)]))
            }
            if sources.count > Completeness.listLimit {
                found.append(ContentIssue("sources", "error.too-many", ["limit": String(Completeness.listLimit)]))
            }
            return found
        }
    }

    public static let textLimit = 4_000
    public static let partyLimit = 20
}

/// One change of stage: the history is only added to.
public struct PartnershipStep: Sendable, Equatable {
    public let number: Int
    /// nil for the first.
    public let from: PartnershipStage?
    public let to: PartnershipStage
    public let note: String
    public let byName: String
    public let at: Timestamp

    public init(number: Int, from: PartnershipStage?, to: PartnershipStage, note: String, byName: String, at: Timestamp) {
        self.number = number
        self.from = from
        self.to = to
        self.note = note
        self.byName = byName
        self.at = at
    }
}
