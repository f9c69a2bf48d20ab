import Foundation
import HTTPTypes
public import Hummingbird
import HummingbirdTesting
import NIOCore

/// What a request does.
public enum Verb: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"

    var method: HTTPRequest.Method {
        switch self {
        case .get: .get
        case .head: .head
        case .post: .post
        case .put: .put
        case .patch: .patch
        case .delete: .delete
        }
    }
}

/// A browser for tests: keeps cookies, follows redirects, fills forms by their labels, reads what the page says.
///
///     try await Browser.open(application) { browser in
///         try await browser.visit("/sign-in")
///         let home = try await browser.submit(["Email": "officer@example.org", "Password": "…"], button: "Sign in")
///         #expect(home.heading == "Your work")
///     }
public final class Browser {
    private let client: any TestClientProtocol
    private var cookies: [String: String] = [:]
    /// Sent as `Accept-Language`.
    public var language: String? = "en"
    /// Sent with each request, such as `Authorization`.
    public var headers: [String: String] = [:]
    /// The page in the window.
    public private(set) var page = WebPage(status: 0, path: "/", headers: [:], bytes: [])

    private init(_ client: any TestClientProtocol) {
        self.client = client
    }

    /// Runs the application without a socket, or with `isLive` on a port of this machine.
    public static func open<Value: Sendable>(
        _ application: some ApplicationProtocol, isLive: Bool = false,
        _ body: @Sendable (Browser) async throws -> Value
    ) async throws -> Value {
        try await application.test(isLive ? .live : .router) { client in try await body(Browser(client)) }
    }

    /// A second visitor of the same application, without this one's cookies.
    public func stranger() -> Browser { Browser(client) }

    public func cookie(_ name: String) -> String? { cookies[name] }
    public func setCookie(_ name: String, _ value: String?) { cookies[name] = value }
    public var port: Int? { client.port }

    @discardableResult
    public func visit(_ path: String) async throws -> WebPage {
        // What stands behind # is for the window alone.
        try await go(.get, String(path.prefix { $0 != "#" }), headers: [:], body: nil)
    }

    /// Follows the link with this text.
    @discardableResult
    public func follow(_ text: String) async throws -> WebPage {
        try await visit(page.link(text))
    }

    /// Fills the form that has the button and presses it.
    @discardableResult
    public func submit(_ entries: [String: Entry] = [:], button: String) async throws -> WebPage {
        let form = try page.form(button: button)
        let sent = try form.sent(entries, button: button)
        let action = resolve(form.action.isEmpty ? page.path : form.action)
        guard form.isPost else {
            let query = Self.encode(sent)
            return try await visit(action + (query.isEmpty ? "" : "?" + query))
        }
        if form.isMultipart {
            let boundary = "----boundary\(UInt32.random(in: .min ... .max))"
            return try await go(
                .post, action, headers: ["content-type": "multipart/form-data; boundary=\(boundary)"],
                body: Self.multipart(sent, boundary: boundary))
        }
        return try await go(
            .post, action, headers: ["content-type": "application/x-www-form-urlencoded"],
            body: Array(Self.encode(sent).utf8))
    }

    /// One request, as a program sends it: no redirect is followed, nothing is added but cookies and `headers`.
    public func request(
        _ method: Verb, _ path: String, headers: [String: String] = [:], body: [UInt8]? = nil
    ) async throws -> WebPage {
        var fields = HTTPFields()
        var all = self.headers
        if let language { all["accept-language"] = language }
        if !cookies.isEmpty {
            all["cookie"] = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        }
        for (name, value) in all.merging(headers, uniquingKeysWith: { $1 }) {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        let response = try await client.executeRequest(
            uri: path, method: method.method, headers: fields, body: body.map { ByteBuffer(bytes: $0) })
        keepCookies(response.headers)
        return WebPage(
            status: response.status.code, path: path, headers: response.headers,
            bytes: Array(response.body.readableBytesView))
    }

    /// The same with a JSON body.
    public func json(
        _ method: Verb, _ path: String, headers: [String: String] = [:], _ text: String
    ) async throws -> WebPage {
        try await request(
            method, path, headers: ["content-type": "application/json"].merging(headers, uniquingKeysWith: { $1 }),
            body: Array(text.utf8))
    }

    private func go(
        _ method: Verb, _ path: String, headers: [String: String], body: [UInt8]?
    ) async throws -> WebPage {
        var headers = headers
        headers["accept"] = "text/html,application/xhtml+xml,*/*;q=0.8"
        headers["sec-fetch-site"] = "same-origin"
        var answer = try await request(method, path, headers: headers, body: body)
        headers["content-type"] = nil
        var hops = 0
        while [301, 302, 303, 307, 308].contains(answer.status), let location = answer.header("location") {
            hops += 1
            guard hops <= 10 else { throw BrowserError.tooManyRedirects(path) }
            answer = try await request(.get, Self.withoutFragment(location), headers: headers, body: nil)
        }
        page = answer
        return answer
    }

    /// An address on the page, as a path from the root.
    private func resolve(_ address: String) -> String {
        if address.hasPrefix("/") { return Self.withoutFragment(address) }
        let base = page.path.prefix { $0 != "?" }
        if address.hasPrefix("?") { return base + address }
        return String(base[...(base.lastIndex(of: "/") ?? base.startIndex)]) + address
    }

    private static func withoutFragment(_ address: String) -> String { String(address.prefix { $0 != "#" }) }

    private func keepCookies(_ headers: HTTPFields) {
        for line in headers[values: .setCookie] {
            let parts = line.split(separator: ";").map { $0.drop { $0 == " " } }
            guard let pair = parts.first, let equals = pair.firstIndex(of: "=") else { continue }
            let name = String(pair[..<equals])
            let isGone = parts.contains { $0.lowercased() == "max-age=0" }
            cookies[name] = isGone ? nil : String(pair[pair.index(after: equals)...])
        }
    }

    // What goes over the line.

    private static func encode(_ sent: [Sent]) -> String {
        let allowed = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._*")
        func encoded(_ text: String) -> String {
            // Browsers send line ends as CRLF.
            text.replacing("\n", with: "\r\n").addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
        }
        return sent.map { encoded($0.name) + "=" + encoded($0.value) }.joined(separator: "&")
    }

    /// A body of `multipart/form-data`.
    public static func multipart(_ sent: [Sent], boundary: String) -> [UInt8] {
        var body: [UInt8] = []
        for part in sent {
            body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(part.name)\"".utf8
            if let file = part.file {
                body += "; filename=\"\(file.name.replacing("\"", with: "%22"))\"\r\nContent-Type: \(file.type)".utf8
            }
            body += "\r\n\r\n".utf8
            body += part.file?.bytes ?? Array(part.value.utf8)
            body += "\r\n".utf8
        }
        return body + Array("--\(boundary)--\r\n".utf8)
    }
}
