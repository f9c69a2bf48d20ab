/// What went on in time as one strip, for a cell of a table: a span for each state, with its mark where there is room.
///
///     SpanStrip([.init(from: 0, to: 0.4, mark: "1", name: "interest: 22 days", depth: 0.3)], grid: scale, direction: .ltr).html
///
/// Places are shares of the width, 0 to 1. The strip is for the eye: what it shows stands beside it in words, which is for its page to
/// see to. A later state is darker, a pause is a thin line, so that nothing is told by colour alone.
public struct SpanStrip {
    public struct Span: Sendable, Equatable {
        public var from: Double
        public var to: Double
        /// One or two letters in it.
        public var mark: String
        /// What a mouse that rests on it is told.
        public var name: String
        /// From 0, light, to 1; nil for a pause.
        public var depth: Double?

        public init(from: Double, to: Double, mark: String, name: String, depth: Double?) {
            self.from = from
            self.to = to
            self.mark = mark
            self.name = name
            self.depth = depth
        }
    }

    /// A place on the scale that all strips of a table have in common.
    public struct Tick: Sendable, Equatable {
        public var place: Double
        public var text: String

        public init(place: Double, text: String) {
            self.place = place
            self.text = text
        }
    }

    private let spans: [Span]
    private let grid: [Tick]
    private let direction: HTML.Direction

    public init(_ spans: [Span], grid: [Tick], direction: HTML.Direction) {
        self.spans = spans
        self.grid = grid
        self.direction = direction
    }

    /// So wide that it is seen, however short it was.
    private static let least = 0.008
    /// Where a mark of two letters fits at 320 px.
    private static let roomForMark = 0.07

    public var html: HTML {
        Self.picture(height: 1.5, direction, "\(grid.map(line))\(spans.map(draw))")
    }

    /// The scale itself, for the head of the column.
    public static func scale(_ ticks: [Tick], direction: HTML.Direction) -> HTML {
        let texts = ticks.map { tick -> HTML in
            let anchor = tick.place < 0.1 ? "start" : tick.place > 0.9 ? "end" : "middle"
            let x = across(tick.place, direction)
            return "<text class=\"tick\" x=\"\(percent: x)\" y=\"1em\" text-anchor=\"\(anchor)\">\(tick.text)</text>"
        }
        return picture(height: 1.3, direction, "\(texts)")
    }

    private static func picture(height: Double, _ direction: HTML.Direction, _ content: HTML) -> HTML {
        """
        <svg class="chart-picture" aria-hidden="true" width="100%" height="\(em: height)" direction="\(direction.rawValue)">\(content)</svg>

        """
    }

    private static func across(_ share: Double, _ direction: HTML.Direction) -> Double {
        let percent = min(max(share, 0), 1) * 100
        return direction == .ltr ? percent : 100 - percent
    }

    private func line(_ tick: Tick) -> HTML {
        let x = Self.across(tick.place, direction)
        return "<line class=\"grid\" x1=\"\(percent: x)\" x2=\"\(percent: x)\" y1=\"0em\" y2=\"1.5em\"/>"
    }

    private func draw(_ span: Span) -> HTML {
        let width = min(max(span.to - span.from, Self.least), 1)
        let from = min(max(span.from, 0), 1 - width)
        let x = direction == .ltr ? from : 1 - from - width
        let (y, height) = span.depth == nil ? (0.6, 0.3) : (0.1, 1.3)
        let opacity = span.depth.map { "0.\(Int(25 + min(max($0, 0), 1) * 74))" }
        let mark: HTML = span.depth != nil && width >= Self.roomForMark
            ? "<text x=\"\(percent: (x + width / 2) * 100)\" y=\"1.1em\" text-anchor=\"middle\">\(span.mark)</text>" : ""
        return """
            <rect class="series-\(span.depth == nil ? 2 : 1)"\(attribute: "fill-opacity", opacity) x="\(percent: x * 100)" \
            y="\(em: y)" width="\(percent: width * 100)" height="\(em: height)"><title>\(span.name)</title></rect>\(mark)
            """
    }
}
