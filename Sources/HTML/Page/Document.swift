/// A whole page, from the doctype on.
///
/// The page loads nothing but what is named here and holds no inline style, script or event attribute, so that
/// it can be sent with `Content-Security-Policy: default-src 'self'`.
public struct Document: Sendable {
    /// BCP 47: "en", "bn", "ar".
    public var language: String
    public var direction: HTML.Direction
    /// The page first, then the product: "Needs – Sangam".
    public var title: String
    public var description: String?
    /// The one address of this page, without filters that do not change what it is.
    public var canonical: String?
    /// Hashed paths, as the asset store gives them.
    public var stylesheets: [String]
    /// Hashed paths; each is loaded with `defer`.
    public var scripts: [String]
    public var icon: String?
    public var feeds: [Feed]
    /// The same page in the other languages.
    public var translations: [Translation]
    /// Kept out of search engines: everything that is not for the public.
    public var isPrivate: Bool
    public var body: HTML

    /// A feed of what this page lists.
    public struct Feed: Sendable {
        public var title: String
        public var url: String
        public var type: String

        public init(title: String, url: String, type: String = "application/atom+xml") {
            self.title = title
            self.url = url
            self.type = type
        }
    }

    /// This page in another language.
    public struct Translation: Sendable {
        public var language: String
        public var url: String

        public init(language: String, url: String) {
            self.language = language
            self.url = url
        }
    }

    public init(
        language: String, direction: HTML.Direction, title: String, description: String? = nil,
        canonical: String? = nil, stylesheets: [String], scripts: [String] = [], icon: String? = nil,
        feeds: [Feed] = [], translations: [Translation] = [], isPrivate: Bool = false, body: HTML
    ) {
        self.language = language
        self.direction = direction
        self.title = title
        self.description = description
        self.canonical = canonical
        self.stylesheets = stylesheets
        self.scripts = scripts
        self.icon = icon
        self.feeds = feeds
        self.translations = translations
        self.isPrivate = isPrivate
        self.body = body
    }

    /// The page's markup.
    public var html: HTML {
        """
        <!DOCTYPE html>
        <html lang="\(language)" dir="\(direction.rawValue)">
        <head>
        <meta charset="utf-8">
        <title>\(title)</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        \(with: description, { "<meta name=\"description\" content=\"\($0)\">\n" })\
        \(if: isPrivate, "<meta name=\"robots\" content=\"noindex\">\n")\
        \(with: canonical, { "<link rel=\"canonical\" href=\"\(url: $0)\">\n" })\
        \(stylesheets.map { "<link rel=\"stylesheet\" href=\"\(url: $0)\">\n" })\
        \(scripts.map { "<script defer src=\"\(url: $0)\"></script>\n" })\
        \(with: icon, { "<link rel=\"icon\" type=\"image/svg+xml\" href=\"\(url: $0)\">\n" })\
        \(feeds.map {
            "<link rel=\"alternate\" type=\"\($0.type)\" title=\"\($0.title)\" href=\"\(url: $0.url)\">\n"
        })\
        \(translations.map {
            "<link rel=\"alternate\" hreflang=\"\($0.language)\" href=\"\(url: $0.url)\">\n"
        })\
        </head>
        <body>
        \(body)</body>
        </html>

        """
    }
}

extension HTML {
    /// Which way a language is written.
    public enum Direction: String, Sendable { case ltr, rtl }
}
