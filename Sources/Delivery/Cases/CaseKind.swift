public import SQL

/// What somebody came with.
public enum CaseKind: String, Sendable, CaseIterable, Codable, SQLBindable, SQLDecodable {
    /// They ask for a service.
    case request
    /// They complain.
    case grievance
    /// They ask for another decision on a case that was decided.
    case appeal
}
