public import Platform

/// A public-service innovation that a country is ready to share: the record around its content.
public struct Solution: Sendable, Equatable {
    public let id: ID<Solution>
    /// The permanent end of its address: `/solutions/union-digital-centres`.
    public let slug: String
    public let organisation: ID<Organisation>
    /// ISO 3166-1 alpha-2 of the owner; nil for a solution of no one country (a registry's, a network's).
    public let country: String?
    public let focalPerson: ID<Person>?
    public let state: SolutionState
    /// Where it was imported from, with the id that it has there.
    public let origin: Origin?
    public let derivedFrom: ID<Solution>?
    public let currentRevision: Int?
    /// Counts each change of the record; a form that was opened on an older one is refused with the change shown.
    public let version: Int
    public let createdAt: Timestamp
    public let publishedAt: Timestamp?
    public let confirmedAt: Timestamp?
    public let updatedAt: Timestamp
    public let archiveReason: String?

    /// A registry of solutions and the record's id in it, such as `dpg` and `ai-agro`.
    public struct Origin: Sendable, Equatable, Hashable, Codable {
        public let registry: String
        public let id: String

        public init(registry: String, id: String) {
            self.registry = registry
            self.id = id
        }
    }

    public var ownership: SolutionRules.Ownership {
        .init(organisation: organisation, country: country, isPublic: state.isPublic)
    }
}

/// One state of a solution's content, with who saved it and when.
public struct SolutionRevision: Sendable, Equatable {
    public let solution: ID<Solution>
    public let number: Int
    public let state: RevisionState
    public let content: SolutionContent
    public let savedAt: Timestamp
    public let savedBy: String
    /// Counts the saves of this revision, for two people at one draft.
    public let version: Int
}

/// A step in a solution's life, with its note: the history that a reader can trust.
public struct SolutionReview: Sendable, Equatable {
    public let id: ID<SolutionReview>
    public let revision: Int?
    public let step: String
    public let note: String
    public let byName: String
    public let at: Timestamp
}

/// A goal or target that a solution is said to serve.
public struct SDGClaimRecord: Sendable, Equatable {
    public enum State: String, Sendable, Codable { case claimed, evidenced }
    public let target: String
    public let evidence: String
    public let state: State
}

/// A solution taken up in another country; keeps the lineage.
public struct Adoption: Sendable, Equatable {
    public let id: ID<Adoption>
    public let solution: ID<Solution>
    public let country: String
    public let organisation: String
    public let status: AdoptionStatus
    /// "2017", "2017-12" or a day.
    public let since: String?
    public let note: String
    public let source: String
}
