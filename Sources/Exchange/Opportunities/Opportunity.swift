public import Platform

/// An expression of interest noted at an event: somebody there saw a possible partnership.
public struct Opportunity: Sendable, Equatable {
    /// What became of it.
    public enum FollowUp: String, Sendable, CaseIterable, Codable {
        case noted
        case inContact = "in-contact"
        case exploring, agreed, dropped
    }

    public let id: ID<Opportunity>
    /// The network's own number for it, such as `dhaka-2017-01`; unique.
    public let reference: String
    public let event: String
    public let country: String
    public let theme: Theme
    /// What it was about; often nobody wrote it down.
    public let text: String
    public let followUp: FollowUp
    public let followUpNote: String
    /// The place in its file: reports list countries in the order in which they first spoke.
    public let position: Int
    public let version: Int
    public let updatedAt: Timestamp
}
