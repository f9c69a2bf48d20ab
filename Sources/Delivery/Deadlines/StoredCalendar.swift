public import Platform

/// A calendar as it stands in the database, in its newest version.
public struct StoredCalendar: Sendable, Equatable {
    public let key: String
    public let name: LocalText
    /// Whose it is; nil for one that everybody uses.
    public let organisation: ID<Organisation>?
    public let version: Int
    public let definition: CalendarDefinition
}
