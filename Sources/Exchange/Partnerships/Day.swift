import Platform

/// Days as the records write them: ISO 8601, in UTC.
enum Day {
    private static let milliseconds: Int64 = 86_400_000

    /// `2017-12-11`
    static func text(_ moment: Timestamp) -> String {
        // Days are counted from 1 March of the year 0, so that a leap day is the last of its year.
        var days = Int((moment.milliseconds - (moment.milliseconds % milliseconds + milliseconds) % milliseconds) / milliseconds)
        days += 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let day = days - era * 146_097
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365
        let ofYear = day - (365 * year + year / 4 - year / 100)
        let month = (5 * ofYear + 2) / 153
        let civil = month < 10 ? month + 3 : month - 9
        return "\(year + era * 400 + (civil <= 2 ? 1 : 0))-\(two(civil))-\(two(ofYear - (153 * month + 2) / 5 + 1))"
    }

    /// The first moment of a day, a month or a year; nil for what is none.
    static func start(_ partial: String) -> Timestamp? {
        guard PartialDate.isValid(partial) else { return nil }
        let parts = partial.split(separator: "-").compactMap { Int($0) }
        let month = parts.count > 1 ? parts[1] : 1
        let year = parts[0] - (month <= 2 ? 1 : 0)
        let era = year / 400
        let ofEra = year - era * 400
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + (parts.count > 2 ? parts[2] : 1) - 1
        let days = era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
        return Timestamp(milliseconds: Int64(days) * milliseconds)
    }

    /// Whether the day, month or year is over on the day `today`.
    static func isOver(_ partial: String, on today: String) -> Bool {
        !partial.isEmpty && today.prefix(partial.count) > partial
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
