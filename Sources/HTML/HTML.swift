/// A piece of a page: text that is already safe to send to a browser.
///
///     let row: HTML = "<li>\(solution.title)</li>"
///     let page: HTML = "<ul>\(solutions.map { "<li>\($0.title)</li>" })</ul>"
///
/// Every interpolated `String` is escaped, for text and for quoted attributes alike. Only ``HTML`` values, which were
/// escaped when they were made, go in as they are. There is no interpolation for other types on purpose: a number or
/// a date must be worded in the reader's language first, and a missing case is a compile error, not an odd cell.
///
/// Inside `href="…"`, `src="…"` and `action="…"` an interpolated string is also checked as a URL (see ``Link``), so that
/// forgetting `\(url:)` is not a hole. Do not build `<script>`, `<style>` or comments with this type: their escaping differs.
public struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation, CustomStringConvertible {
    /// The bytes to send. Rendering only ever appends to them.
    public private(set) var utf8: [UInt8]

    /// Nothing at all.
    public init() { utf8 = [] }

    /// A literal in the program's own text, taken as it is written.
    public init(stringLiteral literal: StaticString) {
        utf8 = literal.withUTF8Buffer { Array($0) }
    }

    public init(stringInterpolation: StringInterpolation) { utf8 = stringInterpolation.utf8 }

    /// Plain text, escaped.
    public init(text: String) {
        utf8 = []
        Escape.append(text, to: &utf8)
    }

    /// Markup that is known to be safe, taken as it is. Never pass anything that a person typed.
    public init(trusted markup: String) { utf8 = Array(markup.utf8) }

    public var isEmpty: Bool { utf8.isEmpty }

    /// The page as a string: for tests and mail; a response sends ``utf8``.
    public var string: String { String(decoding: utf8, as: UTF8.self) }

    public var description: String { string }

    public mutating func append(_ other: HTML) { utf8.append(contentsOf: other.utf8) }

    public mutating func reserveCapacity(_ bytes: Int) { utf8.reserveCapacity(bytes) }

    public static func + (left: HTML, right: HTML) -> HTML {
        var sum = left
        sum.append(right)
        return sum
    }

    public static func += (left: inout HTML, right: HTML) { left.append(right) }
}

extension HTML {
    /// What the compiler builds from a literal with `\( )` in it.
    public struct StringInterpolation: StringInterpolationProtocol, Sendable {
        var utf8: [UInt8] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            utf8.reserveCapacity(literalCapacity + interpolationCount * 32)
        }

        public mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { utf8.append(contentsOf: $0) }
        }

        // Values.

        public mutating func appendInterpolation(_ text: String) {
            switch Escape.context(utf8) {
            case .text: Escape.append(text, to: &utf8)
            case .url: Escape.append(Link.safe(text), to: &utf8)
            case .unquoted: Escape.appendUnquoted(text, to: &utf8)
            }
        }

        public mutating func appendInterpolation(_ text: Substring) { appendInterpolation(String(text)) }

        /// In Western digits, as forms and URLs need them. Word a figure for the reader before it gets here.
        public mutating func appendInterpolation(_ number: Int) {
            utf8.append(contentsOf: String(number).utf8)
        }

        public mutating func appendInterpolation(_ html: HTML) { utf8.append(contentsOf: html.utf8) }

        public mutating func appendInterpolation(_ parts: [HTML]) {
            for part in parts { utf8.append(contentsOf: part.utf8) }
        }

        public mutating func appendInterpolation(_ text: String?) {
            if let text { appendInterpolation(text) }
        }

        public mutating func appendInterpolation(_ text: Substring?) {
            if let text { appendInterpolation(text) }
        }

        public mutating func appendInterpolation(_ number: Int?) {
            if let number { appendInterpolation(number) }
        }

        public mutating func appendInterpolation(_ html: HTML?) {
            if let html { appendInterpolation(html) }
        }

        public mutating func appendInterpolation(_ parts: [HTML]?) {
            if let parts { appendInterpolation(parts) }
        }

        // Conditions.

        /// `\(if: rows.isEmpty, "<p>…</p>")`: the markup is made only when the condition holds.
        public mutating func appendInterpolation(if condition: Bool, _ html: @autoclosure () -> HTML) {
            if condition { appendInterpolation(html()) }
        }

        /// `\(with: solution.owner, { "<p>\($0)</p>" })`: nothing when the value is missing.
        public mutating func appendInterpolation<Value>(with value: Value?, _ html: (Value) -> HTML) {
            if let value { appendInterpolation(html(value)) }
        }

        // Attributes. Each writes its own leading space: `<input\(flag: "checked", isOn)>`.

        /// `name="value"`, or nothing when the value is missing.
        public mutating func appendInterpolation(attribute name: StaticString, _ value: String?) {
            guard let value else { return }
            open(name)
            Escape.append(value, to: &utf8)
            utf8.append(Escape.quote)
        }

        public mutating func appendInterpolation(attribute name: StaticString, _ value: Int?) {
            appendInterpolation(attribute: name, value.map(String.init))
        }

        /// `name="address"`, checked by ``Link/safe(_:)``.
        public mutating func appendInterpolation(attribute name: StaticString, url: String?) {
            appendInterpolation(attribute: name, url.map(Link.safe))
        }

        /// A boolean attribute: present when on.
        public mutating func appendInterpolation(flag name: StaticString, _ isOn: Bool) {
            guard isOn else { return }
            utf8.append(Escape.space)
            appendLiteral(name)
        }

        // Addresses.

        /// The value of `href`, `src` or `action`: an address that cannot run script, else `#`. See ``Link/safe(_:)``.
        public mutating func appendInterpolation(url: String) { Escape.append(Link.safe(url), to: &utf8) }

        /// `a=1&amp;b=2`, percent-encoded, without the question mark.
        public mutating func appendInterpolation(query: [(String, String)]) {
            Escape.append(Link.query(query), to: &utf8)
        }

        // Other text.

        /// A person's words inside a sentence of another script: kept apart, so that Arabic in a Bangla line does not
        /// reorder what stands around it.
        public mutating func appendInterpolation(isolated text: String) {
            appendLiteral("<bdi>")
            Escape.append(text, to: &utf8)
            appendLiteral("</bdi>")
        }

        /// A word of the program's own, as it is.
        mutating func appendInterpolation(literal word: StaticString) { appendLiteral(word) }

        /// Markup taken as it is. Never pass anything that a person typed.
        public mutating func appendInterpolation(trusted markup: String) {
            utf8.append(contentsOf: markup.utf8)
        }

        private mutating func open(_ name: StaticString) {
            utf8.append(Escape.space)
            appendLiteral(name)
            utf8.append(Escape.equals)
            utf8.append(Escape.quote)
        }
    }
}

extension Sequence where Element == HTML {
    /// The parts one after another, with `separator` between them.
    public func joined(separator: HTML = "") -> HTML {
        var whole = HTML()
        var isFirst = true
        for part in self {
            if !isFirst { whole.append(separator) }
            whole.append(part)
            isFirst = false
        }
        return whole
    }
}
