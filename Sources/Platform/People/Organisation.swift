/// A government, ministry, agency, company, university or development partner that takes part in the network.
public struct Organisation: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable, Codable {
        case network, government
        case developmentPartner = "development-partner"
        case ngo
        case privateSector = "private"
        case academic
        /// Taken over from a registry that does not say.
        case unknown
    }

    public let id: ID<Organisation>
    /// A short permanent name for links and files, such as `a2i`.
    public var key: String
    public var name: String
    public var kind: Kind
    /// ISO 3166-1 alpha-2; nil for an organisation of no one country.
    public var country: String?
    public var parent: ID<Organisation>?

    public init(
        id: ID<Organisation>, key: String, name: String, kind: Kind, country: String?,
        parent: ID<Organisation>?
    ) {
        self.id = id
        self.key = key
        self.name = name
        self.kind = kind
        self.country = country
        self.parent = parent
    }
}
