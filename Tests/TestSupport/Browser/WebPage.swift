import HTTPTypes

/// An answer as somebody at a screen sees it.
public struct WebPage {
    public let status: Int
    /// Where the redirects led, with the query.
    public let path: String
    private let headers: HTTPFields
    public let bytes: [UInt8]
    public let markup: Markup

    init(status: Int, path: String, headers: HTTPFields, bytes: [UInt8]) {
        self.status = status
        self.path = path
        self.headers = headers
        self.bytes = bytes
        let isPage = headers[.contentType]?.hasPrefix("text/html") ?? false
        markup = Markup.read(isPage ? String(decoding: bytes, as: UTF8.self) : "")
    }

    public func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

    /// All values of a header that may come several times.
    public func headers(_ name: String) -> [String] { HTTPField.Name(name).map { headers[values: $0] } ?? [] }

    /// The body as it came.
    public var body: String { String(decoding: bytes, as: UTF8.self) }
    public var title: String { markup.first("title")?.text() ?? "" }
    public var heading: String { markup.first("h1")?.text() ?? "" }
    public var language: String { markup.first("html")?["lang"] ?? "" }
    /// What the page says, without the frame around it.
    public var text: String { (markup.first("main") ?? markup).text() }

    public func has(_ words: String) -> Bool { text.contains(words) }

    /// All links of the page, in order.
    public var links: [(text: String, url: String)] {
        markup.all("a").compactMap { link in link["href"].map { (link.text(), $0) } }
    }

    public func link(_ text: String) throws -> String {
        guard let link = links.first(where: { $0.text == text }) else {
            throw BrowserError.noLink(text, has: links.map(\.text), on: path)
        }
        return link.url
    }

    /// The message of each field that is wrong, by the field's label.
    public var errors: [String: String] {
        var errors: [String: String] = [:]
        for element in markup.all {
            let described = (element["aria-describedby"] ?? "").split(separator: " ")
            guard let id = described.first(where: { $0.hasSuffix("-error") }),
                let message = markup.first(id: String(id))
            else { continue }
            let label = element.name == "fieldset" ? WebForm.legend(of: element) : WebForm.label(of: element, in: markup)
            errors[label] = message.text { $0.classes.contains("visually-hidden") }
        }
        return errors
    }

    public var forms: [WebForm] { markup.all("form").map { WebForm($0, page: markup) } }

    /// The form that has the button.
    public func form(button: String) throws -> WebForm {
        guard let form = forms.first(where: { $0.buttons.contains { $0.text == button } }) else {
            throw BrowserError.noButton(button, has: forms.flatMap { $0.buttons.map(\.text) }, on: path)
        }
        return form
    }
}

public enum BrowserError: Error, CustomStringConvertible {
    case noLink(String, has: [String], on: String)
    case noButton(String, has: [String], on: String)
    case noField(String, has: [String])
    case noOption(String, of: String, has: [String])
    case tooManyRedirects(String)

    public var description: String {
        switch self {
        case .noLink(let text, let has, let path): "There is no link “\(text)” on \(path); there are: \(has)"
        case .noButton(let text, let has, let path): "There is no button “\(text)” on \(path); there are: \(has)"
        case .noField(let label, let has): "The form has no field “\(label)”; it has: \(has)"
        case .noOption(let text, let label, let has): "“\(label)” has no choice “\(text)”; it has: \(has)"
        case .tooManyRedirects(let path): "\(path) redirects in a circle."
        }
    }
}
