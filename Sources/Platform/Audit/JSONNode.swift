/// What an encoder has gathered of one value; the containers of one encoder share it.
final class JSONNode {
    enum Kind { case nothing, single, object, array, ready }

    enum Part {
        case value(JSONValue)
        case node(JSONNode)

        fileprivate var isNothing: Bool { if case .node(let node) = self { node.kind == .nothing } else { false } }

        fileprivate var value: JSONValue {
            get throws {
                switch self {
                case .value(let value): value
                case .node(let node): try node.value
                }
            }
        }

        fileprivate func write(to text: inout [UInt8]) {
            switch self {
            case .value(let value): JSONWriter.write(value, to: &text)
            case .node(let node): node.write(to: &text)
            }
        }
    }

    private(set) var kind = Kind.nothing
    private var single = JSONValue.null
    private var ready = ""
    /// In the order of their coming; a name that comes again replaces the one before.
    var members: [(name: String, part: Part)] = []
    var items: [Part] = []

    func become(_ kind: Kind) { self.kind = kind }

    func set(_ value: JSONValue) {
        kind = .single
        single = value
    }

    func set(_ text: JSONText) {
        kind = .ready
        ready = text.text
    }

    var value: JSONValue {
        get throws {
            switch kind {
            case .nothing: return .null
            case .single: return single
            case .object:
                var object: [String: JSONValue] = [:]
                for member in members where !member.part.isNothing { object[member.name] = try member.part.value }
                return .object(object)
            case .array: return .array(try items.map { try $0.value })
            case .ready: return try JSONValue(parsing: ready)
            }
        }
    }

    /// As `JSONValue.canonical` writes the same value.
    func write(to text: inout [UInt8]) {
        switch kind {
        case .nothing: JSONWriter.write(.null, to: &text)
        case .single: JSONWriter.write(single, to: &text)
        case .ready: text.append(contentsOf: ready.utf8)
        case .object:
            // Stable, so that the last of equal names stands last.
            members.sort { JSONWriter.precedes($0.name, $1.name) }
            text.append(UInt8(ascii: "{"))
            var isFirst = true
            for (index, member) in members.enumerated() where !member.part.isNothing {
                if index + 1 < members.count, members[index + 1].name == member.name { continue }
                if !isFirst { text.append(UInt8(ascii: ",")) }
                isFirst = false
                JSONWriter.quote(member.name, to: &text)
                text.append(UInt8(ascii: ":"))
                member.part.write(to: &text)
            }
            text.append(UInt8(ascii: "}"))
        case .array:
            text.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                item.write(to: &text)
            }
            text.append(UInt8(ascii: "]"))
        }
    }
}
