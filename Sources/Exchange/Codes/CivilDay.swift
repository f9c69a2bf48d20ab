import Platform

/// A whole day of the calendar as forms and files write it: `2027-03-31`. Days compare as their texts do.
enum CivilDay {
    static func isValid(_ text: String) -> Bool { text.utf8.count == 10 && PartialDate.isValid(text) }

    /// The day in UTC.
    static func of(_ moment: Timestamp) -> String {
        let day = 86_400_000 as Int64
        let (quotient, remainder) = moment.milliseconds.quotientAndRemainder(dividingBy: day)
        return text(Int(remainder < 0 ? quotient - 1 : quotient))
    }

    /// The day so many days later (or earlier); a text that is no day stays as it is.
    static func adding(_ days: Int, to day: String) -> String { number(day).map { text($0 + days) } ?? day }

    /// Days since 1 January 1970; nil for a text that is no day.
    static func number(_ day: String) -> Int? {
        guard isValid(day) else { return nil }
        let parts = day.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return nil }
        // Years begin in March, so that the day that leap years add is the last one.
        let (year, month) = parts[1] > 2 ? (parts[0], parts[1] - 3) : (parts[0] - 1, parts[1] + 9)
        let before = 365 * year + year / 4 - year / 100 + year / 400
        return before + (153 * month + 2) / 5 + parts[2] - 1 - 719_468
    }

    private static func text(_ number: Int) -> String {
        let days = number + 719_468
        var year = Int((Double(days) / 365.2425).rounded(.down)) + 1
        func begins(_ year: Int) -> Int { 365 * year + year / 4 - year / 100 + year / 400 }
        while begins(year) > days { year -= 1 }
        let inYear = days - begins(year)
        let month = (5 * inYear + 2) / 153
        let day = inYear - (153 * month + 2) / 5 + 1
        let (civilYear, civilMonth) = month < 10 ? (year, month + 3) : (year + 1, month - 9)
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(civilYear, 4))-\(padded(civilMonth, 2))-\(padded(day, 2))"
    }
}
