@testable import HTML
import Testing

@Suite("Charts")
struct ChartTests {
    func chart(_ kind: Chart.Kind, _ values: [[Double?]], direction: HTML.Direction = .ltr, urls: [String?] = []) -> Chart {
        let count = values.map(\.count).max() ?? 0
        return Chart(
            id: "c", kind: kind, title: "T <b>", description: "D", categoryTitle: "Theme",
            categories: (0..<count).map { "Category \($0)" },
            series: values.enumerated().map { .init("Series \($0)", $1, urls: urls) }, direction: direction,
            words: ChartWords(table: "Show", unknown: "not known", empty: "No figures yet"), number: { "\($0)" },
            share: { "\($0)" })
    }

    static let kinds: [Chart.Kind] = [.bar, .stackedBar, .line, .funnel]

    /// Every length of the drawing, by attribute.
    func lengths(_ html: String, _ attribute: String, unit: String) -> [Double] {
        html.split(separator: " \(attribute)=\"").dropFirst().compactMap { part in
            let value = part.prefix { $0 != "\"" }
            return value.hasSuffix(unit) ? Double(value.dropLast(unit.count)) : nil
        }
    }

    @Test("Whatever the figures, nothing is drawn outside the picture", arguments: kinds, [HTML.Direction.ltr, .rtl])
    func bounds(_ kind: Chart.Kind, _ direction: HTML.Direction) throws {
        var generator = SeededGenerator(seed: 3)
        let sizes: [Double] = [0, 1, 7, 1e-300, 1e-12, 1e6, 1e15, 1e300, .infinity, .nan, .greatestFiniteMagnitude]
        for _ in 0..<60 {
            let rows = (0..<Int.random(in: 1...7, using: &generator)).map { _ in
                (0..<Int.random(in: 0...9, using: &generator)).map { _ -> Double? in
                    if Int.random(in: 0..<6, using: &generator) == 0 { return nil }
                    return sizes.randomElement(using: &generator)! * Double.random(in: -1...1, using: &generator)
                }
            }
            let html = chart(kind, rows, direction: direction).html.string
            for attribute in ["x", "x1", "x2", "width"] {
                #expect(lengths(html, attribute, unit: "%").allSatisfy { (0...100).contains($0) }, "\(rows)")
            }
            let ends = html.split(separator: "<rect ").dropFirst().map { bar in
                lengths(String(bar), "x", unit: "%").prefix(1).reduce(0, +) + lengths(String(bar), "width", unit: "%").prefix(1).reduce(0, +)
            }
            #expect(ends.allSatisfy { $0 <= 100.02 }, "\(rows)")
            let height = lengths(html, "height", unit: "em").max() ?? 0
            for attribute in ["y", "y1", "y2"] {
                #expect(lengths(html, attribute, unit: "em").allSatisfy { (0...max(height, 1)).contains($0) }, "\(rows)")
            }
            #expect(!html.contains("style="))
        }
    }

    @Test("Bars are as long as their figures, and a right-to-left page mirrors them")
    func proportion() {
        let values: [[Double?]] = [[40, 20, 0, nil]]
        let left = chart(.bar, values).drawBars().string.split(separator: "<rect class").dropFirst().map(String.init)
        #expect(left.count == 3)
        #expect(left.map { lengths($0, "width", unit: "%")[0] } == [100, 50, 0])
        #expect(left.map { lengths($0, "x", unit: "%")[0] } == [0, 0, 0])
        let right = chart(.bar, values, direction: .rtl).drawBars().string.split(separator: "<rect class").dropFirst().map(String.init)
        #expect(right.map { lengths($0, "x", unit: "%")[0] } == [0, 50, 100])
    }

    @Test("A negative figure runs to the other side of zero")
    func negative() {
        let bars = chart(.bar, [[-50, 50]]).drawBars().string.split(separator: "<rect class").dropFirst().map(String.init)
        #expect(bars.map { lengths($0, "x", unit: "%")[0] } == [0, 50])
        #expect(bars.map { lengths($0, "width", unit: "%")[0] } == [50, 50])
    }

    @Test("Stacked parts follow one another without gap or overlap")
    func stack() {
        let bars = chart(.stackedBar, [[10], [20], [10]]).drawStack().string.split(separator: "<rect class").dropFirst().map(String.init)
        #expect(bars.map { lengths($0, "x", unit: "%")[0] } == [0, 25, 75])
        #expect(bars.map { lengths($0, "width", unit: "%")[0] } == [25, 50, 25])
    }

    @Test("An unknown figure breaks the line")
    func gap() {
        let html = chart(.line, [[1, 2, nil, 4, 5]]).drawLines().string
        #expect(html.split(separator: "class=\"line series-1\"").count - 1 == 2)
        #expect(html.split(separator: "<svg class=\"series-1\"").count - 1 == 4)
    }

    @Test("The axis is round and holds all figures", arguments: [
        ([38, 12, 7], 0, 40, 10), ([0, 0], 0, 1, 1), ([], 0, 1, 1), ([3], 0, 3, 1), ([-1200, 38000], -10000, 40000, 10000),
        ([0.3], 0, 0.3, 0.1), ([101], 0, 150, 50), ([-5], -6, 0, 2),
    ] as [([Double], Double, Double, Double)])
    func axis(_ values: [Double], _ low: Double, _ high: Double, _ step: Double) {
        let scale = ChartScale(values)
        #expect(abs(scale.low - low) < 1e-9 && abs(scale.high - high) < 1e-9 && abs(scale.step - step) < 1e-9)
    }

    @Test("Generated axes: few ticks, rising, from end to end")
    func generatedAxes() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<2_000 {
            let size = [1e-200, 0.001, 1, 1e3, 1e9, 1e290].randomElement(using: &generator)!
            let values = (0..<5).map { _ in Double.random(in: -size...size, using: &generator) }
            let scale = ChartScale(values)
            #expect((2...8).contains(scale.ticks.count))
            #expect(scale.low <= values.min()! && scale.high >= values.max()!)
            #expect(zip(scale.ticks, scale.ticks.dropFirst()).allSatisfy { $0 < $1 })
            #expect(values.allSatisfy { (0...100).contains(scale.position($0)) })
        }
    }

    @Test("The table holds every figure, as a link where it leads somewhere, and unknown is not zero")
    func table() {
        let html = chart(.bar, [[38, 0, nil]], urls: ["/records?t=1", nil, "/x"]).html.string
        #expect(html.contains("<td class=\"number\" data-label=\"Series 0\"><a href=\"/records?t=1\">38.0</a></td>"))
        #expect(html.contains("<td class=\"number\" data-label=\"Series 0\">0.0</td>"))
        #expect(html.contains("<td class=\"number\" data-label=\"Series 0\">not known</td>"))
        #expect(html.contains("role=\"img\" aria-labelledby=\"c-title c-description\""))
        #expect(html.contains("<title id=\"c-title\">T &lt;b&gt;</title><desc id=\"c-description\">D</desc>"))
    }

    @Test("Without a figure there is a sentence, not an empty picture", arguments: kinds)
    func empty(_ kind: Chart.Kind) {
        for values in [[], [[]], [[nil, nil]]] as [[[Double?]]] {
            let html = chart(kind, values).html.string
            #expect(html.contains("No figures yet") && !html.contains("<svg"))
        }
    }

    @Test("Long names are parted between words and end in dots", arguments: [
        ("short", ["short"]), ("one two three four", ["one two", "three four"]), ("one two three four five six", ["one two", "three four…"]),
        ("unbreakableword", ["unbreakabl…"]),
    ])
    func names(_ name: String, _ lines: [String]) { #expect(Chart.lines(name, limit: 10) == lines) }
}
