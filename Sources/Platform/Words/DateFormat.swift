import Foundation

/// A language's ways to write a day and a month, as tables of twelve.
struct DateFormat: Sendable {
    /// What stands before, between and after the numbers of a date in one month.
    private struct Pattern: Sendable {
        enum Piece: Sendable {
            case text(String)
            case day, year
        }

        let pieces: [Piece]
    }

    private let days: [Pattern]
    private let months: [Pattern]
    private let numbers: NumberFormat

    init(locale: Locale, numbers: NumberFormat) {
        self.numbers = numbers
        var calendar = Calendar(identifier: .gregorian)
        calendar.locale = locale
        calendar.timeZone = .gmt
        let long = Date.FormatStyle(date: .long, time: .omitted, locale: locale, calendar: calendar, timeZone: .gmt)
        let style = Date.FormatStyle(locale: locale, calendar: calendar, timeZone: .gmt)
        // A sample day, written by ICU and cut at its numbers: 3 and 2005 share no digit.
        func patterns(_ style: Date.FormatStyle, day: String?) -> [Pattern] {
            let year = numbers.plain(2005)
            return (1...12).map { month in
                let parts = DateComponents(year: 2005, month: month, day: 3, hour: 12)
                let text = calendar.date(from: parts)?.formatted(style) ?? ""
                return Pattern(pieces: Self.cut(text, year: year, day: day))
            }
        }
        days = patterns(long, day: numbers.plain(3))
        months = patterns(style.month(.wide).year(.defaultDigits), day: nil)
    }

    private static func cut(_ text: String, year: String, day: String?) -> [Pattern.Piece] {
        var pieces: [Pattern.Piece] = []
        var plain = ""
        var rest = text[...]
        while !rest.isEmpty {
            let number: (piece: Pattern.Piece, text: String)? =
                if rest.hasPrefix(year) { (.year, year) } else if let day, rest.hasPrefix(day) { (.day, day) } else { nil }
            guard let number else {
                plain.append(rest.removeFirst())
                continue
            }
            if !plain.isEmpty { pieces.append(.text(plain)) }
            plain = ""
            pieces.append(number.piece)
            rest = rest.dropFirst(number.text.count)
        }
        if !plain.isEmpty { pieces.append(.text(plain)) }
        return pieces
    }

    func day(_ civil: CivilTime) -> String { day(year: civil.year, month: civil.month, day: civil.day) }

    func day(year: Int, month: Int, day: Int) -> String { text(days[month - 1], year: year, day: day) }

    func month(year: Int, month: Int) -> String { text(months[month - 1], year: year, day: 0) }

    /// `14:05`, on the clock of 24 hours.
    func time(_ civil: CivilTime) -> String { "\(numbers.twoDigits(civil.hour)):\(numbers.twoDigits(civil.minute))" }

    /// `UTC`, `UTC+6`, `UTC+5:30`
    func zone(_ offset: Int) -> String {
        guard offset != 0 else { return "UTC" }
        let minutes = abs(offset) / 60
        let hours = numbers.plain(minutes / 60)
        let rest = minutes % 60 == 0 ? "" : ":" + numbers.twoDigits(minutes % 60)
        return "UTC\(offset < 0 ? "−" : "+")\(hours)\(rest)"
    }

    private func text(_ pattern: Pattern, year: Int, day: Int) -> String {
        var text = ""
        for piece in pattern.pieces {
            switch piece {
            case .text(let part): text += part
            case .day: text += numbers.plain(day)
            case .year: text += numbers.plain(year)
            }
        }
        return text
    }
}
