public import SQL

/// What becomes of the name of somebody who complains: three ways of hiding it that are not the same, and none.
public enum CasePrivacy: String, Sendable, CaseIterable, Codable, SQLBindable, SQLDecodable {
    /// The office knows it.
    case open
    /// The office knows it; nothing public shows it.
    case withheld
    /// Kept apart from the case: only the redress office that the scheme names can read it.
    case confidential
    /// Never taken down.
    case anonymous

    /// Must nothing in the history, the audit or a list tell who filed it?
    var hidesIdentity: Bool { self == .confidential || self == .anonymous }
}

/// Which officers of its office may read a case.
public enum CaseReader: String, Sendable, CaseIterable, Codable, SQLBindable, SQLDecodable {
    case officer
    /// Service managers only: for what is sealed.
    case manager
}
