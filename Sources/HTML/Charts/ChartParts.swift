extension Chart {
    /// The picture itself: a title and a description for those who cannot see it, then the drawing.
    ///
    /// - Parameter height: in `em`.
    func drawing(height: Double, _ content: HTML) -> HTML {
        """
        <svg class="chart-picture" role="img" aria-labelledby="\(id)-title \(id)-description" width="100%" \
        height="\(em: height)" direction="\(direction.rawValue)">
        <title id="\(id)-title">\(title)</title><desc id="\(id)-description">\(description)</desc>
        \(content)</svg>

        """
    }

    /// From the start edge, in per cent of the width, for either direction.
    func across(_ percent: Double) -> Double { direction == .ltr ? percent : 100 - percent }

    enum Anchor: String { case start, middle, end }

    func label(_ text: String, at percent: Double, _ y: Double, _ anchor: Anchor = .start, class kind: StaticString)
        -> HTML
    {
        """
        <text class="\(literal: kind)" x="\(percent: across(percent))" y="\(em: y)" \
        text-anchor="\(anchor.rawValue)">\(text)</text>

        """
    }

    /// A bar between two places of the width, in the colour and the pattern of its series.
    func bar(series index: Int, from: Double, to: Double, y: Double, height: Double, name: String) -> HTML {
        let start = min(from, to)
        let width = max(abs(to - from), 0)
        let x = direction == .ltr ? start : 100 - start - width
        let place: HTML =
            "x=\"\(percent: x)\" y=\"\(em: y)\" width=\"\(percent: width)\" height=\"\(em: height)\""
        return """
            <rect class="series-\(index % 6 + 1)" \(place)><title>\(name)</title></rect>\
            \(if: index % 6 > 0, "<rect fill=\"url(#\(id)-pattern-\(index % 6 + 1))\" \(place)/>")

            """
    }

    /// Light lines at the round figures, and the figures below them.
    func axis(_ scale: ChartScale, width: Double = 100, top: Double, bottom: Double) -> HTML {
        let texts = scale.ticks.map(number)
        // About 34 letters fit side by side at 320 px; if there are more, only the ends and zero are named.
        let isTight = texts.reduce(0) { $0 + $1.count + 2 } > 34
        let marks = zip(scale.ticks, texts).map { tick, text -> HTML in
            let place = scale.position(tick) * width / 100
            let isEnd = place == 0 || place == width
            let anchor: Anchor = place == 0 ? .start : (place == 100 ? .end : .middle)
            return """
                <line class="\(tick == 0 ? "zero" : "grid")" x1="\(percent: across(place))" x2="\(percent: across(place))" \
                y1="\(em: top)" y2="\(em: bottom)"/>
                \(if: !isTight || isEnd || tick == 0, label(text, at: place, bottom + 1.2, anchor, class: "tick"))
                """
        }
        return "\(marks)"
    }

    /// Which colour and pattern is which series. Not needed for a single one: the title says what it is.
    var legend: HTML {
        guard series.count > 1 else { return "" }
        return """
            <ul class="legend">\(series.enumerated().map { index, series in
                """
                <li><svg class="swatch" aria-hidden="true" width="1em" height="1em">\
                \(kind == .line
                    ? marker(index, at: 50, 0.5)
                    : bar(series: index, from: 0, to: 100, y: 0, height: 1, name: series.name))</svg> \(series.name)</li>
                """
            })</ul>

            """
    }

    /// The patterns that tell series apart in print and to those who see no colours.
    var patterns: HTML {
        let drawings: [HTML] = [
            "<path d=\"M-1 7L7-1M-1 1L1-1M5 7L7 5\"/>", "<circle cx=\"3\" cy=\"3\" r=\"1.2\"/>",
            "<path d=\"M0 0L6 6M6 0L0 6\"/>", "<path d=\"M0 3H6\"/>", "<path d=\"M3 0V6\"/>",
        ]
        guard kind != .line, series.count > 1 else { return "" }
        return """
            <defs>\(drawings.prefix(series.count - 1).enumerated().map { index, drawing in
                """
                <pattern id="\(id)-pattern-\(index + 2)" class="hatch" width="6" height="6" \
                patternUnits="userSpaceOnUse">\(drawing)</pattern>
                """
            })</defs>

            """
    }

    /// A point of a line: another shape for each series, about 9 px wide.
    func marker(_ index: Int, at percent: Double, _ y: Double) -> HTML {
        let shapes: [HTML] = [
            "<circle r=\"4.5\"/>", "<path d=\"M-4-4H4V4H-4Z\"/>", "<path d=\"M0-5.5L5 4H-5Z\"/>",
            "<path d=\"M0-5.5L5.5 0L0 5.5L-5.5 0Z\"/>", "<path d=\"M0 5.5L5-4H-5Z\"/>",
            "<path d=\"M-5-1.5H-1.5V-5H1.5V-1.5H5V1.5H1.5V5H-1.5V1.5H-5Z\"/>",
        ]
        return """
            <svg class="series-\(index % 6 + 1)" overflow="visible" x="\(percent: percent)" y="\(em: y)">\
            \(shapes[index % 6])</svg>

            """
    }

    /// A name in at most two lines of `limit` letters, parted between words; the table holds it whole.
    static func lines(_ text: String, limit: Int) -> [String] {
        guard text.count > limit else { return [text] }
        var lines = [""]
        for word in text.split(separator: " ") {
            let longer = lines[lines.count - 1].isEmpty ? String(word) : lines[lines.count - 1] + " " + word
            if longer.count <= limit || lines[lines.count - 1].isEmpty {
                lines[lines.count - 1] = longer
            } else if lines.count < 2 {
                lines.append(String(word))
            } else {
                lines[1] += "…"
                break
            }
        }
        return lines.map { $0.count > limit + 1 ? $0.prefix(limit) + "…" : $0 }
    }
}

extension HTML.StringInterpolation {
    /// A length of an SVG attribute with at most two decimals. It is no text for a reader, so it has no locale.
    mutating func appendInterpolation(percent value: Double) { appendLength(value, "%") }
    mutating func appendInterpolation(em value: Double) { appendLength(value, "em") }

    private mutating func appendLength(_ value: Double, _ unit: StaticString) {
        let hundredths = Int((value * 100).rounded())
        let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
        let fraction = rest == 0 ? "" : (rest % 10 == 0 ? ".\(rest / 10)" : (rest < 10 ? ".0\(rest)" : ".\(rest)"))
        appendInterpolation(trusted: (hundredths < 0 ? "-" : "") + String(whole) + fraction)
        appendLiteral(unit)
    }
}
