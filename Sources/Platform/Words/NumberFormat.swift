import Foundation

/// A language's digits, signs and grouping.
struct NumberFormat: Sendable {
    /// 0 to 9.
    private let digits: [String]
    private let decimal: String
    private let group: String
    /// How many digits stand in the group next to the decimal sign, and in each further one (Bangla: 3 and 2).
    private let firstGroup: Int
    private let nextGroup: Int
    private let minus: String
    private let percentPrefix: String
    private let percentSuffix: String

    init(locale: Locale) {
        let plain = IntegerFormatStyle<Int>.number.locale(locale)
        digits = (0...9).map { $0.formatted(plain.grouping(.never)) }
        let grouped = 1_234_567_890.formatted(plain)
        let parts = grouped.split { !$0.isNumber }
        group = String(grouped.first { !$0.isNumber } ?? ",")
        firstGroup = parts.last?.count ?? 3
        nextGroup = parts.dropLast().last?.count ?? 3
        let fraction = 0.5.formatted(FloatingPointFormatStyle<Double>.number.locale(locale))
        decimal = String(fraction.filter { !$0.isNumber })
        minus = String((-1).formatted(plain).prefix { !$0.isNumber })
        let percent = 0.01.formatted(FloatingPointFormatStyle<Double>.Percent.percent.locale(locale))
        percentPrefix = String(percent.prefix { !$0.isNumber })
        percentSuffix = String(percent.drop { !$0.isNumber }.drop { $0.isNumber })
    }

    func text(_ value: Int) -> String {
        (value < 0 ? minus : "") + grouped(value.magnitude)
    }

    /// Without grouping, as a year is written.
    func plain(_ value: Int) -> String {
        (value < 0 ? minus : "") + localized(String(value.magnitude))
    }

    /// Two digits at least: `07`.
    func twoDigits(_ value: Int) -> String { localized(value.twoDigits) }

    func text(_ value: Double, fractionDigits: Int) -> String {
        guard value.isFinite else { return "\(value)" }
        let count = min(max(fractionDigits, 0), 9)
        let scale = pow(10, Double(count))
        // 0.215 is stored, and multiplied, a little too small: what is nearly half is meant as half.
        let product = abs(value) * scale
        let scaled = (product + 2 * product.ulp).rounded()
        // Larger numbers have no decimals that a Double could hold.
        guard scaled < 1e18 else { return text(Int(clamping: Int64(value.clamped))) }
        let all = UInt(scaled)
        let divisor = UInt(scale)
        let isNegative = value < 0 && all > 0
        var result = (isNegative ? minus : "") + grouped(all / divisor)
        if count > 0 {
            let part = String(all % divisor)
            result += decimal + localized(String(repeating: "0", count: count - part.count) + part)
        }
        return result
    }

    func percent(_ share: Double) -> String {
        percentPrefix + text(share * 100, fractionDigits: 0) + percentSuffix
    }

    private func grouped(_ value: UInt) -> String {
        let plain = Array(String(value).utf8)
        var text = ""
        for (index, digit) in plain.enumerated() {
            let left = plain.count - index
            if index > 0, left == firstGroup || (left > firstGroup && (left - firstGroup).isMultiple(of: nextGroup)) {
                text += group
            }
            text += digits[Int(digit - 48)]
        }
        return text
    }

    private func localized(_ ascii: String) -> String {
        var text = ""
        for byte in ascii.utf8 { text += digits[Int(byte - 48)] }
        return text
    }
}

extension Double {
    /// Within what 64 bits can hold.
    fileprivate var clamped: Double { Swift.min(Swift.max(self, -9.2e18), 9.2e18) }
}
