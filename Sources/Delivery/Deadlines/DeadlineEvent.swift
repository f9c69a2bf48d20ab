public import Platform

/// What a deadline needs to know of a case's history: when something happened that starts, stops or ends its clock.
public struct DeadlineEvent: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        case received
        case waiting(DeadlineRule.Party)
        /// The wait for one party is over; nil: every wait.
        case resumed(DeadlineRule.Party?)
        /// What the limit was for has been done.
        case done
        /// Part of the history, and nothing to the clock.
        case noted
    }

    public var at: Timestamp
    public var kind: Kind

    public init(at: Timestamp, _ kind: Kind) {
        self.at = at
        self.kind = kind
    }

    /// The words of the document for what ends the clock.
    static let doneTypes = ["decided", "delivered", "closed", "withdrawn"]
    static let notedTypes = ["accepted", "assigned", "transferred", "noted"]
    static let types = ["received", "waiting", "resumed"] + doneTypes + notedTypes

    /// Reads the JSON document, a list of events. Throws `FieldIssues` that name each event and field.
    public static func read(document: JSONValue) throws -> [DeadlineEvent] {
        guard case .array(let items) = document else { throw FieldIssues([FieldIssue("", "error.json-list")]) }
        var events: [DeadlineEvent] = []
        var issues: [FieldIssue] = []
        for (index, item) in items.enumerated() {
            var reader = DocumentReader(item, path: "[\(index)]", keys: ["at", "type", "on"])
            let text = reader.text("at")
            let at = text.flatMap(RFC3339.parse)
            if let text, at == nil { reader.add("at", "error.moment", ["value": text]) }
            let kind = kind(&reader)
            issues += reader.issues
            if let at, let kind { events.append(DeadlineEvent(at: at, kind)) }
        }
        guard issues.isEmpty else { throw FieldIssues(issues) }
        return events
    }

    private static func kind(_ reader: inout DocumentReader) -> Kind? {
        guard let type = reader.text("type") else { return nil }
        switch type {
        case "received": return .received
        case "waiting":
            let party: DeadlineRule.Party? = reader.choice("on")
            return party.map(Kind.waiting)
        case "resumed":
            guard reader["on"] != nil else { return .resumed(nil) }
            let party: DeadlineRule.Party? = reader.choice("on")
            return party.map(Kind.resumed)
        case _ where doneTypes.contains(type): return .done
        case _ where notedTypes.contains(type): return .noted
        default:
            reader.add("type", "error.unknown-value", ["value": type, "known": types.joined(separator: ", ")])
            return nil
        }
    }
}
