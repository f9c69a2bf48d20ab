extension HTML {
    /// The top of a page: its heading, what stands above it in small, and a sentence below.
    public static func pageHeading(
        _ title: String, above: String? = nil, lead: HTML? = nil, actions: [HTML] = []
    ) -> HTML {
        """
        <div class="page-heading">\(with: above, { "<p class=\"above\">\($0)</p>" })<h1>\(title)</h1>\
        \(with: lead, { "<p class=\"lead\">\($0)</p>" })\
        \(if: !actions.isEmpty, buttons(actions))</div>

        """
    }

    /// The catalogue: facets beside the results, and on a small screen folded above them. Needs a wide page.
    ///
    /// - Parameter facetsLabel: the words that open the fold: "Filter the list".
    public static func besideResults(facetsLabel: String, facets: HTML, results: HTML) -> HTML {
        """
        <div class="catalogue"><details class="fold filters"><summary>\(facetsLabel)</summary>
        \(facets)</details>
        <div class="results">
        \(results)</div></div>

        """
    }

    /// A page made to be read: the text in a narrow measure, and facts at its side (below it on a small screen).
    public static func reading(article: HTML, facts: HTML? = nil, factsLabel: String = "") -> HTML {
        """
        <div class="reading"><div class="prose">
        \(article)</div>
        \(with: facts, { "<aside class=\"side\" aria-label=\"\(factsLabel)\">\n\($0)</aside>\n" })</div>

        """
    }

    /// Results one below the other: a title that leads on, a line of marks, some words.
    public static func resultList(_ items: [ResultItem]) -> HTML {
        """
        <ol class="result-list">\(items.map { item in
            """
            <li><h2\(attribute: "lang", item.language)><a href="\(url: item.url)">\(item.title)</a></h2>\
            \(with: item.marks, { "<div class=\"marks\">\($0)</div>" })\
            \(with: item.summary, { "<p dir=\"auto\"\(attribute: "lang", item.language)>\($0)</p>" })\
            \(with: item.note, { "<p class=\"note\">\($0)</p>" })</li>
            """
        })</ol>

        """
    }

    /// One result: titles and summaries are markup, so that a search can mark the words it found (`<mark>`).
    public struct ResultItem: Sendable {
        public var title: HTML
        public var url: String
        public var language: String?
        public var marks: HTML?
        public var summary: HTML?
        public var note: HTML?

        public init(
            title: HTML, url: String, language: String? = nil, marks: HTML? = nil, summary: HTML? = nil,
            note: HTML? = nil
        ) {
            self.title = title
            self.url = url
            self.language = language
            self.marks = marks
            self.summary = summary
            self.note = note
        }
    }
}
