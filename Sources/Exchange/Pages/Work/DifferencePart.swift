import HTML
import Platform

/// A difference for people: field by field, what was taken out and what was put in, also for who cannot see the colours.
enum DifferencePart {
    /// `removed` and `added` are keys of the words that are read before such a piece.
    static func html(
        _ changes: [FieldChange], _ words: Words, removed: String = "review.removed", added: String = "review.added"
    ) -> HTML {
        guard !changes.isEmpty else { return "<p>\(words("review.no-difference"))</p>" }
        return changes.map { change -> HTML in
            let pieces = change.pieces.map { piece -> HTML in
                let text = text(piece.text, of: change.field, words)
                return switch piece.kind {
                case .same: "\(text)"
                case .removed: "<del>\(HTML.visuallyHidden("[\(words(removed))] "))\(text)\(HTML.visuallyHidden("[…] "))</del>"
                case .added: "<ins>\(HTML.visuallyHidden("[\(words(added))] "))\(text)\(HTML.visuallyHidden("[…] "))</ins>"
                }
            }
            return "<h3>\(name(of: change.field, words))</h3><p class=\"difference\" dir=\"auto\">\(pieces)</p>\n"
        }.joined()
    }

    /// "Title", "বাংলা: Title".
    static func name(of field: String, _ words: Words) -> String {
        let parts = field.split(separator: ".").map(String.init)
        if parts.count == 3, parts[0] == "translations" {
            return "\(words.languageName(parts[1])): \(words("field.\(parts[2])"))"
        }
        if words.has("field.\(field)") { return words("field.\(field)") }
        if let row = parts.compactMap({ Int($0) }).first, let group = parts.first {
            return words("edit.row", ["name": words("field.\(group)"), "number": words.number(row + 1)])
        }
        return words("field.\(parts.first ?? field)")
    }

    /// A field's new text alone.
    static func plain(_ change: FieldChange, _ words: Words) -> String {
        change.pieces.filter { $0.kind != .removed }.map { text($0.text, of: change.field, words) }.joined()
    }

    /// Codes are told by their names; texts as they are.
    private static func text(_ text: String, of field: String, _ words: Words) -> String {
        func named(_ prefix: String) -> String {
            text.split(whereSeparator: \.isWhitespace).map { words("\(prefix).\($0)") }.joined(separator: ", ") + " "
        }
        return switch field {
        case "themes": named("theme")
        case "stage": named("stage")
        case "channels": named("channel")
        case "governmentLevels": named("level")
        default: text
        }
    }
}
