/// An iCalendar file that came with the form.
struct CalendarUpload: Sendable {
    let days: [CalendarDefinition.Holiday]
    /// Under the file's field, each with the line of the file.
    let issues: [FieldIssue]

    init(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            (days, issues) = ([], [FieldIssue("file", "error.ical-none", ["line": "1"])])
            return
        }
        let read = ICalendarDays(text.first == "\u{FEFF}" ? String(text.dropFirst()) : text)
        days = read.days
        issues = read.issues.prefix(20).map { issue in
            FieldIssue("file", issue.key, issue.facts.merging(["line": issue.field]) { first, _ in first })
        }
    }

    /// Both lists as one, each day with each name once.
    static func merged(_ typed: [CalendarDefinition.Holiday], _ added: [CalendarDefinition.Holiday]) -> [CalendarDefinition.Holiday] {
        var seen: Set<String> = []
        return (typed + added).filter { seen.insert("\($0.date) \($0.name)").inserted }.sorted { ($0.date, $0.name) < ($1.date, $1.name) }
    }
}
