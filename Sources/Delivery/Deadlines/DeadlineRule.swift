public import Platform

/// How long something may take, and what a wait does to that time.
public struct DeadlineRule: Sendable, Equatable, Codable {
    public enum Unit: String, Sendable, CaseIterable, Codable {
        case workingDays, calendarDays, months
    }

    /// For whom a case can wait.
    public enum Party: String, Sendable, CaseIterable, Codable {
        case citizen, thirdParty, payment
    }

    /// What a wait does.
    public enum Waiting: String, Sendable, CaseIterable, Codable {
        /// Days on which it waits do not count.
        case pause
        /// After the wait the count starts anew.
        case restart
        /// The count goes on.
        case run
    }

    public var limit: Int
    public var unit: Unit
    /// A party that is not named does not stop the clock.
    public var waiting: [Party: Waiting]

    public init(limit: Int, unit: Unit, waiting: [Party: Waiting] = [:]) {
        self.limit = limit
        self.unit = unit
        self.waiting = waiting
    }

    func mode(_ party: Party) -> Waiting { waiting[party] ?? .run }

    public static func mostOf(_ unit: Unit) -> Int { unit == .months ? 240 : 5_000 }

    /// Reads the JSON document. Throws `FieldIssues` that name each field.
    public init(document: JSONValue) throws {
        var reader = DocumentReader(document, keys: ["limit", "unit", "waiting"])
        limit = reader.wholeNumber("limit") ?? 0
        let unit: Unit? = reader.choice("unit")
        self.unit = unit ?? .workingDays
        waiting = [:]
        if let value = reader["waiting"] {
            var parties = DocumentReader(value, path: "waiting", keys: Party.allCases.map(\.rawValue))
            for party in Party.allCases where parties[party.rawValue] != nil {
                if let mode: Waiting = parties.choice(party.rawValue) { waiting[party] = mode }
            }
            reader.add(parties.issues)
        }
        let issues = reader.issues + (reader.issues.isEmpty ? self.issues() : [])
        guard issues.isEmpty else { throw FieldIssues(issues) }
    }

    public func issues() -> [FieldIssue] {
        let most = Self.mostOf(unit)
        if (1...most).contains(limit) { return [] }
        return [FieldIssue("limit", "error.limit-range", ["value": String(limit), "most": String(most)])]
    }

    private enum CodingKeys: String, CodingKey { case limit, unit, waiting }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        limit = try fields.decode(Int.self, forKey: .limit)
        unit = try fields.decode(Unit.self, forKey: .unit)
        waiting = [:]
        for (name, mode) in try fields.decodeIfPresent([String: Waiting].self, forKey: .waiting) ?? [:] {
            guard let party = Party(rawValue: name) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .waiting, in: fields, debugDescription: "nobody waits for “\(name)”")
            }
            waiting[party] = mode
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(limit, forKey: .limit)
        try fields.encode(unit, forKey: .unit)
        try fields.encode(
            Dictionary(uniqueKeysWithValues: waiting.map { ($0.key.rawValue, $0.value) }), forKey: .waiting)
    }
}
