/// A chart drawn on the server, with the same figures as a table below it.
///
///     Chart(
///         id: "by-theme", kind: .bar, title: title, description: summary, categoryTitle: theme,
///         categories: themes, series: [.init("2017", values, urls: links)], direction: .ltr, words: words,
///         number: { format($0) }
///     ).html
///
/// Across, everything is placed in per cent; down, in `em`. So a chart fits any width from 320 px on, its letters keep
/// the reader's size, and a right-to-left page shows it mirrored. There is no inline style: colours come from
/// the classes `series-1` to `series-6`, and a pattern or a marker tells the series apart without colour.
/// The picture is one image to a screen reader; the links are in the table, where a keyboard reaches them.
public struct Chart: Sendable {
    /// `bar`: a bar for each category and series. `stackedBar`: the series of a category end to end, with its total.
    /// `line`: categories in time. `funnel`: what is left at each stage (first series only).
    public enum Kind: Sendable { case bar, stackedBar, line, funnel }

    /// One set of figures, one for each category. `nil` (or a value that is not finite) is unknown, which is not zero.
    public struct Series: Sendable {
        public var name: String
        public var values: [Double?]
        /// Where each figure leads: the records that it counts.
        public var urls: [String?]

        public init(_ name: String, _ values: [Double?], urls: [String?] = []) {
            self.name = name
            self.values = values
            self.urls = urls
        }
    }

    /// Unique on its page.
    public var id: String
    public var kind: Kind
    public var title: String
    /// What the chart shows, in a sentence or two: shown below the title, and read instead of the picture.
    public var description: String
    /// What the categories are: the heading of the table's first column.
    public var categoryTitle: String
    public var categories: [String]
    public var series: [Series]
    public var direction: HTML.Direction
    public var words: ChartWords
    /// A figure in the reader's digits, with its unit if it has one.
    public var number: @Sendable (Double) -> String
    /// Funnel only: a stage as a share (0 to 1) of the first one, in words: "62 %".
    public var share: (@Sendable (Double) -> String)?

    public init(
        id: String, kind: Kind, title: String, description: String, categoryTitle: String, categories: [String],
        series: [Series], direction: HTML.Direction, words: ChartWords,
        number: @escaping @Sendable (Double) -> String, share: (@Sendable (Double) -> String)? = nil
    ) {
        self.id = id
        self.kind = kind
        self.title = title
        self.description = description
        self.categoryTitle = categoryTitle
        self.categories = categories
        self.series = series
        self.direction = direction
        self.words = words
        self.number = number
        self.share = share
    }

    public var html: HTML { figure(HTML.details(words.table, table)) }

    /// The drawing without its table, for a page that shows the same figures in a table of its own.
    public var htmlWithoutTable: HTML { figure("") }

    private func figure(_ table: HTML) -> HTML {
        """
        <figure class="chart"><figcaption><span class="chart-title">\(title)</span> \
        <span class="note">\(description)</span></figcaption>
        \(picture)\(table)</figure>

        """
    }

    private var picture: HTML {
        guard series.contains(where: { known($0).contains { $0 != nil } }) else {
            return "<p class=\"chart-empty\">\(words.empty)</p>\n"
        }
        return switch kind {
        case .bar: legend + drawBars()
        case .stackedBar: legend + drawStack()
        case .line: legend + drawLines()
        case .funnel: drawFunnel()
        }
    }

    /// The figures of a series, one for each category; what cannot be drawn is unknown.
    func known(_ series: Series) -> [Double?] {
        categories.indices.map { index in
            guard index < series.values.count, let value = series.values[index], value.isFinite else { return nil }
            // Outside these a difference of two figures overflows, or a step of the axis is nothing.
            return value.magnitude < 1e-290 ? 0 : min(max(value, -1e300), 1e300)
        }
    }

    func text(_ value: Double?) -> String { value.map(number) ?? words.unknown }

    /// The same figures as a table, each a link to what it counts.
    var table: HTML {
        let columns = series.map { series -> HTML.Column<Int> in
            let values = known(series)
            return .number(series.name) { index in
                let url = index < series.urls.count ? series.urls[index] : nil
                return if let url, values[index] != nil {
                    "<a href=\"\(url: url)\">\(text(values[index]))</a>"
                } else {
                    "\(text(values[index]))"
                }
            }
        }
        return HTML.table(
            caption: title, isCaptionHidden: true, rows: Array(categories.indices),
            columns: [.heading(categoryTitle) { "\(categories[$0])" }] + columns, isDense: true)
    }
}

/// The words of a chart, already in the page's language.
public struct ChartWords: Sendable {
    /// Opens the table: "Show the figures".
    public var table: String
    /// In place of a figure: "not known".
    public var unknown: String
    /// In place of a chart without figures: "No figures yet".
    public var empty: String

    public init(table: String, unknown: String, empty: String) {
        self.table = table
        self.unknown = unknown
        self.empty = empty
    }
}
