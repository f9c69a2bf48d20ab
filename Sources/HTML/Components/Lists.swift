extension HTML {
    /// One line of a summary: what, its value, and where to change it.
    public struct Fact: Sendable {
        public var term: String
        public var value: HTML
        public var action: TextLink?

        public init(_ term: String, _ value: HTML, action: TextLink? = nil) {
            self.term = term
            self.value = value
            self.action = action
        }
    }

    /// Facts of one thing, in two columns.
    public static func summaryList(_ facts: [Fact]) -> HTML {
        """
        <dl class="summary">\(facts.map { fact in
            """
            <div><dt>\(fact.term)</dt><dd>\(fact.value)</dd>\
            \(with: fact.action, { action in
                """
                <dd class="change"><a href="\(url: action.url)">\(action.text)\
                <span class="visually-hidden"> \(fact.term)</span></a></dd>
                """
            })</div>
            """
        })</dl>

        """
    }

    /// Something that happened, or will.
    public struct TimelineEntry: Sendable {
        /// Made by ``HTML/time(_:machine:exact:)``.
        public var time: HTML
        public var title: HTML
        public var body: HTML?
        public var tone: Tone

        public init(time: HTML, title: HTML, body: HTML? = nil, tone: Tone = .neutral) {
            self.time = time
            self.title = title
            self.body = body
            self.tone = tone
        }
    }

    /// What happened, in the order given.
    public static func timeline(_ entries: [TimelineEntry]) -> HTML {
        """
        <ol class="timeline">\(entries.map { entry in
            """
            <li class="tone-\(entry.tone.rawValue)"><p class="when">\(entry.time)</p>\
            <p class="what">\(entry.title)</p>\(with: entry.body, { "<div>\($0)</div>" })</li>
            """
        })</ol>

        """
    }

    /// A point of a tree: what stands there, and what came of it.
    public struct TreeNode: Sendable {
        public var content: HTML
        public var children: [TreeNode]
        /// The thing that the page is about.
        public var isCurrent: Bool

        public init(_ content: HTML, children: [TreeNode] = [], isCurrent: Bool = false) {
            self.content = content
            self.children = children
            self.isCurrent = isCurrent
        }
    }

    /// A lineage: which solution was taken up where, and what was made of it there.
    ///
    /// - Parameter depth: levels shown at most; the caller links to the rest.
    public static func tree(label: String, _ roots: [TreeNode], depth: Int = 8) -> HTML {
        "<div class=\"tree\" role=\"group\" aria-label=\"\(label)\">\(branch(roots, depth: depth))</div>\n"
    }

    private static func branch(_ nodes: [TreeNode], depth: Int) -> HTML {
        guard depth > 0, !nodes.isEmpty else { return "" }
        return """
            <ul>\(nodes.map { node in
                """
                <li><div class="node"\(attribute: "aria-current", node.isCurrent ? "true" : nil)>\(node.content)</div>\
                \(branch(node.children, depth: depth - 1))</li>
                """
            })</ul>
            """
    }
}
