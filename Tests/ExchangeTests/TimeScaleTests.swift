import Platform
import TestSupport
import Testing

@testable import Exchange

/// The scale of the timeline: whatever lies between two moments, a few round dates that lie between them.
struct TimeScaleTests {
    private func scale(_ from: String, _ to: String) throws -> TimeScale {
        TimeScale(from: Day.start(from), to: try #require(Day.start(to)))
    }

    @Test func yearsAndMonthsAreRound() throws {
        #expect(try scale("2017-12-13", "2026-12-01").marks.map(\.date) == ["2018", "2020", "2022", "2024", "2026"])
        #expect(try scale("2024-03-05", "2026-11-30").marks.map(\.date) == ["2025", "2026"])
        #expect(try scale("2026-02-10", "2026-11-30").marks.map(\.date) == ["2026-04", "2026-07", "2026-10"])
        #expect(try scale("2026-10-20", "2026-12-20").marks.map(\.date) == ["2026-11", "2026-12"])
    }

    @Test func aFirstDayIsNotStretched() throws {
        let scale = try scale("2026-11-30", "2026-11-30")
        #expect(scale.place(scale.end) == 1 && scale.end.since(scale.start) == .seconds(30 * 86_400))
        #expect(TimeScale(from: nil, to: scale.end) == scale)
    }

    @Test func marksLieOnTheScaleInTheirOrder() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<2_000 {
            let end = Timestamp(milliseconds: Int64.random(in: 0..<4_000_000_000_000, using: &random))
            let length = Int64.random(in: 0..<Int64(1) << Int64.random(in: 1..<42, using: &random), using: &random)
            let scale = TimeScale(from: Timestamp(milliseconds: end.milliseconds - length), to: end)
            let places = scale.marks.map(\.place)
            #expect(places == places.sorted() && Set(places).count == places.count && places.count <= 5)
            #expect(places.allSatisfy { (0...1).contains($0) })
            #expect(scale.place(scale.start) == 0 && scale.place(end) == 1)
        }
    }
}
