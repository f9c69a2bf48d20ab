/// What stands around every page: the way to skip it, the header, the navigation, the languages and the footer.
///
///     Document(…, body: Frame(…, main: page).html)
public struct Frame: Sendable {
    /// Which of the two rivers the page belongs to; it chooses the accent colour.
    public enum Area: String, Sendable { case exchange, delivery, neutral }

    public var area: Area
    public var product: HTML.TextLink
    /// Under the product's name: what it is, in a few words.
    public var tagline: String?
    public var skipToContent: String
    public var navigationLabel: String
    /// "Menu": opens the navigation on a small screen.
    public var menuLabel: String
    public var navigation: [HTML.NavigationLink]
    /// The person's own corner: name, sign in, sign out (as ``HTML/actionButton(_:action:kind:fields:about:)``).
    public var account: HTML
    public var languageLabel: String
    public var languages: [HTML.LanguageLink]
    /// A message kept from the action before.
    public var flash: HTML
    /// The full width, for staff tables and the catalogue; else a width made for reading.
    public var isWide: Bool
    public var main: HTML
    public var footer: HTML

    public init(
        area: Area, product: HTML.TextLink, tagline: String? = nil, skipToContent: String, navigationLabel: String,
        menuLabel: String, navigation: [HTML.NavigationLink], account: HTML = "", languageLabel: String,
        languages: [HTML.LanguageLink], flash: HTML = "", isWide: Bool = false, main: HTML, footer: HTML = ""
    ) {
        self.area = area
        self.product = product
        self.tagline = tagline
        self.skipToContent = skipToContent
        self.navigationLabel = navigationLabel
        self.menuLabel = menuLabel
        self.navigation = navigation
        self.account = account
        self.languageLabel = languageLabel
        self.languages = languages
        self.flash = flash
        self.isWide = isWide
        self.main = main
        self.footer = footer
    }

    /// The body of a ``Document``.
    public var html: HTML {
        """
        <a class="skip" href="#main">\(skipToContent)</a>
        <div class="page area-\(area.rawValue)">
        <header class="site-header"><div class="bounds">
        <p class="product"><a href="\(url: product.url)">\(product.text)</a>\
        \(with: tagline, { "<span class=\"tagline\">\($0)</span>" })</p>
        <div class="site-tools">\(languageSwitch)<div class="account">\(account)</div></div>
        \(if: !navigation.isEmpty, navigationBar)</div></header>
        <main id="main" class="bounds\(if: isWide, " wide")" tabindex="-1">
        \(flash)\(main)</main>
        <footer class="site-footer"><div class="bounds">\(footer)</div></footer>
        </div>

        """
    }

    private var navigationBar: HTML {
        """
        <nav class="site-nav" aria-label="\(navigationLabel)"><details class="fold"><summary>\(menuLabel)</summary>\
        <ul>\(navigation.map { link in
            "<li><a href=\"\(url: link.url)\"\(attribute: "aria-current", link.isCurrent ? "page" : nil)>\(link.text)</a></li>"
        })</ul></details></nav>

        """
    }

    private var languageSwitch: HTML {
        guard languages.count > 1 else { return "" }
        return """
            <nav class="languages" aria-label="\(languageLabel)"><ul>\(languages.map { language in
                """
                <li><a href="\(url: language.url)" lang="\(language.language)" hreflang="\(language.language)" \
                dir="\(language.direction.rawValue)"\
                \(attribute: "aria-current", language.isCurrent ? "true" : nil)>\(language.name)</a></li>
                """
            })</ul></nav>
            """
    }
}

extension HTML {
    /// Words that lead somewhere.
    public struct TextLink: Sendable, Hashable {
        public var text: String
        public var url: String

        public init(_ text: String, url: String) {
            self.text = text
            self.url = url
        }
    }

    /// An entry of a navigation bar or a tab.
    public struct NavigationLink: Sendable, Hashable {
        public var text: String
        public var url: String
        public var isCurrent: Bool
        /// How many things wait there, as the reader's language writes it.
        public var count: String?

        public init(_ text: String, url: String, isCurrent: Bool = false, count: String? = nil) {
            self.text = text
            self.url = url
            self.isCurrent = isCurrent
            self.count = count
        }
    }

    /// This page in another language; the name is written in that language.
    public struct LanguageLink: Sendable, Hashable {
        public var name: String
        public var language: String
        public var direction: Direction
        public var url: String
        public var isCurrent: Bool

        public init(name: String, language: String, direction: Direction, url: String, isCurrent: Bool) {
            self.name = name
            self.language = language
            self.direction = direction
            self.url = url
            self.isCurrent = isCurrent
        }
    }
}
