/// A piece of a text, to be marked or not.
public struct TextRun: Sendable, Hashable {
    public let text: String
    public let isMatch: Bool

    public init(text: String, isMatch: Bool) {
        self.text = text
        self.isMatch = isMatch
    }
}

/// A few lines of a text around what was found.
public struct Excerpt: Sendable, Hashable {
    public let runs: [TextRun]
    /// Text was left out before, after the runs: show "…".
    public let isCutAtStart: Bool
    public let isCutAtEnd: Bool
}

/// Shows where a query's words stand in a text.
///
///     Highlighter.ranges(in: "Births are registered", language: "en", query: Query("birth", languages: ["en"]))
///     // the range of "Births"
///
/// A word is marked when the search would find it: by its stem, its beginning, or as part of a whole phrase. Excluded
/// words and stop words beside others are not marked. Ranges never cut a character.
public enum Highlighter {
    /// The ranges to mark, in order, apart from each other.
    public static func ranges(in text: String, language: String, query: Query) -> [Range<String.Index>] {
        let matches = matches(in: Tokenizer.tokens(in: text, language: language), query: query)
        return characterRanges(of: matches.map(\.range), in: text)
    }

    /// The whole text in runs.
    public static func runs(of text: String, language: String, query: Query) -> [TextRun] {
        runs(of: text[...], marking: ranges(in: text, language: language, query: query))
    }

    /// About `length` characters around the place where most of the query's words stand close together; the beginning of the
    /// text when none does. Begins and ends between words; white space becomes single spaces.
    public static func excerpt(
        of text: String, language: String, query: Query, length: Int = 160
    ) -> Excerpt {
        let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let tokens = Tokenizer.tokens(in: flat, language: language)
        let matches = matches(in: tokens, query: query)
        let window = window(tokens: tokens, matches: matches, text: flat, length: max(length, 20))
        let marks = characterRanges(of: matches.map(\.range), in: flat).filter {
            $0.lowerBound >= window.lowerBound && $0.upperBound <= window.upperBound
        }
        return Excerpt(
            runs: runs(of: flat[window], marking: marks), isCutAtStart: window.lowerBound > flat.startIndex,
            isCutAtEnd: window.upperBound < flat.endIndex)
    }

    private struct Match {
        let range: Range<Int>
        let clause: Int
    }

    private static func matches(in tokens: [Token], query: Query) -> [Match] {
        let clauses = query.clauses.enumerated().filter { !$0.element.isExcluded && !$0.element.isOptional }
        var matches: [Match] = []
        var end = 0
        for start in tokens.indices where start >= end {
            let found = clauses.filter { clause in
                let words = clause.element.words
                return start + words.count <= tokens.count
                    && zip(words, tokens[start...]).allSatisfy { $0.matches(surface: $1.surface, stem: $1.stem) }
            }
            guard let longest = found.max(by: { $0.element.words.count < $1.element.words.count }) else { continue }
            end = start + longest.element.words.count
            for token in tokens[start..<end] { matches.append(Match(range: token.range, clause: longest.offset)) }
        }
        return matches
    }

    /// UTF-8 ranges as ranges of whole characters. Goes through the text once.
    private static func characterRanges(of ranges: [Range<Int>], in text: String) -> [Range<String.Index>] {
        var result: [Range<String.Index>] = []
        var index = text.startIndex
        var offset = 0
        for range in ranges {
            while index < text.endIndex {
                let next = text.index(after: index)
                let nextOffset = offset + text.utf8.distance(from: index, to: next)
                if nextOffset > range.lowerBound { break }
                (index, offset) = (next, nextOffset)
            }
            let start = index
            while offset < range.upperBound, index < text.endIndex {
                let next = text.index(after: index)
                offset += text.utf8.distance(from: index, to: next)
                index = next
            }
            if start < index { result.append(start..<index) }
        }
        return result
    }

    private static func runs(of text: Substring, marking ranges: [Range<String.Index>]) -> [TextRun] {
        var runs: [TextRun] = []
        var index = text.startIndex
        for range in ranges {
            if index < range.lowerBound {
                runs.append(TextRun(text: String(text[index..<range.lowerBound]), isMatch: false))
            }
            runs.append(TextRun(text: String(text[range]), isMatch: true))
            index = range.upperBound
        }
        if index < text.endIndex { runs.append(TextRun(text: String(text[index...]), isMatch: false)) }
        return runs
    }

    /// The part of the text to show, between words.
    private static func window(
        tokens: [Token], matches: [Match], text: String, length: Int
    ) -> Range<String.Index> {
        guard text.count > length else { return text.startIndex..<text.endIndex }
        // Offsets in bytes stand for lengths here: one script has about the same number of bytes for each character.
        let bytes = length * text.utf8.count / text.count
        var best = 0..<0
        var bestClauses = 0
        for (first, match) in matches.enumerated() {
            let near = matches[first...].prefix(64).prefix { $0.range.upperBound - match.range.lowerBound <= bytes }
            let clauses = Set(near.map(\.clause)).count
            if clauses > bestClauses, let last = near.last {
                (best, bestClauses) = (match.range.lowerBound..<last.range.upperBound, clauses)
            }
        }
        // What was found stands in the middle, with words before it for the sense.
        let lead = max(0, best.lowerBound - max(0, bytes - best.count) / 2)
        let start = lead == 0 ? 0 : tokens.first { $0.range.lowerBound >= lead }?.range.lowerBound ?? 0
        let last = tokens.last { $0.range.upperBound <= start + bytes && $0.range.lowerBound >= start }
        let end = text.utf8.count <= start + bytes ? text.utf8.count : last?.range.upperBound ?? start + bytes
        return characterRanges(of: [start..<max(end, best.upperBound)], in: text).first ?? text.startIndex..<text.endIndex
    }
}
