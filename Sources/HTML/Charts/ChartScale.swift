/// The axis of a chart: round figures from below the least value to above the greatest, always with zero.
struct ChartScale: Hashable {
    let low: Double
    let high: Double
    let step: Double

    /// - Parameter intervals: about how many steps the axis should have.
    init(_ values: [Double], intervals: Int = 4) {
        let least = min(values.min() ?? 0, 0)
        let greatest = max(values.max() ?? 0, 0)
        guard greatest > least else {
            (low, high, step) = (0, 1, 1)
            return
        }
        let isWhole = values.allSatisfy { $0 == $0.rounded() }
        var step = Self.roundUp(greatest / Double(intervals) - least / Double(intervals))
        if isWhole { step = max(step, 1) }
        self.step = step
        low = (least / step).rounded(.down) * step
        high = (greatest / step).rounded(.up) * step
    }

    /// The figures along the axis. Counted, not added up, so that rounding errors do not pile up.
    var ticks: [Double] {
        let first = Int((low / step).rounded())
        let last = Int((high / step).rounded())
        return (first...last).map { Double($0) * step }
    }

    /// Where a value stands, in per cent of the axis.
    func position(_ value: Double) -> Double {
        let share = (value / step - low / step) / (high / step - low / step)
        return min(max(share * 100, 0), 100)
    }

    /// The next figure of the row 1, 2, 5, 10, 20, 50 … that is not less than `value`.
    static func roundUp(_ value: Double) -> Double {
        var power = 1.0
        while power * 10 <= value { power *= 10 }
        while power > value { power /= 10 }
        for factor in [1.0, 2, 5] where factor * power >= value { return factor * power }
        return 10 * power
    }
}
