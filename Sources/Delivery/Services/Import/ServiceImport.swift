public import Platform

/// Something in a file of services that could not be taken over as it stands.
public struct ServiceImportProblem: Error, Sendable, Equatable {
    /// Which record: the file and its id or row.
    public let record: String
    public let issue: FieldIssue

    init(_ record: String, _ issue: FieldIssue) {
        self.record = record
        self.issue = issue
    }

    init(_ record: String, _ field: String, _ key: String, _ facts: [String: String] = [:]) {
        self.init(record, FieldIssue(field, key, facts))
    }

    /// One line for a person: record, field, reason and what to do.
    public func text(_ words: Words) -> String {
        let place = issue.field.isEmpty ? record : "\(record), \(issue.field)"
        return "\(place): \(words(issue.key, issue.facts))"
    }
}

/// What an import of services did.
public struct ServiceImportOutcome: Sendable, Equatable {
    public var added = 0
    public var changed = 0
    public var unchanged = 0
    public var organisations = 0
    public var problems: [ServiceImportProblem] = []

    public var changedNothing: Bool { added == 0 && changed == 0 && organisations == 0 }

    public func text(_ words: Words) -> String {
        if changedNothing { return words("services.import.nothing-changed", count: unchanged) }
        return words(
            "services.import.done",
            [
                "added": words.number(added), "changed": words.number(changed), "unchanged": words.number(unchanged),
                "organisations": words.number(organisations),
            ])
    }
}

/// A file of services that was refused as a whole; nothing of it was written.
public struct ServiceImportRefused: Error, Sendable, Equatable {
    public let problems: [ServiceImportProblem]

    init(_ problems: [ServiceImportProblem]) { self.problems = problems }
}
