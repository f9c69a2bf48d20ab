public import Platform

/// A place where services are done: part of an organisation, in a tree.
public struct Office: Sendable, Equatable {
    public let id: ID<Office>
    public let key: String
    public let name: LocalText
    public let parent: ID<Office>?
    /// Whose officers work there.
    public let organisation: ID<Organisation>
    public let country: String?
    /// ISO 3166-2: where the office stands, if it is responsible for a part of the country.
    public let subdivision: String?
    /// ISO 3166-2: the further parts that it is responsible for.
    public let territory: [String]
    /// Counts its changes, so that two people at one form are told apart.
    public let version: Int

    public init(
        id: ID<Office>, key: String, name: LocalText, parent: ID<Office>? = nil, organisation: ID<Organisation>,
        country: String? = nil, subdivision: String? = nil, territory: [String] = [], version: Int = 1
    ) {
        self.id = id
        self.key = key
        self.name = name
        self.parent = parent
        self.organisation = organisation
        self.country = country
        self.subdivision = subdivision
        self.territory = territory
        self.version = version
    }

    /// Is it responsible for this part of the country? An office without a territory is for the whole country.
    public func covers(_ code: String) -> Bool {
        let parts = (subdivision.map { [$0] } ?? []) + territory
        if parts.isEmpty { return country == nil || code.hasPrefix("\(country ?? "")-") }
        return parts.contains(code)
    }

    /// What the audit keeps of it.
    struct Audited: Encodable {
        let key: String
        let name: LocalText
        let parent: String?
        let country: String?
        let subdivision: String?
        let territory: [String]
    }

    var audited: Audited {
        Audited(key: key, name: name, parent: parent?.description, country: country, subdivision: subdivision, territory: territory)
    }
}

/// Of several offices those that are responsible for a part of the country: the ones that name it before the ones for all.
public enum Territory {
    public static func responsible(_ offices: [Office], for code: String) -> [Office] {
        let covering = offices.filter { $0.covers(code) }
        let own = covering.filter { $0.subdivision != nil || !$0.territory.isEmpty }
        return own.isEmpty ? covering : own
    }

    /// `FJ-C`: a country of ISO 3166-1 and up to three letters or digits. Which of these exist each country decides anew, so the
    /// form alone is checked.
    public static func isCode(_ text: String, in country: String?) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let own = Countries.shared.country(String(parts[0])), own.code == parts[0] else { return false }
        if let country, own.code != country { return false }
        return (1...3).contains(parts[1].count) && parts[1].allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase) }
    }
}
