public import Platform

/// A workshop, fair or meeting of the network.
public struct Event: Sendable, Equatable {
    public let key: String
    public let name: String
    public let place: String
    public let country: String?
    /// ISO 8601 days; empty when not known.
    public let from: String
    public let to: String
    public let sources: [SolutionContent.Source]

    public init(
        key: String, name: String, place: String = "", country: String? = nil, from: String = "", to: String = "",
        sources: [SolutionContent.Source] = []
    ) {
        self.key = key
        self.name = name
        self.place = place
        self.country = country
        self.from = from
        self.to = to
        self.sources = sources
    }
}

/// Somebody who took part in an event, as its paper lists them.
public struct EventParticipant: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable, Codable {
        case country
        case ngoOrPrivateSector = "ngo-or-private-sector"
        case academic
        case developmentPartner = "development-partner"
    }

    public let organisation: ID<Organisation>
    /// As the event's paper writes it.
    public let name: String
    public let kind: Kind
    public let country: String?
}
