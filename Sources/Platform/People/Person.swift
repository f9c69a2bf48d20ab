/// Somebody who can sign in. In the sample network a person is a role ("Focal point, Fiji").
public struct Person: Sendable, Equatable {
    public enum State: String, Sendable, CaseIterable, Codable {
        case invited, active, disabled
    }

    public let id: ID<Person>
    public var name: String
    /// Lower-case; unique.
    public var email: String
    /// BCP 47; the language of mails and of pages after sign-in.
    public var language: String
    public var state: State

    public init(id: ID<Person>, name: String, email: String, language: String, state: State) {
        self.id = id
        self.name = name
        self.email = email
        self.language = language
        self.state = state
    }
}

/// What somebody may do, always within an organisation.
public enum Role: String, Sendable, CaseIterable, Codable {
    /// Runs the installation: people, tokens, jobs, the audit.
    case administrator
    /// Curates the catalogue, runs rounds, follows partnerships.
    case secretariat
    /// Speaks for a country: publishes solutions, states needs.
    case focalPoint = "focal-point"
    /// Validates solutions of a theme.
    case reviewer
    case serviceManager = "service-manager"
    case officer
    case `operator`
}

/// A person's role in an organisation.
public struct Membership: Sendable, Hashable {
    public let organisation: ID<Organisation>
    /// The organisation's country, for rules that ask for a tie by country.
    public let country: String?
    public let role: Role

    public init(organisation: ID<Organisation>, country: String?, role: Role) {
        self.organisation = organisation
        self.country = country
        self.role = role
    }
}
