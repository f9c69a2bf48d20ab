import Platform

/// A quarter of a year, as figures for everybody are given: `2026-Q3`.
///
/// Quarters do not overlap. Ranges to choose would: two of them that differ by a month tell of that month, however few people it is about.
struct Quarter: Hashable, Comparable, Sendable {
    /// `year * 4 + quarter - 1`.
    let number: Int

    init(number: Int) { self.number = number }

    /// - Parameter month: `year * 12 + month - 1`.
    init(month: Int) { number = month / 3 }

    /// In UTC, as programs count.
    init(_ moment: Timestamp) {
        let parts = Day(moment, offset: 0).description.split(separator: "-").compactMap { Int($0) }
        self.init(month: (parts.first ?? 0) * 12 + (parts.dropFirst().first ?? 1) - 1)
    }

    /// `2026-Q3`, and nothing else. None before 1970, when nobody had cases here.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, parts[0].utf8.allSatisfy({ (48...57).contains($0) }), let year = Int(parts[0]), year >= 1970,
            let place = ["Q1", "Q2", "Q3", "Q4"].firstIndex(of: String(parts[1]))
        else { return nil }
        number = year * 4 + place
    }

    /// Its three months, as `year * 12 + month - 1`.
    var months: ClosedRange<Int> { number * 3...number * 3 + 2 }

    static func < (left: Quarter, right: Quarter) -> Bool { left.number < right.number }
}

extension Quarter: CustomStringConvertible {
    var description: String { "\(number / 4)-Q\(number % 4 + 1)" }
}
