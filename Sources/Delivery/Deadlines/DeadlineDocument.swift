public import Platform

/// A deadline as programs read it.
public struct DeadlineDocument: Encodable, Sendable {
    private let explanation: DeadlineExplanation
    private let days: [DayDocument]

    public init(_ explanation: DeadlineExplanation, _ words: Words) {
        self.explanation = explanation
        days = explanation.days.map { entry in
            DayDocument(
                date: entry.day, counts: entry.counts, number: entry.number, code: entry.reason.code,
                reason: entry.reason.text(words))
        }
    }

    private struct DayDocument: Encodable {
        let date: Day
        let counts: Bool
        let number: Int?
        let code: String
        let reason: String
    }

    private enum CodingKeys: String, CodingKey { case due, remaining, late, state, days }

    /// `due` is written also when there is none: null says "paused".
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(explanation.standing.due, forKey: .due)
        try fields.encode(explanation.standing.remaining, forKey: .remaining)
        try fields.encode(explanation.standing.late, forKey: .late)
        try fields.encode(explanation.standing.state, forKey: .state)
        try fields.encode(days, forKey: .days)
    }
}

extension DeadlineExplanation.Reason {
    /// Stable, for programs.
    public var code: String {
        switch self {
        case .receipt: "receipt"
        case .counts: "counts"
        case .weekend: "weekend"
        case .holiday: "holiday"
        case .waits(.citizen): "waits-citizen"
        case .waits(.thirdParty): "waits-thirdParty"
        case .waits(.payment): "waits-payment"
        case .waits(nil): "waits"
        case .anew: "anew"
        case .fullOnDayOff: "full-on-day-off"
        case .moved: "moved"
        }
    }

    /// For every code there is; the words of each are `deadline.reason.CODE`.
    public static let codes = [
        "receipt", "counts", "weekend", "holiday", "waits-citizen", "waits-thirdParty", "waits-payment", "waits", "anew",
        "full-on-day-off", "moved",
    ]

    public func text(_ words: Words) -> String {
        switch self {
        case .weekend(let day): words("deadline.reason.weekend", ["day": words("weekday.\(day.rawValue)")])
        case .holiday(let name): words("deadline.reason.holiday", ["name": name])
        default: words("deadline.reason.\(code)")
        }
    }
}

/// A deadline as people read it, line by line.
public enum DeadlineText {
    public static func lines(_ explanation: DeadlineExplanation, unit: DeadlineRule.Unit, _ words: Words) -> [String] {
        var lines = [headline(explanation.standing, unit: unit, words), ""]
        let width = String(explanation.days.compactMap(\.number).max() ?? 0).count
        for entry in explanation.days {
            let number = entry.number.map(String.init) ?? "–"
            let padded = String(repeating: " ", count: max(0, width - number.count)) + number
            lines.append("\(entry.day)  \(padded)  \(entry.reason.text(words))")
        }
        return lines
    }

    /// "Due on 15 April 2026; 6 working days left."
    public static func headline(_ standing: Deadline.Standing, unit: DeadlineRule.Unit, _ words: Words) -> String {
        let isWorking = unit == .workingDays
        let left = words(isWorking ? "deadline.working-days" : "deadline.days", count: standing.remaining)
        let late = words(isWorking ? "deadline.working-days" : "deadline.days", count: standing.late)
        let due = standing.due.map { words.date($0.description) } ?? ""
        return switch standing.state {
        case .running: words("deadline.running", ["due": due, "left": left])
        case .paused: words("deadline.paused", ["left": left])
        case .met: words("deadline.met", ["due": due])
        case .passed: words("deadline.passed", ["due": due, "late": late])
        }
    }
}
