public import Platform

/// When something is due: a pure function of a rule, a calendar and what happened. Nothing of it is stored.
///
/// Day 1 is the first working day after the day of receipt; for calendar days and months it is the next day. The days are those of
/// the calendar's time zone. `docs/adr/0011` says how each edge was decided.
public enum Deadline {
    public enum State: String, Sendable, CaseIterable, Codable {
        /// The clock runs.
        case running
        /// It waits for somebody, and that stops the clock: there is no due date until the wait ends.
        case paused
        /// Done in time.
        case met
        /// The due date went by first.
        case passed
    }

    public struct Standing: Sendable, Equatable {
        /// The last day on which it is still in time.
        public let due: Day?
        /// Days left after the day asked about, in the rule's own days; for months, in days.
        public let remaining: Int
        public let state: State
        /// Days since the due date, in the rule's own days.
        public let late: Int
    }

    /// How things stand at a moment. Events after it are not known yet.
    ///
    /// Throws `FieldIssues`: a history that cannot be, or a limit that reaches beyond the calendar.
    public static func standing(
        rule: DeadlineRule, calendar: WorkingCalendar, events: [DeadlineEvent], at moment: Timestamp
    ) throws(FieldIssues) -> Standing {
        let timeline = try DeadlineTimeline(events, at: moment)
        return try DeadlineCount(rule, calendar, timeline).standing(at: moment)
    }
}

/// The count itself, over numbers of days.
struct DeadlineCount {
    /// Days on which it waits, the last one included; nil while it lasts.
    struct Span {
        var first: Int
        var last: Int?

        func contains(_ day: Int) -> Bool { first <= day && day <= (last ?? .max) }
    }

    enum End {
        case due(Int)
        /// A wait came first; so many days had counted.
        case open(counted: Int)
    }

    let rule: DeadlineRule
    let calendar: WorkingCalendar
    let done: Timestamp?
    /// The day of receipt.
    let receipt: Int
    /// After this day the count begins: the day of receipt, or the day on which a wait ended that starts it anew.
    private(set) var start: Int
    /// In order, apart from one another.
    private(set) var pauses: [Span] = []
    /// Waits after which the count starts anew, in order.
    private(set) var restarts: [Span] = []
    private(set) var end: End
    /// It waits for somebody, and the count starts anew when that ends.
    private(set) var isToRestart = false

    init(_ rule: DeadlineRule, _ calendar: WorkingCalendar, _ timeline: DeadlineTimeline) throws(FieldIssues) {
        let issues = rule.issues()
        guard issues.isEmpty else { throw FieldIssues(issues) }
        self.rule = rule
        self.calendar = calendar
        done = timeline.done
        receipt = calendar.day(of: timeline.received).number
        start = receipt
        end = .open(counted: 0)
        guard Day.range.contains(Day(number: receipt)) else { throw Self.beyond() }
        for wait in timeline.waits {
            switch rule.mode(wait.party) {
            case .run: continue
            case .pause: pauses.append(span(wait))
            case .restart: restarts.append(span(wait))
            }
        }
        if pauses.count > 1 { pauses = Self.merged(pauses) }
        end = try count()
        // In the order in which they began. A wait after the due date changes nothing: what has passed stays passed.
        restarts.sort { ($0.first, $0.last ?? .max) < ($1.first, $1.last ?? .max) }
        for (index, restart) in restarts.enumerated() {
            if case .due(let due) = end, restart.first > due {
                restarts.removeSubrange(index...)
                break
            }
            guard let last = restart.last else {
                isToRestart = true
                end = .open(counted: 0)
                break
            }
            start = max(start, last)
            end = try count()
        }
    }

    /// The days on which a wait lasted at any moment. Its end belongs to it no more, so that one which ends at midnight leaves the
    /// new day free; one without length touches its day.
    private func span(_ wait: DeadlineTimeline.Wait) -> Span {
        let last = wait.end.map { end in
            calendar.day(of: Timestamp(milliseconds: max(wait.start.milliseconds, end.milliseconds - 1))).number
        }
        return Span(first: calendar.day(of: wait.start).number, last: last)
    }

    private static func merged(_ spans: [Span]) -> [Span] {
        var merged: [Span] = []
        for span in spans.sorted(by: { $0.first < $1.first }) {
            if let before = merged.last, span.first <= (before.last ?? .max) {
                let last = if let one = before.last, let other = span.last { max(one, other) } else { Int?.none }
                merged[merged.count - 1].last = last
            } else {
                merged.append(span)
            }
        }
        return merged
    }

    // MARK: Counting

    private func count() throws(FieldIssues) -> End {
        rule.unit == .workingDays ? try countWorkingDays() : try countCalendarDays()
    }

    private func countWorkingDays() throws(FieldIssues) -> End {
        guard var due = calendar.workingDay(rule.limit, after: start) else { throw Self.beyond() }
        var lost = 0
        for pause in pauses {
            if let last = pause.last, last <= start { continue }
            if pause.first > due { break }
            guard let last = pause.last else {
                return .open(counted: max(0, calendar.workingDays(start + 1, pause.first - 1) - lost))
            }
            lost += calendar.workingDays(max(pause.first, start + 1), last)
            guard let later = calendar.workingDay(rule.limit + lost, after: start) else { throw Self.beyond() }
            due = later
        }
        return .due(due)
    }

    /// How many days the limit is from the day on which the count begins.
    var length: Int {
        rule.unit == .months ? Day(number: start).adding(months: rule.limit).number - start : rule.limit
    }

    private func countCalendarDays() throws(FieldIssues) -> End {
        let length = length
        var due = start + length
        var lost = 0
        var isCounted = false
        for pause in pauses {
            if let last = pause.last, last <= start { continue }
            if pause.first > due {
                // The limit is full; only the next working day is still looked for.
                due = try nextWorkingDay(due)
                isCounted = true
                if pause.first > due { break }
            }
            guard let last = pause.last else {
                return .open(counted: isCounted ? length : max(0, pause.first - 1 - start - lost))
            }
            if isCounted {
                if pause.contains(due) { due = last + 1 }
            } else {
                let days = last - max(pause.first, start + 1) + 1
                lost += days
                due += days
            }
        }
        return .due(try nextWorkingDay(due))
    }

    private func nextWorkingDay(_ day: Int) throws(FieldIssues) -> Int {
        guard let next = calendar.workingDay(1, after: day - 1) else { throw Self.beyond() }
        return next
    }

    private static func beyond() -> FieldIssues {
        FieldIssues([FieldIssue("limit", "error.deadline.beyond", ["last": Day.range.upperBound.description])])
    }

    // MARK: Standing

    func standing(at moment: Timestamp) -> Deadline.Standing {
        let today = calendar.day(of: done ?? moment).number
        switch end {
        case .open(let counted):
            // Only a wait that lasts leaves it open, and being done ends every wait.
            return .init(due: nil, remaining: max(0, length - counted), state: .paused, late: 0)
        case .due(let due):
            if today > due {
                return .init(due: Day(number: due), remaining: 0, state: .passed, late: days(due + 1, today))
            }
            return .init(
                due: Day(number: due), remaining: days(max(today, start) + 1, due), state: done == nil ? .running : .met,
                late: 0)
        }
    }

    /// In the rule's own days, both included.
    private func days(_ first: Int, _ last: Int) -> Int {
        rule.unit == .workingDays ? calendar.workingDays(first, last) : max(0, last - first + 1)
    }
}
