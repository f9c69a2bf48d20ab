import Foundation
import Language

/// A language tag of BCP 47: `en`, `bn`, `zh-Hant`, `hif-Latn-FJ`.
public enum LanguageCode {
    public static func isValid(_ tag: String) -> Bool { LanguageTag(tag)?.description == tag }
}

/// A currency of ISO 4217, as Foundation's ICU data lists them.
public enum CurrencyCode {
    private static let known = Set(Locale.Currency.isoCurrencies.map(\.identifier))
    public static func isValid(_ code: String) -> Bool { known.contains(code) }
    public static let all = known.sorted()
}

/// A date as exact as it is known: `2017`, `2017-12` or `2017-12-11`.
public enum PartialDate {
    public static func isValid(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let widths = [4, 2, 2]
        guard (1...3).contains(parts.count) else { return false }
        var numbers: [Int] = []
        for (part, width) in zip(parts, widths) {
            guard part.utf8.count == width, part.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let number = Int(part) else {
                return false
            }
            numbers.append(number)
        }
        guard numbers[0] >= 1000 else { return false }
        if numbers.count > 1, !(1...12).contains(numbers[1]) { return false }
        if numbers.count > 2 {
            let leap = numbers[0] % 4 == 0 && (numbers[0] % 100 != 0 || numbers[0] % 400 == 0)
            let days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            guard (1...days[numbers[1] - 1]).contains(numbers[2]) else { return false }
        }
        return true
    }
}

/// A link that may be shown: http or https with a host.
public enum WebAddress {
    public static func isValid(_ text: String) -> Bool {
        guard text.utf8.count <= 2_000, let address = URL(string: text), let scheme = address.scheme?.lowercased() else {
            return false
        }
        return (scheme == "https" || scheme == "http") && !(address.host() ?? "").isEmpty
    }
}
