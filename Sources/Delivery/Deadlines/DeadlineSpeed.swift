import Platform

/// Measures the rule that is used most: thirty working days, received at different moments, with a question to the citizen.
public enum DeadlineSpeed {
    /// Due dates a second, on the core that runs this.
    public static func measure(count: Int) throws -> Double {
        let definition = CalendarDefinition(
            timeZone: "Asia/Dhaka", weekend: [.friday, .saturday],
            holidays: (0..<300).map {
                .init(date: Day(year: 2020, month: 1, day: 1).adding(days: $0 * 17), name: "Holiday \($0)")
            })
        let calendar = try WorkingCalendar(definition)
        let rule = DeadlineRule(limit: 30, unit: .workingDays, waiting: [.citizen: .pause])
        let first = Timestamp(milliseconds: 1_767_225_600_000)
        let histories = (0..<1000).map { index -> [DeadlineEvent] in
            let received = first.adding(.hours(index * 7))
            return [
                DeadlineEvent(at: received, .received),
                DeadlineEvent(at: received.adding(.days(3)), .waiting(.citizen)),
                DeadlineEvent(at: received.adding(.days(5)), .resumed(nil)),
            ]
        }
        let clock = ContinuousClock()
        var sum = 0
        let started = clock.now
        for index in 0..<count {
            let events = histories[index % histories.count]
            let standing = try Deadline.standing(
                rule: rule, calendar: calendar, events: events, at: events[2].at.adding(.days(1)))
            sum &+= standing.due?.number ?? 0
        }
        let elapsed = started.duration(to: clock.now)
        // The sum is looked at, so that the work cannot be optimised away.
        precondition(sum > 0, "no due date was found")
        return Double(count) / (Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18)
    }
}
