extension HTML {
    /// What a mark or a notice means. The words say it; the colour only repeats it.
    public enum Tone: String, Sendable { case neutral, good, caution, bad, exchange, delivery }

    /// A state in a word or two.
    public static func tag(_ text: String, tone: Tone = .neutral) -> HTML {
        "<span class=\"tag tone-\(tone.rawValue)\">\(text)</span>"
    }

    /// A message about what just happened or what the reader must know.
    ///
    /// - Parameter isNew: the answer to an action: announced by a screen reader.
    public static func notice(_ text: HTML, title: String? = nil, tone: Tone = .neutral, isNew: Bool = false) -> HTML {
        """
        <div class="notice tone-\(tone.rawValue)"\
        \(attribute: "role", isNew ? (tone == .bad ? "alert" : "status") : nil)>\
        \(with: title, { "<p class=\"notice-title\">\($0)</p>" })<div>\(text)</div></div>

        """
    }

    /// What a list says while it is empty: what belongs there, and how to begin.
    public static func emptyState(_ title: String, _ text: HTML? = nil, action: HTML? = nil) -> HTML {
        """
        <div class="empty"><p class="empty-title">\(title)</p>\(with: text, { "<p>\($0)</p>" })\(action)</div>

        """
    }

    /// More for those who ask for it.
    public static func details(_ summary: String, isOpen: Bool = false, _ content: HTML) -> HTML {
        "<details class=\"more\"\(flag: "open", isOpen)><summary>\(summary)</summary><div>\(content)</div></details>\n"
    }

    /// Words for a screen reader only.
    public static func visuallyHidden(_ text: String) -> HTML {
        "<span class=\"visually-hidden\">\(text)</span>"
    }

    /// A moment as people say it, with the exact one for machines and on demand.
    ///
    /// - Parameters:
    ///   - machine: ISO 8601: `2026-11-20`, `2026-11-20T09:30:00Z`, `2026-11`, `2026`.
    ///   - exact: shown when the pointer rests on it.
    public static func time(_ text: String, machine: String, exact: String? = nil) -> HTML {
        "<time datetime=\"\(machine)\"\(attribute: "title", exact)>\(text)</time>"
    }

    /// Words in another language than the page, so that they are read aloud and laid out as such.
    public static func inLanguage(_ language: String, _ text: String) -> HTML {
        "<span lang=\"\(language)\" dir=\"auto\">\(text)</span>"
    }

    /// What a person wrote, in paragraphs: an empty line parts them, a single line break stays.
    public static func paragraphs(_ text: String, language: String? = nil) -> HTML {
        // A line break may be two characters or one (CR LF is one `Character`).
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let blocks = lines.split { $0.allSatisfy(\.isWhitespace) }
        return blocks.map { block -> HTML in
            "<p dir=\"auto\"\(attribute: "lang", language)>\(block.map { "\($0)" as HTML }.joined(separator: "<br>\n"))</p>\n"
        }.joined()
    }
}
