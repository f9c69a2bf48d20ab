@testable import HTML
import Testing

@Suite("Strips of time")
struct SpanStripTests {
    private let spans: [SpanStrip.Span] = [
        .init(from: 0, to: 0.5, mark: "1", name: "first <b>", depth: 0), .init(from: 0.5, to: 0.75, mark: "", name: "rest", depth: nil),
        .init(from: 0.75, to: 0.751, mark: "2", name: "short", depth: 1), .init(from: 1, to: 1, mark: "3", name: "today", depth: 1),
    ]

    private func places(_ html: String) -> [(x: Double, width: Double)] {
        html.split(separator: "<rect").dropFirst().map { rect in
            func value(_ name: String) -> Double {
                rect.split(separator: " \(name)=\"").dropFirst().first.flatMap { Double($0.prefix { $0 != "%" }) } ?? -1
            }
            return (value("x"), value("width"))
        }
    }

    @Test("A strip stays in its picture, shows what is short, and is mirrored from right to left")
    func drawn() {
        let ltr = SpanStrip(spans, grid: [.init(place: 0.25, text: "2025")], direction: .ltr).html.string
        let rtl = SpanStrip(spans, grid: [.init(place: 0.25, text: "2025")], direction: .rtl).html.string
        for (one, other) in zip(places(ltr), places(rtl)) {
            #expect(one.x >= 0 && one.width > 0 && one.x + one.width <= 100.01)
            #expect(abs(one.x + one.width + other.x - 100) < 0.02)
        }
        #expect(places(ltr).count == 4)
        #expect(ltr.contains("x1=\"25%\"") && rtl.contains("x1=\"75%\""))
        // Its mark only where there is room; a pause has none, and another form.
        #expect(ltr.contains(">1</text>") && !ltr.contains(">2</text>") && ltr.contains("class=\"series-2\" x="))
        #expect(ltr.contains("first &lt;b&gt;") && !ltr.contains("style="))
    }
}
