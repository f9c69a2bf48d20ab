/// Holidays as people type them: one on each line, `2026-12-25 Christmas Day`, or with two days for a closure,
/// `2026-03-01 2026-03-05 Closed by decree 12`.
struct CalendarText {
    private(set) var holidays: [CalendarDefinition.Holiday] = []
    private(set) var issues: [FieldIssue] = []

    static let longestClosure = 400

    init(_ text: String) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
            guard let first = words.first else { continue }
            guard let start = Day(FormReading.western(first)), Day.range.contains(start) else {
                issues.append(FieldIssue("holidays", "error.holiday-line", ["line": String(index + 1), "value": String(line.prefix(60))]))
                continue
            }
            let second = words.count > 1 ? Day(FormReading.western(words[1])) : nil
            let end = second ?? start
            let name = words.dropFirst(second == nil ? 1 : 2).joined(separator: " ")
            guard end >= start, Day.range.contains(end), end.number - start.number < Self.longestClosure, !name.isEmpty else {
                issues.append(FieldIssue("holidays", "error.holiday-line", ["line": String(index + 1), "value": String(line.prefix(60))]))
                continue
            }
            for number in start.number...end.number { holidays.append(.init(date: Day(number: number), name: name)) }
        }
    }

    /// As it is shown for typing: days in a row with one name on one line.
    static func write(_ holidays: [CalendarDefinition.Holiday]) -> String {
        var lines: [(first: Day, last: Day, name: String)] = []
        for holiday in holidays.sorted(by: { ($0.date, $0.name) < ($1.date, $1.name) }) {
            if let line = lines.last, line.name == holiday.name, line.last.adding(days: 1) == holiday.date {
                lines[lines.count - 1].last = holiday.date
            } else {
                lines.append((holiday.date, holiday.date, holiday.name))
            }
        }
        return lines.map { $0.first == $0.last ? "\($0.first) \($0.name)" : "\($0.first) \($0.last) \($0.name)" }.joined(separator: "\n")
    }
}
