/// A calendar that makes a limit impossible: no day on which an office works, for a year or more.
extension CalendarDefinition {
    /// Longer than any office is closed.
    static let longestGap = 365

    /// Names the first year-long stretch in which no office works. Whoever waits in it would never get an answer.
    func reachIssues() -> [FieldIssue] {
        guard issues().isEmpty else { return issues() }
        let days = Set(holidays.map(\.date))
        // Only closures in a row make a gap: the weekend alone leaves a working day each week.
        var end: Day?
        for day in days.sorted() where end.map({ day > $0 }) ?? true {
            var (first, last) = (day, day)
            while isOff(first.adding(days: -1), days) { first = first.adding(days: -1) }
            while isOff(last.adding(days: 1), days) { last = last.adding(days: 1) }
            if last.number - first.number + 1 >= Self.longestGap {
                return [FieldIssue("holidays", "error.no-working-day-in-a-year", ["first": first.description, "last": last.description])]
            }
            end = last
        }
        return []
    }

    private func isOff(_ day: Day, _ holidays: Set<Day>) -> Bool {
        holidays.contains(day) || (Day.range.contains(day) && weekend.contains(day.weekday))
    }
}
