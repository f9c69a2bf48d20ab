public import Platform

/// Something that an office does for people, with its current definition.
public struct Service: Sendable, Equatable {
    public enum State: String, Sendable, CaseIterable, Codable {
        /// Not open for applications yet.
        case draft
        /// People can apply.
        case open
        case closed
    }

    public let id: ID<Service>
    public let slug: String
    public let organisation: ID<Organisation>
    public let country: String?
    public let state: State
    /// The version that new cases begin with; 0 before the first was published.
    public let version: Int
    public let definition: ServiceDefinition
    public let updatedAt: Timestamp
    /// Shown in the directory although nobody can apply here (yet); an open service always is.
    public let isListed: Bool

    public init(
        id: ID<Service>, slug: String, organisation: ID<Organisation>, country: String?, state: State, version: Int,
        definition: ServiceDefinition, updatedAt: Timestamp, isListed: Bool = false
    ) {
        self.id = id
        self.slug = slug
        self.organisation = organisation
        self.country = country
        self.state = state
        self.version = version
        self.definition = definition
        self.updatedAt = updatedAt
        self.isListed = isListed
    }

    /// May everybody read about it?
    public var isPublic: Bool { state == .open || isListed }
}
