import Platform
public import SQL

/// A day of the calendar, without a time and without a time zone: 15 April 2026.
public struct Day: Sendable, Hashable, Comparable, CustomStringConvertible, LosslessStringConvertible, Codable, SQLBindable,
    SQLDecodable
{
    /// Days since 1 January 1970.
    public let number: Int

    /// What calendars are computed for: from the first day to the last of this range.
    public static let range = Day(number: 0)...Day(year: 2099, month: 12, day: 31)

    public init(number: Int) { self.number = number }

    /// The day on which a moment falls, so many milliseconds east of UTC.
    init(_ moment: Timestamp, offset: Int64) {
        let (quotient, remainder) = (moment.milliseconds + offset).quotientAndRemainder(dividingBy: 86_400_000)
        number = Int(remainder < 0 ? quotient - 1 : quotient)
    }

    /// A day that is known to exist; see `init?(_:)` for text.
    init(year: Int, month: Int, day: Int) {
        number = Self.daysBefore(year: year) - Self.daysBefore(year: 1970) + Self.dayOfYear(year, month, day) - 1
    }

    /// Reads `2026-04-15`; nil for anything else, and for a day that does not exist.
    public init?(_ description: String) {
        let bytes = Array(description.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), year > 0,
            (1...12).contains(month), day >= 1, day <= Self.length(year: year, month: month)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    public var description: String {
        let (year, month, day) = parts
        func padded(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    public var parts: (year: Int, month: Int, day: Int) {
        let days = number + Self.daysBefore(year: 1970)
        var year = Int((Double(days) / 365.2425).rounded(.down)) + 1
        if Self.daysBefore(year: year) > days { year -= 1 }
        if Self.daysBefore(year: year + 1) <= days { year += 1 }
        let dayOfYear = days - Self.daysBefore(year: year)
        var month = min(dayOfYear / 31 + 1, 12)
        if month < 12, Self.dayOfYear(year, month + 1, 1) - 1 <= dayOfYear { month += 1 }
        return (year, month, dayOfYear - Self.dayOfYear(year, month, 1) + 2)
    }

    /// The first of January 1970 was a Thursday.
    public var weekday: Weekday {
        let index = (number + 3) % 7
        return Weekday.allCases[index < 0 ? index + 7 : index]
    }

    public func adding(days: Int) -> Day { Day(number: number + days) }

    /// The same day of the month so many months later, or that month's last day.
    public func adding(months: Int) -> Day {
        let (year, month, day) = parts
        let index = year * 12 + month - 1 + months
        let (newYear, newMonth) = (index / 12, index % 12 + 1)
        return Day(year: newYear, month: newMonth, day: min(day, Self.length(year: newYear, month: newMonth)))
    }

    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    public var sqlValue: SQLValue { .text(description) }

    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(text)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let day = Day(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a day: “\(text)”")
        }
        self = day
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    // MARK: Arithmetic

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    private static func length(year: Int, month: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The days from 1 January of the year 1 to 1 January of `year`.
    private static func daysBefore(year: Int) -> Int {
        let past = year - 1
        return 365 * past + past / 4 - past / 100 + past / 400
    }

    private static let monthStarts = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

    private static func dayOfYear(_ year: Int, _ month: Int, _ day: Int) -> Int {
        monthStarts[month - 1] + day + (month > 2 && isLeap(year) ? 1 : 0)
    }
}

/// A day of the week, as calendars name it.
public enum Weekday: String, Sendable, CaseIterable, Codable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday
}
