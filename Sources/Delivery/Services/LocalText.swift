/// A text in as many languages as somebody wrote it in. In JSON: `{"en": "Name", "bn": "নাম"}`.
public struct LocalText: Sendable, Equatable, Codable, ExpressibleByDictionaryLiteral {
    /// By language tag (BCP 47).
    public var texts: [String: String]

    public init(_ texts: [String: String] = [:]) { self.texts = texts.filter { !$0.value.isEmpty } }

    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(Dictionary(elements, uniquingKeysWith: { first, _ in first }))
    }

    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([String: String].self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(texts)
    }

    public var isEmpty: Bool { texts.isEmpty }

    /// As a reader of `wanted` sees it, with the language that it really is in: theirs, else English, else whichever there is.
    public func read(in wanted: String) -> (text: String, language: String) {
        for language in [wanted, "en"] {
            if let text = texts[language] { return (text, language) }
        }
        return texts.min { $0.key < $1.key }.map { ($0.value, $0.key) } ?? ("", wanted)
    }

    public subscript(language: String) -> String { read(in: language).text }
}
