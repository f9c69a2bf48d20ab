extension HTML {
    /// A column of a table: its heading and what each row shows there.
    ///
    ///     HTML.table(caption: caption, rows: solutions, columns: [
    ///         .heading(words("solution.title")) { "<a href=\"\(url: $0.path)\">\($0.title)</a>" },
    ///         .number(words("solution.adoptions")) { "\(words.number($0.adoptions))" },
    ///     ])
    public struct Column<Row> {
        public enum Kind: Sendable { case heading, text, number, action }

        public var title: String
        public var kind: Kind
        public var sort: Sort?
        /// Stands under the title where the table has its head, for the eye only: the scale of what the cells draw.
        public var scale: HTML
        public var cell: (Row) -> HTML

        public init(
            _ title: String, kind: Kind = .text, sort: Sort? = nil, scale: HTML = "", cell: @escaping (Row) -> HTML
        ) {
            self.title = title
            self.kind = kind
            self.sort = sort
            self.scale = scale
            self.cell = cell
        }

        /// The column that names the row; a table has one, most often the first.
        public static func heading(_ title: String, sort: Sort? = nil, cell: @escaping (Row) -> HTML) -> Column {
            Column(title, kind: .heading, sort: sort, cell: cell)
        }

        public static func text(_ title: String, sort: Sort? = nil, cell: @escaping (Row) -> HTML) -> Column {
            Column(title, kind: .text, sort: sort, cell: cell)
        }

        /// Figures, set one under the other.
        public static func number(_ title: String, sort: Sort? = nil, cell: @escaping (Row) -> HTML) -> Column {
            Column(title, kind: .number, sort: sort, cell: cell)
        }

        /// What can be done with the row; its heading is for a screen reader only.
        public static func action(_ title: String, cell: @escaping (Row) -> HTML) -> Column {
            Column(title, kind: .action, cell: cell)
        }
    }

    /// How a column is sorted now, and the address that sorts by it (or turns the order round).
    public struct Sort: Sendable {
        public enum Order: String, Sendable { case ascending, descending }

        public var url: String
        public var order: Order?

        public init(url: String, order: Order? = nil) {
            self.url = url
            self.order = order
        }
    }

    /// Rows under headings. On a small screen each row turns into a block of labelled lines.
    ///
    /// - Parameters:
    ///   - isDense: for staff, who scan many rows.
    ///   - footer: a last row, such as totals: one cell for each column.
    ///   - empty: shown instead of the table when there is no row, for example ``emptyState(_:_:action:)``.
    public static func table<Row>(
        caption: String, isCaptionHidden: Bool = false, rows: [Row], columns: [Column<Row>],
        isDense: Bool = false, footer: [HTML]? = nil, empty: HTML? = nil
    ) -> HTML {
        if rows.isEmpty, let empty { return empty }
        var html: HTML = """
            <table class="table\(if: isDense, " dense")"><caption\
            \(attribute: "class", isCaptionHidden ? "visually-hidden" : nil)>\(caption)</caption>
            <thead><tr>\(columns.map(head))</tr></thead>
            <tbody>

            """
        for row in rows {
            html += "<tr>"
            for column in columns { html += cell(column, column.cell(row)) }
            html += "</tr>\n"
        }
        html += "</tbody>\n"
        if let footer {
            html += "<tfoot><tr>\(zip(columns, footer).map { cell($0, $1) })</tr></tfoot>\n"
        }
        html += "</table>\n"
        return html
    }

    private static func head<Row>(_ column: Column<Row>) -> HTML {
        let title: HTML =
            switch (column.kind, column.sort) {
            case (.action, _): visuallyHidden(column.title)
            case (_, let sort?): "<a href=\"\(url: sort.url)\">\(column.title)</a>"
            case (_, nil): "\(column.title)"
            }
        return """
            <th scope="col"\(attribute: "class", column.kind == .number ? "number" : nil)\
            \(attribute: "aria-sort", column.sort?.order?.rawValue)>\(title)\(column.scale)</th>
            """
    }

    private static func cell<Row>(_ column: Column<Row>, _ content: HTML) -> HTML {
        switch column.kind {
        case .heading: "<th scope=\"row\">\(content)</th>"
        case .text: "<td data-label=\"\(column.title)\">\(content)</td>"
        case .number: "<td class=\"number\" data-label=\"\(column.title)\">\(content)</td>"
        case .action: "<td class=\"actions\">\(content)</td>"
        }
    }
}
