/// The text of an agreement or of a template: paragraphs, headings, and placeholders such as `{parties}`.
///
/// A line that begins with `# ` or `## ` is a heading; an empty line parts paragraphs; `{{` is a brace that is meant. Nothing in
/// it is markup: it is escaped when it becomes HTML, like everything that people type.
public struct AgreementText: Sendable, Equatable {
    /// What a placeholder stands for.
    public enum Placeholder: String, Sendable, CaseIterable {
        case parties, subject, kind, term, from, to, reference, signatures
    }

    public enum Piece: Sendable, Equatable {
        case text(String)
        case placeholder(Placeholder)
    }

    public enum Block: Sendable, Equatable {
        case heading(level: Int, [Piece])
        /// Lines of one paragraph.
        case paragraph([[Piece]])
        /// A paragraph that is `{signatures}` alone: a place to sign for each party.
        case signatures
    }

    public let blocks: [Block]
    /// Each placeholder that cannot be filled, with its line and column.
    public let issues: [ContentIssue]

    public static func read(_ text: String) -> AgreementText {
        var blocks: [Block] = []
        var issues: [ContentIssue] = []
        var paragraph: [[Piece]] = []
        func close() {
            if paragraph == [[.placeholder(.signatures)]] {
                blocks.append(.signatures)
            } else if !paragraph.isEmpty {
                blocks.append(.paragraph(paragraph))
            }
            paragraph = []
        }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let level = line.hasPrefix("## ") ? 2 : line.hasPrefix("# ") ? 1 : 0
            let skipped = level == 0 ? 0 : level + 1
            let found = pieces(line.dropFirst(skipped), line: index + 1, column: skipped + 1, &issues)
            if level > 0 {
                close()
                blocks.append(.heading(level: level, found))
            } else if line.allSatisfy(\.isWhitespace) {
                close()
            } else {
                paragraph.append(found)
            }
        }
        close()
        return AgreementText(blocks: blocks, issues: issues)
    }

    private static func pieces(
        _ text: Substring, line: Int, column start: Int, _ issues: inout [ContentIssue]
    ) -> [Piece] {
        var pieces: [Piece] = []
        var plain = ""
        var rest = text
        var column = start
        func place(_ facts: [String: String] = [:]) -> [String: String] {
            facts.merging(["line": String(line), "column": String(column)]) { $1 }
        }
        while let open = rest.firstIndex(of: "{") {
            plain += rest[..<open]
            column += rest.distance(from: rest.startIndex, to: open)
            let after = rest[rest.index(after: open)...]
            if after.first == "{" {
                plain += "{"
                column += 2
                rest = after.dropFirst()
                continue
            }
            guard let close = after.firstIndex(of: "}") else {
                issues.append(ContentIssue("text", "agreement.error.brace", place()))
                plain += rest[open...]
                rest = ""
                break
            }
            let name = String(after[..<close])
            if let placeholder = Placeholder(rawValue: name) {
                if !plain.isEmpty { pieces.append(.text(plain)) }
                plain = ""
                pieces.append(.placeholder(placeholder))
            } else {
                issues.append(
                    ContentIssue(
                        "text", "agreement.error.placeholder",
                        place([
                            "name": String(name.prefix(60)),
                            "known": Placeholder.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", "),
                        ])))
                plain += "{\(name)}"
            }
            column += name.count + 2
            rest = after[after.index(after: close)...]
        }
        plain += rest
        if !plain.isEmpty { pieces.append(.text(plain)) }
        return pieces
    }
}
