import Foundation

/// Compares names as people type them. It errs on the side of a match: who is kept out of a case by mistake loses nothing, for a
/// colleague takes it.
public enum PersonName {
    /// Lower case, without accents and titles, its words in order: "Dr. Mere NAIKATINI" and "Naikatini, Mere" are equal.
    public static func key(_ name: String) -> String { words(name).sorted().joined(separator: " ") }

    /// Is it the same person, as far as a name can tell: all words of one are in the other, a slip in a long word forgiven?
    public static func isSame(_ left: String, _ right: String) -> Bool {
        let (a, b) = (words(left), words(right))
        let (short, long) = a.count <= b.count ? (a, b) : (b, a)
        guard !short.isEmpty else { return false }
        return short.allSatisfy { word in long.contains { isAlike(word, $0) } }
    }

    private static let titles: Set<String> = ["mr", "mrs", "ms", "miss", "dr", "prof", "md", "mst", "the", "sri", "shri", "smt", "adv"]

    private static func words(_ name: String) -> [String] {
        let folded = name.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
        let parts = folded.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        let plain = parts.filter { !titles.contains($0) }
        return plain.isEmpty ? parts : plain
    }

    /// Equal, or one letter other, more or fewer in a word of five and more.
    private static func isAlike(_ left: String, _ right: String) -> Bool {
        if left == right { return true }
        let (a, b) = (Array(left), Array(right))
        guard min(a.count, b.count) >= 5, abs(a.count - b.count) <= 1 else { return false }
        let start = zip(a, b).prefix { $0 == $1 }.count
        let (restA, restB) = (a.dropFirst(start), b.dropFirst(start))
        return a.count == b.count
            ? restA.dropFirst().elementsEqual(restB.dropFirst())
            : a.count > b.count ? restA.dropFirst().elementsEqual(restB) : restA.elementsEqual(restB.dropFirst())
    }
}
