import Platform

/// When somebody is told that a limit comes near or has passed: a pure function. Each step happens once for each case.
enum DueNotice {
    /// Nothing has been said yet.
    static let none = 0
    /// Whoever works on the case was reminded.
    static let reminded = 1
    /// All has been said; also for cases that were over before anybody watched.
    static let all = 99

    /// Working days before the due day from which somebody is reminded.
    static let remindWithin = 3
    /// Working days from one level of the office tree to the next.
    static let between = 5
    /// Steps above a case's own office.
    static let mostLevels = 8
    /// Office hours, where the calendar is: nobody is written to at night or on a day off.
    static let hours = 8..<17

    /// May letters go out now?
    static func isWorkingTime(_ now: Timestamp, _ calendar: WorkingCalendar) -> Bool {
        let (day, hour) = calendar.dayAndHour(of: now)
        return calendar.isWorking(day) && hours.contains(hour)
    }

    /// What has to be said now, as the number of the step; nil for nothing.
    ///
    /// - Parameters:
    ///   - said: the last step that happened.
    ///   - due: the case's last day in time.
    static func next(after said: Int, due: Day, today: Day, _ calendar: WorkingCalendar) -> Int? {
        guard said < reminded + mostLevels else { return nil }
        if today <= due {
            return said == none && calendar.workingDays(today.number + 1, due.number) <= remindWithin ? reminded : nil
        }
        let late = calendar.workingDays(due.number + 1, today.number)
        guard late > 0 else { return nil }
        // Up the tree one level at a time, the first on the first working day after the limit.
        let level = max(said, reminded) + 1
        return late > (level - reminded - 1) * between ? level : nil
    }

    /// Calendar days ahead within which a reminder can fall, whatever the holidays.
    static let horizon = 21
}
