public import HTML
import HTTPTypes
import NIOCore
import Platform

extension Call {
    /// A whole page around `body`: header, navigation, languages, the message left by the page before, footer.
    ///
    /// - Parameters:
    ///   - title: the page alone; the product's name is added.
    ///   - canonical: the path of the one address of this page.
    ///   - isPrivate: kept out of search engines.
    public func page(
        title: String, status: Status = .ok, area: Frame.Area = .neutral, description: String? = nil,
        canonical: String? = nil, feeds: [Document.Feed] = [], isWide: Bool = false, isPrivate: Bool = false,
        body content: HTML
    ) -> Reply {
        let product = house.settings.product
        let direction = HTML.Direction(words.direction)
        let languages = languageLinks()
        let message = flashMessage()
        let isPublic = !isPrivate && status == .ok && !principal.isSignedIn
        let frame = Frame(
            area: area, product: HTML.TextLink(product, url: "/"), tagline: words("layout.tagline"),
            skipToContent: words("layout.skip"), navigationLabel: words("layout.navigation"),
            menuLabel: words("layout.menu"), navigation: navigationLinks(), account: account(),
            languageLabel: words("layout.language"), languages: languages, flash: message ?? "", isWide: isWide,
            main: content, footer: footer())
        let document = Document(
            language: words.language, direction: direction, title: "\(title) – \(product)", description: description,
            canonical: canonical.map(services.url), stylesheets: [asset("sangam.css")],
            scripts: [asset("sangam.js")], icon: asset("icon.svg"), feeds: feeds,
            translations: isPublic
                ? languages.map { Document.Translation(language: $0.language, url: services.url($0.url)) } : [],
            isPrivate: !isPublic, body: frame.html)
        var reply = Reply.bytes(document.html.utf8, type: "text/html; charset=utf-8", status: status)
        reply.headers.append(HTTPField(name: .contentLanguage, value: words.language))
        reply.hasShownFlash = message != nil
        return reply
    }

    /// The words for field errors, for `Controls` and its summary.
    public func messages(_ errors: FieldErrors) -> [HTML.FieldMessage] {
        errors.errors.map { HTML.FieldMessage($0.field, words($0.key, $0.facts)) }
    }

    /// Form controls in the person's language, filled with what was typed and told what is wrong.
    public func controls(
        values: [String: [String]] = [:], errors: FieldErrors? = nil, prefix: String = "field"
    ) -> Controls {
        Controls(
            words: ControlWords(
                errorPrefix: words("control.error-prefix"), optional: words("control.optional"),
                choose: words("control.choose"), day: words("control.day"), month: words("control.month"),
                year: words("control.year"), showPassword: words("control.show-password"),
                hidePassword: words("control.hide-password"), charactersLeft: words("control.characters-left"),
                charactersOver: words("control.characters-over")),
            values: values, errors: errors.map(messages) ?? [], prefix: prefix)
    }

    private func navigationLinks() -> [HTML.NavigationLink] {
        let items = house.navigation.filter { $0.access.check(principal).allowed }
        // Of "Your work" and "Cases" only the nearer one is where the reader is.
        let current = items.filter { path == $0.path || ($0.path != "/" && path.hasPrefix($0.path + "/")) }
            .max { $0.path.utf8.count < $1.path.utf8.count }
        return items.map { HTML.NavigationLink(words($0.key), url: $0.path, isCurrent: $0.path == current?.path) }
    }

    /// This very page in the other languages; for an answer to a form, the page that GET shows at the address.
    private func languageLinks() -> [HTML.LanguageLink] {
        var address = "/"
        var values: [(String, String)] = []
        if method == .get {
            address = String(visit.rawPath)
            values = query.names.enumerated().compactMap { index, name in
                name == "lang" ? nil : (name, query.value(at: index))
            }
        } else if case .route = house.table.find(.get, visit.rawPath) {
            address = String(visit.rawPath)
        }
        return house.languages.map { language in
            HTML.LanguageLink(
                name: language.name, language: language.tag, direction: HTML.Direction(language.direction),
                url: Link.to(address, values + [("lang", language.tag)]), isCurrent: language.tag == words.language)
        }
    }

    private func flashMessage() -> HTML? {
        // The key came back from the browser: only keys that exist say anything.
        guard let flash, words.has(flash.key) else { return nil }
        let tone: HTML.Tone =
            switch flash.tone {
            case .neutral: .neutral
            case .good: .good
            case .caution: .caution
            case .bad: .bad
            }
        return HTML.notice(HTML(text: words(flash.key, flash.facts)), tone: tone, isNew: true)
    }

    private func account() -> HTML {
        guard principal.isSignedIn else {
            return "<a href=\"/sign-in\">\(words("layout.sign-in"))</a>"
        }
        return """
            <a href="/account">\(isolated: principal.name)</a>\
            \(HTML.actionButton(words("layout.sign-out"), action: "/sign-out"))
            """
    }

    private func footer() -> HTML {
        """
        <p>\(words("layout.footer", ["product": house.settings.product]))</p>
        <p><a href="/api/v1/openapi.json">\(words("layout.api"))</a></p>
        """
    }
}

extension HTML.Direction {
    init(_ direction: Platform.Direction) {
        self = direction == .rtl ? .rtl : .ltr
    }
}
