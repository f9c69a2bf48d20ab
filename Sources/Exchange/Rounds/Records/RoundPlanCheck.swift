/// What a plan may hold. Pure.
extension RoundPlan {
    /// The days and times that a form or a file may have got wrong.
    func issues() -> [ContentIssue] {
        var issues: [ContentIssue] = []
        if !date.isEmpty, RoundClock.day(date) == nil { issues.append(ContentIssue("date", "error.date", ["value": date])) }
        if RoundClock.minutes(start) == nil { issues.append(ContentIssue("start", "error.round.time", ["value": start])) }
        if !(-14 * 60...14 * 60).contains(offset) { issues.append(ContentIssue("offset", "error.round.offset")) }
        func check(_ field: String, _ value: Int, _ range: ClosedRange<Int>) {
            if !range.contains(value) {
                let facts = ["value": String(value), "least": String(range.lowerBound), "most": String(range.upperBound)]
                issues.append(ContentIssue(field, "error.round.range", facts))
            }
        }
        check("slotMinutes", slotMinutes, 5...480)
        check("slots", slots, 1...Self.mostSlots)
        check("tables", tables, 1...Self.mostTables)
        if let mostPerCountry { check("mostPerCountry", mostPerCountry, 0...1000) }
        if let minutes = RoundClock.minutes(start), slots * slotMinutes > 24 * 60 - minutes {
            issues.append(ContentIssue("slots", "error.round.past-midnight"))
        }
        return issues
    }
}

/// Days and clock times of a round's place.
enum RoundClock {
    /// Days since 1970-01-01 of `2026-11-20`; nil for a day that is none.
    static func day(_ text: String) -> Int? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard text.utf8.count == 10, parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
            (1900...2999).contains(year), (1...12).contains(month)
        else { return nil }
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...lengths[month - 1]).contains(day) else { return nil }
        let before = year - 1
        let days = 365 * before + before / 4 - before / 100 + before / 400 - 719_162
        return days + lengths.prefix(month - 1).reduce(0, +) + day - 1
    }

    /// Minutes since midnight of `09:30`.
    static func minutes(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0...23).contains(hour), (0...59).contains(minute) else {
            return nil
        }
        return 60 * hour + minute
    }

    static func text(_ minutes: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minutes / 60 % 24)):\(two(minutes % 60))"
    }

    /// "+06:00" as minutes ahead of UTC.
    static func offset(_ text: String) -> Int? {
        guard let sign = text.first, sign == "+" || sign == "-", let minutes = minutes(String(text.dropFirst())) else { return nil }
        return sign == "-" ? -minutes : minutes
    }

    static func offsetText(_ minutes: Int) -> String { (minutes < 0 ? "-" : "+") + text(abs(minutes)) }
}
