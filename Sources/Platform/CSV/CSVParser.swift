/// Cuts bytes into rows of cells (RFC 4180), whatever the pieces are in which they arrive.
///
/// Strict where leniency would shift data into wrong cells: a quotation mark may stand only around a whole cell or doubled inside one.
/// Lenient where nothing is lost: lines may end with CRLF, LF or CR, the last one need not end, empty lines are passed over.
struct CSVParser {
    struct RawRow {
        /// 0 for the first line that holds anything.
        let number: Int
        let line: Int
        let cells: [String]
    }

    private enum Place {
        /// At the start of a cell; in a plain cell; between quotation marks; behind a mark that closes a cell or is the first of two.
        case start, plain, quoted, behindQuote
    }

    private let limits: CSVLimits
    private var place = Place.start
    private var cell: [UInt8] = []
    private var cells: [String] = []
    private var rowHasMarks = false
    private var rowNumber = 0
    private var rowLine = 1
    private var line = 1
    private var lastWasCR = false
    /// Where in the file the next byte stands, and where the cell at hand began.
    private var position = 0
    private var cellStart = 0
    private var cellLine = 1
    /// The first bytes, held back until it is known whether they are a byte order mark.
    private var opening: [UInt8]? = []

    init(limits: CSVLimits) { self.limits = limits }

    mutating func feed(_ bytes: some Sequence<UInt8>, _ body: (RawRow) throws -> Void) throws {
        for byte in bytes {
            guard opening != nil else {
                try take(byte, body)
                continue
            }
            opening?.append(byte)
            if let first = opening, first.count == 3 { try open(first, body) }
        }
    }

    mutating func finish(_ body: (RawRow) throws -> Void) throws {
        if let first = opening { try open(first, body) }
        if place == .quoted { throw CSVError(.unclosedQuote, row: rowNumber, line: cellLine) }
        try endRow(body)
    }

    private mutating func open(_ first: [UInt8], _ body: (RawRow) throws -> Void) throws {
        opening = nil
        let utf16: [[UInt8]] = [[0xFF, 0xFE], [0xFE, 0xFF]]
        // Without a mark, UTF-16 shows as every other byte being zero.
        let hasZero = first.count >= 2 && (first[0] == 0) != (first[1] == 0)
        if hasZero || utf16.contains(where: { first.starts(with: $0) }) {
            throw CSVError(.utf16, row: 0, line: 1, byte: 0)
        }
        if first == [0xEF, 0xBB, 0xBF] {
            position = 3
            cellStart = 3
            return
        }
        for byte in first { try take(byte, body) }
    }

    private mutating func take(_ byte: UInt8, _ body: (RawRow) throws -> Void) throws {
        defer { position += 1 }
        if byte == 0 { throw CSVError(.binary, row: rowNumber, line: line, byte: position) }
        let isLineEnd = byte == CSVByte.lf || byte == CSVByte.cr
        // The LF of a CRLF belongs to the line that the CR ended.
        let isSecondHalf = byte == CSVByte.lf && lastWasCR
        lastWasCR = byte == CSVByte.cr
        if isLineEnd && !isSecondHalf { line += 1 }

        switch place {
        case .quoted:
            if byte == CSVByte.quote { place = .behindQuote } else { try append(byte) }
        case .start, .plain, .behindQuote:
            if byte == CSVByte.comma {
                try endCell()
                cellStart = position + 1
                cellLine = line
            } else if isLineEnd {
                if !isSecondHalf { try endRow(body) }
                cellStart = position + 1
                (rowLine, cellLine) = (line, line)
            } else if byte == CSVByte.quote {
                switch place {
                case .behindQuote:
                    try append(byte)
                    place = .quoted
                case .start:
                    place = .quoted
                    rowHasMarks = true
                    cellStart = position + 1
                case .plain, .quoted:
                    throw CSVError(.strayQuote, row: rowNumber, line: line)
                }
            } else if place == .behindQuote {
                throw CSVError(.strayQuote, row: rowNumber, line: line)
            } else {
                place = .plain
                try append(byte)
            }
        }
    }

    private mutating func append(_ byte: UInt8) throws {
        guard cell.count < limits.cellBytes else {
            throw CSVError(.cellTooLong, row: rowNumber, line: cellLine, more: ["limit": String(limits.cellBytes)])
        }
        cell.append(byte)
    }

    private mutating func endCell() throws {
        guard let text = String(validating: cell, as: UTF8.self) else { throw notUTF8() }
        guard cells.count < limits.columns else {
            throw CSVError(.tooManyColumns, row: rowNumber, line: rowLine, more: ["limit": String(limits.columns)])
        }
        cells.append(CSVFormula.restored(text))
        cell.removeAll(keepingCapacity: true)
        place = .start
    }

    private mutating func endRow(_ body: (RawRow) throws -> Void) throws {
        // Nothing at all on the line: no row. An empty cell between marks is one.
        if cells.isEmpty, cell.isEmpty, !rowHasMarks { return }
        try endCell()
        guard rowNumber <= limits.rows else {
            throw CSVError(.tooManyRows, row: rowNumber, line: rowLine, more: ["limit": String(limits.rows)])
        }
        let row = RawRow(number: rowNumber, line: rowLine, cells: cells)
        rowNumber += 1
        rowHasMarks = false
        cells.removeAll(keepingCapacity: true)
        try body(row)
    }

    /// Names the byte at which the cell stops being UTF-8. Doubled quotation marks before it shift it, so they are counted back in.
    private func notUTF8() -> CSVError {
        let good = validUTF8Prefix(of: cell)
        let marks = place == .behindQuote ? cell[..<good].count { $0 == CSVByte.quote } : 0
        var breaks = 0
        var previous: UInt8 = 0
        for byte in cell[..<good] {
            if byte == CSVByte.cr || (byte == CSVByte.lf && previous != CSVByte.cr) { breaks += 1 }
            previous = byte
        }
        return CSVError(.notUTF8, row: rowNumber, line: cellLine + breaks, byte: cellStart + good + marks)
    }
}

/// How many bytes at the start are UTF-8.
private func validUTF8Prefix(of bytes: [UInt8]) -> Int {
    var codec = Unicode.UTF8()
    var iterator = bytes.makeIterator()
    var count = 0
    while case .scalarValue(let scalar) = codec.decode(&iterator) { count += UTF8.width(scalar) }
    return count
}
