/// Something to mend in what a form, a file or a program sent; `field` is their name of the place.
public struct FieldIssue: Error, Sendable, Equatable {
    public let field: String
    /// A key of the catalogue: what is wrong and what to do.
    public let key: String
    public let facts: [String: String]

    public init(_ field: String, _ key: String, _ facts: [String: String] = [:]) {
        self.field = field
        self.key = key
        self.facts = facts
    }

    /// The same issue, seen from the document that holds the part.
    public func within(_ place: String) -> FieldIssue {
        FieldIssue(field.isEmpty ? place : "\(place).\(field)", key, facts)
    }
}

/// Everything that was wrong with a document. Nothing was taken from it.
public struct FieldIssues: Error, Sendable, Equatable {
    public let issues: [FieldIssue]

    public init(_ issues: [FieldIssue]) { self.issues = issues }
}
