extension Chart {
    /// Lines through the known figures; an unknown one leaves a gap.
    func drawLines() -> HTML {
        let all = series.map(known)
        let scale = ChartScale(all.flatMap { $0.compactMap(\.self) })
        let (top, bottom) = (1.6, 14.0)
        // The scale's figures stand in a column of their own: about three per cent of 300 px for a letter.
        let longest = scale.ticks.map { number($0).count }.max() ?? 0
        let start = min(30, Double(longest) * 2.8 + 3)
        let end = 96.0

        func x(_ index: Int) -> Double {
            categories.count == 1
                ? (start + end) / 2 : start + (end - start) * Double(index) / Double(categories.count - 1)
        }
        func y(_ value: Double) -> Double { bottom - scale.position(value) / 100 * (bottom - top) }

        var drawn = HTML()
        for tick in scale.ticks {
            drawn += """
                <line class="\(tick == 0 ? "zero" : "grid")" x1="0%" x2="100%" y1="\(em: y(tick))" y2="\(em: y(tick))"/>

                """
            drawn += label(number(tick), at: 0, y(tick) - 0.3, class: "tick")
        }
        for (index, text) in namedCategories() {
            let half = Double(text.count) * 1.3
            let anchor: Anchor = x(index) - half < 0 ? .start : (x(index) + half > 100 ? .end : .middle)
            drawn += label(text, at: anchor == .end ? 100 : x(index), bottom + 1.4, anchor, class: "tick")
        }
        for (number, values) in all.enumerated() {
            for index in values.indices.dropFirst() {
                guard let before = values[index - 1], let value = values[index] else { continue }
                drawn += """
                    <line class="line series-\(number % 6 + 1)"\(attribute: "stroke-dasharray", Self.dashes[number % 6]) \
                    x1="\(percent: across(x(index - 1)))" y1="\(em: y(before))" \
                    x2="\(percent: across(x(index)))" y2="\(em: y(value))"/>

                    """
            }
            for (index, value) in values.enumerated() {
                guard let value else { continue }
                drawn += marker(number, at: across(x(index)), y(value))
            }
        }
        return drawing(height: bottom + 2, drawn)
    }

    private static let dashes: [String?] = [nil, "7 3", "2 3", "9 3 2 3", "4 4", "12 4"]

    /// The categories that are named below the line: as many as fit side by side at 320 px, evenly spaced.
    private func namedCategories() -> [(Int, String)] {
        let texts = categories.map { $0.count > 14 ? $0.prefix(13) + "…" : $0 }
        let longest = (texts.map(\.count).max() ?? 0) + 2
        let room = max(2, 38 / longest)
        let step = max(1, (texts.count + room - 2) / max(1, room - 1))
        let named = texts.count <= room ? 1 : step
        return texts.enumerated().filter { $0.offset % named == 0 }
    }
}
