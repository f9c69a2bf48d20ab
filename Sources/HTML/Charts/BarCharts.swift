extension Chart {
    /// How many letters of a category's name fit beside the figure at 320 px.
    private func room(beside figure: String) -> Int { max(12, 38 - figure.count) }

    /// A category's name, in one or two lines, and its figure at the far edge. Returns the height used, in `em`.
    private func heading(_ category: String, _ figure: String, y: Double, into html: inout HTML) -> Double {
        let lines = Self.lines(category, limit: room(beside: figure))
        for (index, line) in lines.enumerated() {
            html += label(line, at: 0, y + 1 + Double(index) * 1.25, class: "category")
        }
        if !figure.isEmpty { html += label(figure, at: 100, y + 1, .end, class: "figure") }
        return 1.35 + Double(lines.count - 1) * 1.25
    }

    /// Bars from the zero line. A single series writes its figure beside the category's name; several write each at
    /// the end of its own row.
    func drawBars() -> HTML {
        let all = series.map(known)
        let scale = ChartScale(all.flatMap { $0.compactMap(\.self) })
        let isSingle = series.count == 1
        let longest = all.flatMap { $0.map { text($0).count } }.max() ?? 0
        // The figures' own column: about three per cent of 300 px for a letter.
        let width = isSingle ? 100 : 100 - min(40, Double(longest) * 2.8 + 2)
        let (thickness, gap) = isSingle ? (0.8, 0.9) : (1.1, 0.2)
        var rows = HTML()
        var y = 0.0
        for (index, category) in categories.enumerated() {
            y += heading(category, isSingle ? text(all[0][index]) : "", y: y, into: &rows)
            for (number, values) in all.enumerated() {
                if let value = values[index] {
                    rows += bar(
                        series: number, from: scale.position(0) * width / 100,
                        to: scale.position(value) * width / 100, y: y, height: thickness,
                        name: "\(category), \(series[number].name): \(text(value))")
                }
                if !isSingle { rows += label(text(values[index]), at: 100, y + 0.95, .end, class: "figure") }
                y += thickness + gap
            }
            if !isSingle { y += 0.6 }
        }
        return drawing(height: y + 1.6, patterns + axis(scale, width: width, top: 0, bottom: y) + rows)
    }

    /// The series of each category end to end: what is above zero to one side, what is below to the other.
    func drawStack() -> HTML {
        let all = series.map(known)
        let rows = categories.indices.map { index in all.map { $0[index] } }
        let ends = rows.flatMap { row in
            [row.reduce(0) { $0 + max($1 ?? 0, 0) }, row.reduce(0) { $0 + min($1 ?? 0, 0) }]
        }
        let scale = ChartScale(ends)
        var drawn = HTML()
        var y = 0.0
        for (category, row) in zip(categories, rows) {
            let isKnown = row.contains { $0 != nil }
            let total = isKnown ? row.reduce(0) { $0 + ($1 ?? 0) } : nil
            y += heading(category, text(total), y: y, into: &drawn)
            var (above, below) = (0.0, 0.0)
            for (number, value) in row.enumerated() {
                guard let value, value != 0 else { continue }
                let from = value > 0 ? above : below
                if value > 0 { above += value } else { below += value }
                drawn += bar(
                    series: number, from: scale.position(from), to: scale.position(from + value), y: y,
                    height: 1.1, name: "\(category), \(series[number].name): \(text(value))")
            }
            y += 1.1 + 0.8
        }
        return drawing(height: y + 1.6, patterns + axis(scale, top: 0, bottom: y) + drawn)
    }

    /// Centred bars, each as wide as what is left at its stage.
    func drawFunnel() -> HTML {
        let values = series.first.map(known) ?? []
        let widest = max(values.compactMap(\.self).max() ?? 0, 0)
        let first = values.first.flatMap(\.self) ?? 0
        var drawn = HTML()
        var y = 0.0
        for (category, value) in zip(categories, values) {
            var figure = text(value)
            if let share, let value, first > 0 { figure += " · " + share(value / first) }
            y += heading(category, figure, y: y, into: &drawn)
            let half = widest > 0 ? max(value ?? 0, 0) / widest * 50 : 0
            drawn += bar(
                series: 0, from: 50 - half, to: 50 + half, y: y, height: 1.3, name: "\(category): \(figure)")
            y += 1.3 + 0.7
        }
        return drawing(height: y, drawn)
    }
}
