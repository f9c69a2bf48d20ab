import Foundation

/// Named texts that came in a query or a form, in the order they came.
///
/// `fields["title"]` is what a person meant to say: without white space around it, in one Unicode form (NFC), with `\n` for
/// every line end, and nil when nothing was written. `raw` is what came, for secrets.
public struct Fields: Sendable {
    private var pairs: [(name: String, value: String)]

    public init(_ pairs: [(String, String)] = []) {
        self.pairs = pairs.map { (name: $0.0, value: $0.1) }
    }

    public subscript(_ name: String) -> String? {
        guard let value = raw(name) else { return nil }
        return Self.tidy(value)
    }

    /// Every value of a name that can be given several times; empty ones are left out.
    public func all(_ name: String) -> [String] {
        pairs.compactMap { $0.name == name ? Self.tidy($0.value) : nil }
    }

    /// What came, untouched: for passwords.
    public func raw(_ name: String) -> String? {
        pairs.first { $0.name == name }?.value
    }

    /// Was the name there at all, with a value or without?
    public func has(_ name: String) -> Bool {
        pairs.contains { $0.name == name }
    }

    /// Everything that came, to fill a form again. Tidied like the subscript, except that empty values stay.
    public var values: [String: [String]] {
        var values: [String: [String]] = [:]
        for pair in pairs { values[pair.name, default: []].append(Self.tidy(pair.value) ?? "") }
        return values
    }

    public var names: [String] { pairs.map(\.name) }
    public var isEmpty: Bool { pairs.isEmpty }

    /// The value at a place of `names`, as it came.
    func value(at index: Int) -> String { pairs[index].value }

    mutating func append(_ name: String, _ value: String) {
        pairs.append((name: name, value: value))
    }

    static func tidy(_ text: String) -> String? {
        // Plain ASCII without line ends is already in its one form, and is most of what comes.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            let bytes = text.utf8
            if bytes.first != 0x20, bytes.last != 0x20 { return text.isEmpty ? nil : text }
        }
        let lines = text.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\r", with: "\n")
        let tidied = lines.precomposedStringWithCanonicalMapping
            .trimmingCharacters(in: .whitespacesAndNewlines)
        return tidied.isEmpty ? nil : tidied
    }
}

/// The fields of a form that was sent.
public typealias Form = Fields
