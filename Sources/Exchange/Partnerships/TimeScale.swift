import Platform

/// A scale of time for what is drawn side by side: a few round years or months between two moments. Pure.
struct TimeScale: Sendable, Equatable {
    /// A year, `2027`, or a month, `2027-03`, and its place on the scale, 0 to 1.
    struct Mark: Sendable, Equatable {
        let date: String
        let place: Double
    }

    let start: Timestamp
    let end: Timestamp
    let marks: [Mark]

    /// So that the first day of a partnership is not stretched over a whole page.
    private static let least: Int64 = 30 * 86_400_000
    /// More do not fit side by side at 320 px.
    private static let mostYears = 5
    private static let mostMonths = 3

    init(from first: Timestamp?, to end: Timestamp) {
        let latest = end.milliseconds - Self.least
        start = Timestamp(milliseconds: min(first?.milliseconds ?? latest, latest))
        self.end = end
        let (start, end) = (start.milliseconds, end.milliseconds)
        func marks(_ dates: [String]) -> [Mark] {
            dates.compactMap { date in
                Day.start(date).flatMap { day in
                    day.milliseconds < start || day.milliseconds > end
                        ? nil : Mark(date: date, place: Double(day.milliseconds - start) / Double(end - start))
                }
            }
        }
        let years = (Self.year(self.start)...Self.year(self.end)).map { $0 }
        if years.count > 2 {
            let step = [1, 2, 5, 10, 20, 50].first { step in years.count { $0.isMultiple(of: step) } <= Self.mostYears } ?? 100
            self.marks = marks(years.filter { $0.isMultiple(of: step) }.map(Self.padded))
        } else {
            let months = years.flatMap { year in (1...12).map { (year, $0) } }
            self.marks = [1, 3, 6].lazy.map { step in
                marks(months.filter { ($0.1 - 1).isMultiple(of: step) }.map { "\(Self.padded($0.0))-\($0.1 < 10 ? "0" : "")\($0.1)" })
            }.first { $0.count <= Self.mostMonths } ?? marks(years.map(Self.padded))
        }
    }

    func place(_ moment: Timestamp) -> Double {
        Double(moment.milliseconds - start.milliseconds) / Double(end.milliseconds - start.milliseconds)
    }

    private static func year(_ moment: Timestamp) -> Int { Day.text(moment).split(separator: "-").first.flatMap { Int($0) } ?? 0 }

    /// ISO 8601 writes four digits.
    private static func padded(_ year: Int) -> String { String(repeating: "0", count: max(0, 4 - String(year).count)) + String(year) }
}
