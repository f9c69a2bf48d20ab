import Foundation
import Language
import Synchronization

/// How a language writes numbers, dates, names and lists: asked of ICU (through Foundation) once, kept as plain tables.
///
/// A formatter made for each call costs a hundred times as much as the table, and a page formats many values.
///
/// Two choices among the variants of a language: English dates are written as most of the network writes them (`20 November 2026`,
/// locale `en_GB`); Arabic is the common standard of all Arab countries (`ar_001`), with the digits ٠١٢٣ and the months that
/// Egypt and the Gulf use (نوفمبر).
struct Formats: Sendable {
    let numbers: NumberFormat
    let dates: DateFormat
    let list: ListFormat
    private let language: String
    private let timeZone: TimeZone
    private let hasFixedOffset: Bool
    private let plurals: [PluralRule.Category]
    private let countries: [String: String]
    private let cache: Cache

    init(language: String, timeZone: TimeZone) {
        let locale = Self.locale(language)
        self.language = language
        self.timeZone = timeZone
        // Formatting asks for the distance each time; for UTC it need not ask the time zone's data.
        hasFixedOffset = timeZone == .gmt
        numbers = NumberFormat(locale: locale)
        dates = DateFormat(locale: locale, numbers: numbers)
        list = ListFormat(locale: locale)
        plurals = (0..<200).map { PluralRule.category(for: $0, language: language) }
        countries = Dictionary(
            uniqueKeysWithValues: Countries.shared.all.map { country in
                (country.code, locale.localizedString(forRegionCode: country.code) ?? country.name)
            })
        cache = Cache(locale: locale)
    }

    static func locale(_ language: String) -> Locale {
        switch language {
        case "en": Locale(identifier: "en_GB")
        // Without being asked for, their own digits are not used on Linux.
        case "bn": Locale(identifier: "bn-u-nu-beng")
        case "ar": Locale(identifier: "ar-001-u-nu-arab")
        default: Locale(identifier: language)
        }
    }

    func category(_ count: Int) -> PluralRule.Category {
        plurals.indices.contains(count) ? plurals[count] : PluralRule.category(for: count, language: language)
    }

    func offset(_ moment: Timestamp) -> Int {
        hasFixedOffset
            ? 0
            : timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000))
    }

    func country(_ code: String) -> String { countries[code] ?? countries[code.uppercased()] ?? code }

    func languageName(_ tag: String) -> String {
        cache.languageName(tag)
    }

    func money(_ amount: Double, _ currency: String) -> String {
        guard amount.isFinite else { return "\(amount)" }
        let format = cache.currency(currency)
        let scale = pow(10, Double(format.fractionDigits))
        let isWhole = (amount * scale).rounded() == amount.rounded() * scale
        let digits = numbers.text(abs(amount), fractionDigits: isWhole ? 0 : format.fractionDigits)
        let isNegative = (amount * scale).rounded() < 0
        return isNegative
            ? format.negativePrefix + digits + format.negativeSuffix : format.prefix + digits + format.suffix
    }

    /// What is asked of ICU at first use, because a table of all would be large. Bounded: tags come from people's data.
    private final class Cache: Sendable {
        private let locale: Locale
        private let languages = Mutex<[String: String]>([:])
        private let currencies = Mutex<[String: CurrencyFormat]>([:])

        init(locale: Locale) { self.locale = locale }

        func languageName(_ tag: String) -> String {
            remembered(in: languages, tag) { locale.localizedString(forIdentifier: tag) ?? tag }
        }

        func currency(_ code: String) -> CurrencyFormat {
            remembered(in: currencies, code) { CurrencyFormat(code: code, locale: locale) }
        }

        private func remembered<Value: Sendable>(
            in table: borrowing Mutex<[String: Value]>, _ key: String, make: () -> Value
        ) -> Value {
            if let known = table.withLock({ $0[key] }) { return known }
            let value = make()
            table.withLock { table in
                if table.count >= 1000 { table.removeAll() }
                table[key] = value
            }
            return value
        }
    }
}

/// Where a language puts a currency's sign.
struct CurrencyFormat: Sendable {
    let prefix: String
    let suffix: String
    let negativePrefix: String
    let negativeSuffix: String
    let fractionDigits: Int

    init(code: String, locale: Locale) {
        func around(_ value: Decimal) -> (prefix: String, suffix: String, fractionDigits: Int) {
            let text = value.formatted(.currency(code: code).locale(locale))
            guard let first = text.firstIndex(where: \.isNumber), let last = text.lastIndex(where: \.isNumber) else {
                return ("", " \(code)", 2)
            }
            // The value has one digit before the decimals.
            let digits = text[first...last].count { $0.isNumber }
            return (String(text[..<first]), String(text[text.index(after: last)...]), digits - 1)
        }
        let positive = around(1)
        let negative = around(-1)
        (prefix, suffix, fractionDigits) = positive
        (negativePrefix, negativeSuffix) = (negative.prefix, negative.suffix)
    }
}

/// How a language joins the items of a list.
struct ListFormat: Sendable {
    private let two: String
    private let start: String
    private let middle: String
    private let end: String

    init(locale: Locale) {
        // Formatted with marks that no language uses, and cut at them.
        let marks = ["\u{1}", "\u{2}", "\u{3}", "\u{4}"]
        func between(_ count: Int) -> [String] {
            let text = Array(marks.prefix(count)).formatted(.list(type: .and).locale(locale))
            return text.split(omittingEmptySubsequences: false) { marks.contains(String($0)) }.map(String.init)
        }
        let pair = between(2)
        let four = between(4)
        two = pair.count == 3 ? pair[1] : ", "
        start = four.count == 5 ? four[1] : ", "
        middle = four.count == 5 ? four[2] : ", "
        end = four.count == 5 ? four[3] : ", "
    }

    func text(_ items: [String]) -> String {
        switch items.count {
        case 0: return ""
        case 1: return items[0]
        case 2: return items[0] + two + items[1]
        default:
            var text = items[0] + start + items[1]
            for item in items[2..<(items.count - 1)] { text += middle + item }
            return text + end + items[items.count - 1]
        }
    }
}
