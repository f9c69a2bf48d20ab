/// Writes comma-separated values (RFC 4180) in UTF-8, safe to open in a spreadsheet (`CSVFormula`).
///
///     var writer = CSVWriter()
///     writer.row(["country", "total"])
///     writer.row(["Fiji", "3"])
///     let bytes = writer.take()
public struct CSVWriter: Sendable {
    public enum LineEnding: String, Sendable {
        /// What RFC 4180 asks for.
        case crlf = "\r\n"
        case lf = "\n"
    }

    private let lineEnding: [UInt8]
    private var bytes: [UInt8] = []

    public init(lineEnding: LineEnding = .crlf) {
        self.lineEnding = Array(lineEnding.rawValue.utf8)
    }

    /// Writes a row. Cells are quoted only where that is needed.
    public mutating func row(_ cells: some Collection<String>) {
        var isFirst = true
        for cell in cells {
            if !isFirst { bytes.append(CSVByte.comma) }
            isFirst = false
            append(CSVFormula.neutralised(cell), isAlone: cells.count == 1)
        }
        bytes += lineEnding
    }

    /// What was written since the last call, for streaming.
    public mutating func take() -> [UInt8] {
        defer { bytes.removeAll() }
        return bytes
    }

    private mutating func append(_ cell: String, isAlone: Bool) {
        // A line without anything would be read as no row; a byte order mark at the very start would be read as none.
        let needsQuotes =
            (isAlone && cell.isEmpty) || cell.unicodeScalars.first == "\u{FEFF}"
            || cell.utf8.contains { byte in
                byte == CSVByte.comma || byte == CSVByte.quote || byte == CSVByte.cr || byte == CSVByte.lf
            }
        guard needsQuotes else {
            bytes += cell.utf8
            return
        }
        bytes.append(CSVByte.quote)
        for byte in cell.utf8 {
            if byte == CSVByte.quote { bytes.append(CSVByte.quote) }
            bytes.append(byte)
        }
        bytes.append(CSVByte.quote)
    }
}

enum CSVByte {
    static let comma = UInt8(ascii: ",")
    static let quote = UInt8(ascii: "\"")
    static let cr = UInt8(ascii: "\r")
    static let lf = UInt8(ascii: "\n")
}
