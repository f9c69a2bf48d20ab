extension HTML {
    /// The way back up. `current` is the page itself and leads nowhere.
    public static func breadcrumbs(label: String, _ links: [TextLink], current: String? = nil) -> HTML {
        """
        <nav class="breadcrumbs" aria-label="\(label)"><ol>\
        \(links.map { "<li><a href=\"\(url: $0.url)\">\($0.text)</a></li>" })\
        \(with: current, { "<li aria-current=\"page\">\($0)</li>" })</ol></nav>

        """
    }

    /// Previous and next of a list that is read by keys, so it knows no page numbers; nothing when it fits one page.
    public static func pagination(label: String, previous: TextLink?, next: TextLink?) -> HTML {
        guard previous != nil || next != nil else { return "" }
        return """
            <nav class="pagination" aria-label="\(label)">\
            \(with: previous, { "<a class=\"previous\" rel=\"prev\" href=\"\(url: $0.url)\">\($0.text)</a>" })\
            \(with: next, { "<a class=\"next\" rel=\"next\" href=\"\(url: $0.url)\">\($0.text)</a>" })</nav>

            """
    }

    /// Views of one thing, each with its own address.
    public static func tabs(label: String, _ links: [NavigationLink]) -> HTML {
        """
        <nav class="tabs" aria-label="\(label)"><ul>\(links.map { link in
            """
            <li><a href="\(url: link.url)"\(attribute: "aria-current", link.isCurrent ? "page" : nil)>\(link.text)\
            \(with: link.count, { " <span class=\"count\">\($0)</span>" })</a></li>
            """
        })</ul></nav>

        """
    }

    /// Links one below the other.
    public static func linkList(_ links: [TextLink]) -> HTML {
        "<ul class=\"link-list\">\(links.map { "<li><a href=\"\(url: $0.url)\">\($0.text)</a></li>" })</ul>\n"
    }
}
