public import Platform

/// Something that an office does for people, with its current definition.
public struct Service: Sendable, Equatable {
    public enum State: String, Sendable, CaseIterable, Codable {
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
    /// The version that new cases begin with.
    public let version: Int
    public let definition: ServiceDefinition
    public let updatedAt: Timestamp

    public init(
        id: ID<Service>, slug: String, organisation: ID<Organisation>, country: String?, state: State, version: Int,
        definition: ServiceDefinition, updatedAt: Timestamp
    ) {
        self.id = id
        self.slug = slug
        self.organisation = organisation
        self.country = country
        self.state = state
        self.version = version
        self.definition = definition
        self.updatedAt = updatedAt
    }
}
