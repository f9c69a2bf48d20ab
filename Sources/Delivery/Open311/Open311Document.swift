import Foundation
import Platform
import Web

/// An answer of Open311, once for both formats: XML, which everybody must speak, and JSON.
indirect enum Open311Value: Sendable {
    case text(String)
    case whole(Int)
    case number(Double)
    case flag(Bool)
    /// `<name/>` or `null`.
    case nothing
    case object([(name: String, value: Open311Value)])
    /// In JSON an array, in XML the elements `item` one after the other.
    case list(item: String, [Open311Value])

    static func optional(_ text: String?) -> Open311Value { text.flatMap { $0.isEmpty ? nil : .text($0) } ?? .nothing }
}

enum Open311Format: String, Sendable, CaseIterable {
    case xml, json

    /// By the end of a path. Without one, XML, which every client reads.
    init(path: String) { self = path.hasSuffix(".json") ? .json : .xml }
}

struct Open311Document: Sendable {
    /// The name of the outermost element; JSON has none.
    let root: String
    let value: Open311Value

    func reply(_ format: Open311Format, status: Status = .ok) -> Reply {
        let type = format == .xml ? "text/xml; charset=utf-8" : "application/json; charset=utf-8"
        return Reply.text(text(format), type: type, status: status)
    }

    func text(_ format: Open311Format) -> String {
        var text = ""
        switch format {
        case .xml:
            text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            Self.xml(root, value, &text)
            text += "\n"
        case .json: Self.json(value, &text)
        }
        return text
    }

    // MARK: XML

    private static func xml(_ name: String, _ value: Open311Value, _ out: inout String) {
        switch value {
        case .nothing: out += "<\(name)/>"
        case .text(let text): out += "<\(name)>\(escaped(text))</\(name)>"
        case .whole(let number): out += "<\(name)>\(number)</\(name)>"
        case .number(let number): out += "<\(name)>\(number)</\(name)>"
        case .flag(let flag): out += "<\(name)>\(flag)</\(name)>"
        case .object(let parts):
            out += "<\(name)>"
            for part in parts { xml(part.name, part.value, &out) }
            out += "</\(name)>"
        case .list(let item, let values):
            out += "<\(name)>"
            for value in values { xml(item, value, &out) }
            out += "</\(name)>"
        }
    }

    /// Signs that XML 1.0 cannot hold are left out: one of them would make the whole document unreadable.
    private static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "\t", "\n": out.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}"..."\u{FFFF}": continue
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    // MARK: JSON

    /// The order of the specification is kept, which a dictionary would lose.
    private static func json(_ value: Open311Value, _ out: inout String) {
        switch value {
        case .nothing: out += "null"
        case .text(let text): out += JSONValue.string(text).canonical
        case .whole(let number): out += String(number)
        case .number(let number): out += String(number)
        case .flag(let flag): out += String(flag)
        case .object(let parts):
            out += "{"
            for (index, part) in parts.enumerated() {
                if index > 0 { out += "," }
                out += "\"\(part.name)\":"
                json(part.value, &out)
            }
            out += "}"
        case .list(_, let values):
            out += "["
            for (index, value) in values.enumerated() {
                if index > 0 { out += "," }
                json(value, &out)
            }
            out += "]"
        }
    }
}
