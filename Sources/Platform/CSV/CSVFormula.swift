/// Keeps spreadsheets from running a cell as a formula.
///
/// A cell that begins with `=`, `+`, `-`, `@`, a tab, a line end, or the wide forms of those signs is written with an apostrophe before
/// it, unless it is a plain number such as `-12.5`. Source of the rule: OWASP, "CSV Injection". Reading takes that apostrophe
/// away again, so that what was exported can be imported and exported without a change. A cell that came with apostrophes before such a
/// sign gets one more, and loses one more.
enum CSVFormula {
    static func neutralised(_ cell: String) -> String {
        isRisky(cell) ? "'" + cell : cell
    }

    static func restored(_ cell: String) -> String {
        cell.utf8.first == apostrophe && isRisky(cell) ? String(cell.dropFirst()) : cell
    }

    /// Whether a formula stands behind no, one or several apostrophes. Adding or taking one does not change the answer.
    private static func isRisky(_ cell: String) -> Bool {
        let bytes = cell.utf8
        guard let first = bytes.first, first == apostrophe || starts.contains(first) || first == wide else { return false }
        let rest = bytes.drop { $0 == apostrophe }
        guard let sign = rest.first else { return false }
        if starts.contains(sign) { return !isNumber(rest) }
        // U+FF1D ＝, U+FF0B ＋, U+FF0D －, U+FF20 ＠
        return sign == wide && wideStarts.contains { rest.starts(with: $0) }
    }

    private static let apostrophe = UInt8(ascii: "'")
    private static let starts = Set("=+-@\t\r\n".utf8)
    private static let wide: UInt8 = 0xEF
    private static let wideStarts = ["\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}"].map { Array($0.utf8) }

    /// `-12`, `+3.5`, `-1e6`
    private static func isNumber(_ bytes: Substring.UTF8View) -> Bool {
        var rest = bytes
        func digits() -> Bool {
            let count = rest.prefix { (48...57).contains($0) }.count
            rest = rest.dropFirst(count)
            return count > 0
        }
        func sign() { if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() } }
        sign()
        guard digits() else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits() else { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            sign()
            guard digits() else { return false }
        }
        return rest.isEmpty
    }
}
