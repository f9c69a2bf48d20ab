public import Platform

/// A due date, explained day by day.
public struct DeadlineExplanation: Sendable {
    public enum Reason: Sendable, Equatable {
        case receipt
        case counts
        case weekend(Weekday)
        case holiday(String)
        case waits(DeadlineRule.Party?)
        /// Before the count began anew.
        case anew
        /// The limit is full, but on a day that is no working day.
        case fullOnDayOff
        /// The working day to which the due date moves.
        case moved
    }

    public struct DayEntry: Sendable, Equatable {
        public let day: Day
        /// From 1; nil for a day that does not count.
        public let number: Int?
        public let reason: Reason

        public var counts: Bool { number != nil }
    }

    public let standing: Deadline.Standing
    /// From the day of receipt to the due date, or to the day asked about while there is none.
    public let days: [DayEntry]

    /// Throws `FieldIssues`, as `Deadline.standing` does.
    public init(
        rule: DeadlineRule, calendar: WorkingCalendar, events: [DeadlineEvent], at moment: Timestamp
    ) throws(FieldIssues) {
        let timeline = try DeadlineTimeline(events, at: moment)
        let count = try DeadlineCount(rule, calendar, timeline)
        standing = count.standing(at: moment)
        let last = standing.due?.number ?? max(calendar.day(of: moment).number, count.receipt)
        var days: [DayEntry] = []
        days.reserveCapacity(max(0, last - count.receipt + 1))
        var number = 0
        var isFull = false
        for day in count.receipt...max(last, count.receipt) {
            var counted: Int?
            let reason: Reason
            let off = calendar.dayOff(Day(number: day))
            if day == count.receipt {
                reason = .receipt
            } else if day <= count.start || count.isToRestart {
                reason = count.restarts.contains { $0.contains(day) } ? .waits(Self.party(day, timeline, count)) : .anew
            } else if rule.unit == .workingDays, let off {
                reason = Self.reason(off)
            } else if count.pauses.contains(where: { $0.contains(day) }) {
                reason = .waits(Self.party(day, timeline, count))
            } else if isFull {
                reason = off.map(Self.reason) ?? .moved
            } else {
                number += 1
                counted = number
                isFull = rule.unit != .workingDays && number == count.length
                reason = isFull && off != nil ? .fullOnDayOff : .counts
            }
            days.append(DayEntry(day: Day(number: day), number: counted, reason: reason))
        }
        self.days = days
    }

    private static func reason(_ off: WorkingCalendar.DayOff) -> Reason {
        switch off {
        case .weekend(let weekday): .weekend(weekday)
        case .holiday(let name): .holiday(name)
        }
    }

    /// For whom it waits on a day, where that stops the clock.
    private static func party(_ day: Int, _ timeline: DeadlineTimeline, _ count: DeadlineCount) -> DeadlineRule.Party? {
        timeline.waits.first { wait in
            guard count.rule.mode(wait.party) != .run else { return false }
            let end = wait.end.map { Timestamp(milliseconds: max(wait.start.milliseconds, $0.milliseconds - 1)) }
            return count.calendar.day(of: wait.start).number <= day
                && day <= (end.map { count.calendar.day(of: $0).number } ?? .max)
        }?.party
    }
}
