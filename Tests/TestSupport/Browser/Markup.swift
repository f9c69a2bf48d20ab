/// A page's markup as a tree, read the way our own pages are written: quoted attributes, closed elements, known void elements.
public final class Markup {
    public let name: String
    public let attributes: [String: String]
    public private(set) var children: [Child] = []
    public private(set) weak var parent: Markup?

    public enum Child {
        case element(Markup)
        case text(String)
    }

    private init(_ name: String, _ attributes: [String: String], parent: Markup?) {
        self.name = name
        self.attributes = attributes
        self.parent = parent
    }

    public subscript(_ attribute: String) -> String? { attributes[attribute] }

    public var classes: [Substring] { (self["class"] ?? "").split(separator: " ") }

    /// Every element inside, in the order of the page.
    public var all: [Markup] {
        children.flatMap { child -> [Markup] in
            if case .element(let element) = child { [element] + element.all } else { [] }
        }
    }

    public func all(_ name: String) -> [Markup] { all.filter { $0.name == name } }

    public func first(_ name: String) -> Markup? { all.first { $0.name == name } }

    public func first(id: String) -> Markup? { all.first { $0["id"] == id } }

    /// What a person reads, with white space folded; parts for which `skipping` holds are left out.
    public func text(skipping: (Markup) -> Bool = { _ in false }) -> String {
        rawText(skipping: skipping).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The text as it is written, for text areas.
    public func rawText(skipping: (Markup) -> Bool = { _ in false }) -> String {
        children.map { child in
            switch child {
            case .text(let text): text
            case .element(let element):
                skipping(element) || ["script", "style"].contains(element.name)
                    ? "" : Self.isBlock(element.name) ? " \(element.rawText(skipping: skipping)) "
                        : element.rawText(skipping: skipping)
            }
        }.joined()
    }

    func ancestor(_ name: String) -> Markup? {
        var place = parent
        while let element = place, element.name != name { place = element.parent }
        return place
    }

    // Reading.

    public static func read(_ html: String) -> Markup {
        let root = Markup("#root", [:], parent: nil)
        var place = root
        var rest = html[...]
        while let open = rest.firstIndex(of: "<") {
            place.add(text: rest[..<open])
            rest = rest[open...]
            if rest.hasPrefix("<!--") {
                rest = rest.firstRange(of: "-->").map { rest[$0.upperBound...] } ?? ""
                continue
            }
            let tag = tagText(rest)
            rest = rest.dropFirst(tag.count + 2)
            if tag.hasPrefix("!") { continue }
            if tag.hasPrefix("/") {
                let name = tag.dropFirst().lowercased()
                var element: Markup? = place
                while let candidate = element, candidate.name != name { element = candidate.parent }
                place = element?.parent ?? place
                continue
            }
            let (name, attributes) = parse(tag)
            let element = Markup(name, attributes, parent: place)
            place.children.append(.element(element))
            if name == "script" || name == "style" {
                let end = rest.firstRange(of: "</\(name)")?.lowerBound ?? rest.endIndex
                element.children.append(.text(String(rest[..<end])))
                rest = rest[end...]
            }
            if !isVoid(name), tag.last != "/" { place = element }
        }
        place.add(text: rest)
        return root
    }

    private func add(text: Substring) {
        if !text.isEmpty { children.append(.text(Self.unescape(text))) }
    }

    /// The inside of a tag; a `>` within quotes does not end it.
    private static func tagText(_ rest: Substring) -> Substring {
        var quote: Character?
        var index = rest.index(after: rest.startIndex)
        while index < rest.endIndex {
            let character = rest[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == ">" {
                break
            }
            index = rest.index(after: index)
        }
        return rest[rest.index(after: rest.startIndex)..<index]
    }

    private static func parse(_ tag: Substring) -> (String, [String: String]) {
        let name = tag.prefix { !$0.isWhitespace && $0 != "/" }
        var rest = tag.dropFirst(name.count)
        var attributes: [String: String] = [:]
        while true {
            rest = rest.drop { $0.isWhitespace || $0 == "/" }
            guard !rest.isEmpty else { break }
            let key = rest.prefix { !$0.isWhitespace && $0 != "=" && $0 != "/" }
            rest = rest.dropFirst(max(key.count, 1))
            var value = ""
            if rest.first == "=" {
                rest = rest.dropFirst()
                if let quote = rest.first, quote == "\"" || quote == "'" {
                    let inside = rest.dropFirst().prefix { $0 != quote }
                    value = unescape(inside)
                    rest = rest.dropFirst(inside.count + 2)
                } else {
                    let inside = rest.prefix { !$0.isWhitespace }
                    value = unescape(inside)
                    rest = rest.dropFirst(inside.count)
                }
            }
            attributes[key.lowercased()] = value
        }
        return (name.lowercased(), attributes)
    }

    private static func unescape(_ text: Substring) -> String {
        guard text.contains("&") else { return String(text) }
        return String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&nbsp;", with: "\u{A0}").replacing("&amp;", with: "&")
    }

    private static func isVoid(_ name: String) -> Bool {
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
            .contains(name)
    }

    private static func isBlock(_ name: String) -> Bool {
        !["a", "abbr", "b", "bdi", "em", "i", "mark", "span", "strong", "sub", "sup", "time"].contains(name)
    }
}
