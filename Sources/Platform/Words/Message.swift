import Language

/// A text of the catalogue, cut at its placeholders once, when it is loaded.
struct Message: Sendable {
    enum Piece: Sendable, Equatable {
        case text(String)
        case fact(String)
    }

    /// One form, or one for each category of number; `.other` is always there.
    let forms: [PluralRule.Category: [Piece]]

    var placeholders: Set<String> {
        Set(forms.values.joined().compactMap { if case .fact(let name) = $0 { name } else { nil } })
    }

    /// The form for things that are not counted.
    func filled(_ facts: [String: String]) -> String { Self.fill(forms[.other] ?? [], facts) }

    func filled(_ category: PluralRule.Category, _ facts: [String: String]) -> String {
        Self.fill(forms[category] ?? forms[.other] ?? [], facts)
    }

    private static func fill(_ pieces: [Piece], _ facts: [String: String]) -> String {
        if pieces.count == 1, case .text(let text) = pieces[0] { return text }
        var result = ""
        for piece in pieces {
            switch piece {
            case .text(let text): result += text
            // A fact that was not given stays visible, as its placeholder.
            case .fact(let name): result += facts[name] ?? "{\(name)}"
            }
        }
        return result
    }

    /// Cuts `"{count} solutions"` into pieces; `{{` is a brace that is meant. Nil when a brace is not closed.
    static func pieces(_ text: String) -> [Piece]? {
        var pieces: [Piece] = []
        var plain = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            plain += rest[..<open]
            let after = rest[rest.index(after: open)...]
            if after.first == "{" {
                plain += "{"
                rest = after.dropFirst()
                continue
            }
            guard let close = after.firstIndex(of: "}"), close > after.startIndex else { return nil }
            if !plain.isEmpty { pieces.append(.text(plain)) }
            plain = ""
            pieces.append(.fact(String(after[..<close])))
            rest = after[after.index(after: close)...]
        }
        plain += rest
        if !plain.isEmpty || pieces.isEmpty { pieces.append(.text(plain)) }
        return pieces
    }
}
