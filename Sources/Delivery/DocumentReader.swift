import Platform

/// Reads a JSON document that people write by hand: it names the place of each fault, gathers all of them, and refuses keys that
/// nobody reads, for a misspelt key would otherwise change nothing without a word.
struct DocumentReader {
    let path: String
    private let members: [String: JSONValue]
    private(set) var issues: [FieldIssue] = []

    init(_ value: JSONValue, path: String = "", keys: [String]) {
        self.path = path
        guard case .object(let members) = value else {
            self.members = [:]
            issues = [FieldIssue(path, "error.json-object")]
            return
        }
        self.members = members
        for key in members.keys.sorted() where !keys.contains(key) {
            issues.append(FieldIssue(place(key), "error.unknown-key", ["key": key, "known": keys.joined(separator: ", ")]))
        }
    }

    /// Is it an object at all?
    var isReadable: Bool { !issues.contains { $0.key == "error.json-object" } }

    func place(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    subscript(key: String) -> JSONValue? {
        guard let value = members[key], value != .null else { return nil }
        return value
    }

    mutating func add(_ key: String, _ message: String, _ facts: [String: String] = [:]) {
        issues.append(FieldIssue(place(key), message, facts))
    }

    mutating func add(_ found: [FieldIssue]) { issues += found }

    mutating func text(_ key: String) -> String? {
        guard let value = self[key] else {
            if isReadable { add(key, "error.empty") }
            return nil
        }
        guard case .string(let text) = value, !text.isEmpty else {
            add(key, "error.json-text")
            return nil
        }
        return text
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String, as type: Choice.Type = Choice.self) -> Choice? {
        guard let text = text(key) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            add(key, "error.unknown-value", ["value": text, "known": Choice.allCases.map(\.rawValue).joined(separator: ", ")])
            return nil
        }
        return choice
    }

    mutating func wholeNumber(_ key: String) -> Int? {
        guard let value = self[key] else {
            if isReadable { add(key, "error.empty") }
            return nil
        }
        if case .integer(let number) = value { return Int(number) }
        add(key, "error.json-whole-number")
        return nil
    }

    mutating func list(_ key: String) -> [JSONValue] {
        guard let value = self[key] else { return [] }
        if case .array(let items) = value { return items }
        add(key, "error.json-list")
        return []
    }
}
