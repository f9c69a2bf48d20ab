/// A moment as year, month, day and time of day in the Gregorian calendar, at a fixed distance from UTC.
struct CivilTime {
    let year: Int
    /// 1 to 12.
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int
    /// Days since Thursday: 1 January 1970 was one.
    let weekday: Int

    /// - Parameter offset: seconds east of UTC.
    init(_ moment: Timestamp, offset: Int = 0) {
        let seconds = Int(moment.milliseconds.floorDivided(by: 1000)) + offset
        let days = seconds.floorDivided(by: 86_400)
        let time = seconds - days * 86_400
        (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60)
        weekday = days - days.floorDivided(by: 7) * 7

        // Days since 1 January of the year 1; the guess is off by one year at most.
        let number = days + Self.daysBefore(year: 1970)
        var year = Int((Double(number) / 365.2425).rounded(.down)) + 1
        if Self.daysBefore(year: year) > number { year -= 1 }
        if Self.daysBefore(year: year + 1) <= number { year += 1 }
        let starts = Self.monthStarts[Self.isLeap(year) ? 1 : 0]
        let dayOfYear = number - Self.daysBefore(year: year)
        // No month has more than 31 days, so this is the month or the one before it.
        var index = min(dayOfYear / 31 + 1, 11)
        if starts[index] > dayOfYear { index -= 1 }
        (self.year, month, day) = (year, index + 1, dayOfYear - starts[index] + 1)
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    /// The days from 1 January of the year 1 to 1 January of `year`.
    private static func daysBefore(year: Int) -> Int {
        let past = year - 1
        return 365 * past + past.floorDivided(by: 4) - past.floorDivided(by: 100) + past.floorDivided(by: 400)
    }

    /// The day of the year on which each month begins, in common and in leap years.
    private static let monthStarts = [
        [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334],
        [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335],
    ]

    /// `14:05:09`
    var clock: String { "\(hour.twoDigits):\(minute.twoDigits):\(second.twoDigits)" }
}

/// Times as programs write them (ISO 8601), always in UTC.
enum ISOTime {
    /// `2026-11-20`
    static func date(_ moment: Timestamp) -> String {
        let civil = CivilTime(moment)
        return "\(year(civil.year))-\(civil.month.twoDigits)-\(civil.day.twoDigits)"
    }

    /// `2026-11-20T14:05:09Z`
    static func dateTime(_ moment: Timestamp) -> String { "\(date(moment))T\(CivilTime(moment).clock)Z" }

    /// `20261120T140509123Z`, for names of files.
    static func compact(_ moment: Timestamp) -> String {
        let millisecond = moment.milliseconds - moment.milliseconds.floorDivided(by: 1000) * 1000
        let digits = String(1000 + millisecond).dropFirst()
        let text = dateTime(moment).filter { $0 != "-" && $0 != ":" && $0 != "Z" }
        return "\(text)\(digits)Z"
    }

    private static func year(_ year: Int) -> String {
        (0...9999).contains(year) ? String(String(10_000 + year).dropFirst()) : String(year)
    }
}

extension BinaryInteger {
    /// Rounded down also for negative numbers.
    func floorDivided(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension Int {
    var twoDigits: String { self < 10 ? "0\(self)" : String(self) }
}

extension Timestamp {
    /// The calendar year in UTC, for rules such as "not in the future".
    public var year: Int { CivilTime(self).year }
}
