public import Platform

/// Something in a file that could not be taken over as it stands.
public struct ImportProblem: Error, Sendable, Equatable {
    /// Which record: its id, or "row 12".
    public let record: String
    public let field: String
    /// A key of the catalogue that says what is wrong and what to do.
    public let key: String
    public let facts: [String: String]

    public init(record: String, field: String, key: String, facts: [String: String] = [:]) {
        self.record = record
        self.field = field
        self.key = key
        self.facts = facts
    }

    /// One line for a person: record, field, reason and what to do.
    public func text(_ words: Words) -> String {
        let place = field.isEmpty ? record : "\(record), \(field)"
        return "\(place): \(words(key, facts))"
    }
}

/// What an import did.
public struct ImportOutcome: Sendable, Equatable {
    public var added = 0
    public var changed = 0
    public var unchanged = 0
    public var problems: [ImportProblem] = []

    public init() {}

    public var changedNothing: Bool { added == 0 && changed == 0 }

    public func text(_ words: Words) -> String {
        if changedNothing { return words("import.nothing-changed", count: unchanged) }
        return words(
            "import.done",
            ["added": words.number(added), "changed": words.number(changed), "unchanged": words.number(unchanged)])
    }
}

/// A file that was refused as a whole; nothing of it was written.
public struct ImportRefused: Error, Sendable, Equatable {
    /// The first hundred; `count` says how many there are in all.
    public let problems: [ImportProblem]
    public let count: Int

    public init(_ problems: [ImportProblem], count: Int? = nil) {
        self.problems = Array(problems.prefix(Self.shown))
        self.count = count ?? problems.count
    }

    public static let shown = 100
}
