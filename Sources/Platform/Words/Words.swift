import Language

/// In which direction a language is written.
public enum Direction: String, Sendable {
    case ltr, rtl
}

/// The catalogue in one language, with its numbers, dates and names. Cheap to copy and quick: a page asks it for everything it shows.
///
///     words("solution.title")                                       // Title
///     words("greeting", ["name": person.name])                      // Good morning, Amina
///     words("solutions.count", count: 3)                            // 3 solutions · ৩টি সমাধান
///
/// A text that a language lacks is shown in English; one that English lacks too is shown as its key and logged once.
public struct Words: Sendable {
    /// BCP 47.
    public let language: String
    public let direction: Direction
    private let messages: [String: Message]
    private let english: [String: Message]
    private let missing: MissingKeys
    private let formats: Formats

    init(
        language: String, messages: [String: Message], english: [String: Message], missing: MissingKeys,
        formats: Formats
    ) {
        self.language = language
        self.messages = messages
        self.english = english
        self.missing = missing
        self.formats = formats
        direction = LanguageTag(language)?.direction == .rightToLeft ? .rtl : .ltr
    }

    public func callAsFunction(_ key: String) -> String { self(key, [:]) }

    /// Fills the placeholders. Facts are taken as they are: escaping is the page's work.
    public func callAsFunction(_ key: String, _ facts: [String: String]) -> String {
        message(key)?.filled(facts) ?? key
    }

    /// The form that the number asks for; `{count}` is the number in the language's digits.
    public func callAsFunction(_ key: String, count: Int, _ facts: [String: String] = [:]) -> String {
        var facts = facts
        facts["count"] = number(count)
        if let message = messages[key] {
            return message.filled(formats.category(count), facts)
        }
        return message(key)?.filled(PluralRule.category(for: count, language: "en"), facts) ?? key
    }

    public func has(_ key: String) -> Bool { messages[key] != nil || english[key] != nil }

    private func message(_ key: String) -> Message? {
        if let found = messages[key] ?? english[key] { return found }
        missing.note(key)
        return nil
    }
}

// MARK: Numbers

extension Words {
    /// `1,234,567`, `১২,৩৪,৫৬৭`, `١٬٢٣٤٬٥٦٧`
    public func number(_ value: Int) -> String { formats.numbers.text(value) }

    /// With a fixed number of decimals (at most nine), rounded half away from zero.
    public func number(_ value: Double, fractionDigits: Int) -> String {
        formats.numbers.text(value, fractionDigits: fractionDigits)
    }

    /// `0.42` is `42%`; no decimals.
    public func percent(_ share: Double) -> String { formats.numbers.percent(share) }

    /// `US$1,200`, `৳১,২০০.৫০`; decimals are left out when there are none. Currencies by ISO 4217.
    public func money(_ amount: Double, currency: String) -> String { formats.money(amount, currency) }
}

// MARK: Dates

extension Words {
    /// `20 November 2026`
    public func date(_ moment: Timestamp) -> String {
        formats.dates.day(CivilTime(moment, offset: formats.offset(moment)))
    }

    /// `14:05`
    public func time(_ moment: Timestamp) -> String {
        formats.dates.time(CivilTime(moment, offset: formats.offset(moment)))
    }

    /// `20 November 2026, 14:05 UTC`: date, time and zone, so that nobody has to guess.
    public func dateTime(_ moment: Timestamp) -> String {
        let offset = formats.offset(moment)
        let civil = CivilTime(moment, offset: offset)
        return self(
            "time.date-time",
            [
                "date": formats.dates.day(civil), "time": formats.dates.time(civil),
                "zone": formats.dates.zone(offset),
            ])
    }

    /// `21 November 2026, 02:05`: as a clock shows it where an office is.
    ///
    /// - Parameter offset: seconds east of UTC there, at that moment.
    public func dateTime(_ moment: Timestamp, offset: Int) -> String {
        let civil = CivilTime(moment, offset: offset)
        return self("time.date-time-there", ["date": formats.dates.day(civil), "time": formats.dates.time(civil)])
    }

    /// `2026-11-20`, in UTC, for programs.
    public func isoDate(_ moment: Timestamp) -> String { ISOTime.date(moment) }

    /// `2026-11-20T14:05:09Z`, for programs.
    public func isoDateTime(_ moment: Timestamp) -> String { ISOTime.dateTime(moment) }

    /// A date that may be known only in part: `2017`, `2017-12`, `2017-12-11`. Anything else is shown as it is.
    public func date(_ partial: String) -> String {
        let parts = partial.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count, (1...3).contains(parts.count), parts[0].utf8.count == 4,
            parts.dropFirst().allSatisfy({ $0.utf8.count == 2 })
        else { return partial }
        if numbers.count == 1 { return formats.numbers.plain(numbers[0]) }
        guard (1...12).contains(numbers[1]) else { return partial }
        if numbers.count == 2 { return formats.dates.month(year: numbers[0], month: numbers[1]) }
        guard (1...31).contains(numbers[2]) else { return partial }
        return formats.dates.day(year: numbers[0], month: numbers[1], day: numbers[2])
    }
}

// MARK: Names and lists

extension Words {
    /// A country's name in this language; the code itself when it is none.
    public func country(_ code: String) -> String { formats.country(code) }

    /// A language's name, in this language or in itself (`বাংলা`), as a language switch shows it.
    public func languageName(_ tag: String, inItself: Bool = false) -> String {
        inItself ? LanguageTag(tag)?.autonym ?? tag : formats.languageName(tag)
    }

    /// `a, b and c`
    public func list(_ items: [String]) -> String { formats.list.text(items) }
}
