import Foundation

/// A message that the next page shows once: "The solution was saved."
///
/// It travels in a short-lived cookie as a key and its facts, never as text: a forged cookie can at worst show one of our own
/// sentences, escaped.
public struct Flash: Sendable, Equatable {
    public enum Tone: String, Sendable { case neutral, good, caution, bad }

    public let key: String
    public let facts: [String: String]
    public let tone: Tone

    public init(_ key: String, _ facts: [String: String] = [:], tone: Tone = .good) {
        self.key = key
        self.facts = facts
        self.tone = tone
    }

    /// The cookie's value: `tone|key|name=value&…`, percent-encoded. Facts that would make it too long for a cookie are left out.
    var cookieValue: String {
        let pairs = facts.sorted { $0.key < $1.key }
            .map { Self.encode($0.key) + "=" + Self.encode(String($0.value.prefix(200))) }
        var value = "\(tone.rawValue)|\(Self.encode(key))|"
        for (index, pair) in pairs.enumerated() where value.utf8.count + pair.utf8.count < 2000 {
            value += (index == 0 ? "" : "&") + pair
        }
        return value
    }

    init?(cookieValue: Substring) {
        let parts = cookieValue.split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 3, let tone = Tone(rawValue: String(parts[0])),
            let key = parts[1].removingPercentEncoding, parts[2].utf8.count <= 2000
        else { return nil }
        var facts: [String: String] = [:]
        for pair in parts[2].split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, let name = sides[0].removingPercentEncoding,
                let value = sides[1].removingPercentEncoding
            else { return nil }
            facts[name] = value
        }
        self.init(key, facts, tone: tone)
    }

    private static func encode(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumericASCII.union(CharacterSet(charactersIn: "-._")))
            ?? ""
    }
}
