extension HTML {
    /// One way to narrow a list: a title and its values.
    public struct FacetGroup: Sendable {
        /// How many values are in sight when the rest is folded.
        public static let usual = 8

        public var title: String
        public var options: [FacetOption]
        /// Opens what goes beyond the usual number: "12 more". nil shows all.
        public var more: String?

        public init(_ title: String, _ options: [FacetOption], more: String? = nil) {
            self.title = title
            self.options = options
            self.more = more
        }

        /// What is always in sight, and what is folded; a fold for a single value would save nothing.
        var parts: (shown: ArraySlice<FacetOption>, folded: ArraySlice<FacetOption>) {
            more == nil || options.count <= Self.usual + 1
                ? (options[...], []) : (options.prefix(Self.usual), options.dropFirst(Self.usual))
        }
    }

    /// One value of a facet. Its address adds the value to the list's filters or, when chosen, takes it away.
    public struct FacetOption: Sendable {
        public var label: String
        /// How many the list would show, as the reader's language writes it.
        public var count: String
        public var url: String
        public var isChosen: Bool

        public init(_ label: String, count: String, url: String, isChosen: Bool = false) {
            self.label = label
            self.count = count
            self.url = url
            self.isChosen = isChosen
        }
    }

    /// The facets of a list as links, so that each choice is an address that can be kept and shared.
    ///
    /// - Parameters:
    ///   - removeLabel: "Remove", read before a chosen value.
    ///   - clear: takes all filters away; shown when any value is chosen.
    public static func facets(
        label: String, groups: [FacetGroup], removeLabel: String, clear: TextLink? = nil
    ) -> HTML {
        let isAnyChosen = groups.contains { $0.options.contains(where: \.isChosen) }
        return """
            <nav class="facets" aria-label="\(label)">\
            \(with: isAnyChosen ? clear : nil, { "<p class=\"clear\"><a href=\"\(url: $0.url)\">\($0.text)</a></p>" })\
            \(groups.filter { !$0.options.isEmpty }.map { group -> HTML in
                let (shown, folded) = group.parts
                return """
                    <h2>\(group.title)</h2><ul>\(shown.map { facet($0, removeLabel: removeLabel) })</ul>\
                    \(if: !folded.isEmpty, details(
                        group.more ?? "", isOpen: folded.contains(where: \.isChosen),
                        "<ul>\(folded.map { facet($0, removeLabel: removeLabel) })</ul>"))
                    """
            })</nav>

            """
    }

    /// The chosen values as a row above the results, each with a link that removes it; nothing when none is.
    public static func chosenFacets(label: String, groups: [FacetGroup], removeLabel: String) -> HTML {
        let chosen = groups.flatMap { group in group.options.filter(\.isChosen).map { (group.title, $0) } }
        guard !chosen.isEmpty else { return "" }
        return """
            <ul class="chosen" aria-label="\(label)">\(chosen.map { title, option in
                """
                <li><a href="\(url: option.url)"><span class="visually-hidden">\(removeLabel) </span>\
                <span class="of">\(title):</span> \(isolated: option.label)</a></li>
                """
            })</ul>

            """
    }

    private static func facet(_ option: FacetOption, removeLabel: String) -> HTML {
        """
        <li\(attribute: "class", option.isChosen ? "is-chosen" : nil)><a href="\(url: option.url)" rel="nofollow">\
        \(if: option.isChosen, "<span class=\"visually-hidden\">\(removeLabel) </span>")\
        <span class="value">\(isolated: option.label)</span> <span class="count">\(option.count)</span></a></li>
        """
    }
}
