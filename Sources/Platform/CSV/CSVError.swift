/// What is wrong with a file of comma-separated values, and where. Show it with `words(error.key, error.facts)`: the text also says what
/// to do.
public struct CSVError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Reason: String, Sendable, CaseIterable {
        case empty
        case utf16
        case notUTF8 = "not-utf8"
        /// A character that no text holds (NUL).
        case binary
        case otherDelimiter = "other-delimiter"
        case unclosedQuote = "unclosed-quote"
        case strayQuote = "stray-quote"
        case wrongNumberOfCells = "wrong-number-of-cells"
        case missingColumn = "missing-column"
        case unknownColumn = "unknown-column"
        case duplicateColumn = "duplicate-column"
        case tooManyRows = "too-many-rows"
        case tooManyColumns = "too-many-columns"
        case cellTooLong = "cell-too-long"
    }

    public let reason: Reason
    /// 0 is the line of names, 1 the first row after it.
    public let row: Int
    /// The line of the file on which the row or the fault begins, from 1; rows with line breaks in cells make it differ from the row.
    public let line: Int
    public let column: String?
    /// The byte of the file, from 0; for faults of the encoding.
    public let byte: Int?
    private let more: [String: String]

    init(
        _ reason: Reason, row: Int, line: Int, column: String? = nil, byte: Int? = nil, more: [String: String] = [:]
    ) {
        self.reason = reason
        self.row = row
        self.line = line
        self.column = column
        self.byte = byte
        self.more = more
    }

    public var key: String { "csv.\(reason.rawValue)" }

    public var facts: [String: String] {
        var facts = more
        facts["row"] = String(row)
        facts["line"] = String(line)
        if let column { facts["column"] = column }
        if let byte { facts["byte"] = String(byte) }
        return facts
    }

    /// For logs; people are shown the text of `key`.
    public var description: String {
        "CSV: \(reason.rawValue) at "
            + facts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
}
