public import Foundation

/// How large a file may be.
public struct CSVLimits: Sendable {
    public var rows: Int
    public var columns: Int
    public var cellBytes: Int

    public init(rows: Int = 1_000_000, columns: Int = 500, cellBytes: Int = 1_048_576) {
        self.rows = rows
        self.columns = columns
        self.cellBytes = cellBytes
    }
}

/// The columns that a file must and may have. Others are a mistake, which is better told than passed over.
public struct CSVColumns: Sendable {
    public let required: [String]
    public let optional: [String]

    public init(required: [String], optional: [String] = []) {
        self.required = required
        self.optional = optional
    }
}

/// A row, whose cells are read by the names of their columns.
public struct CSVRow: Sendable {
    /// 1 for the first row after the names.
    public let number: Int
    /// The line of the file on which it begins, from 1.
    public let line: Int
    /// As they stand in the file.
    public let cells: [String]
    let columns: [String: Int]

    /// The cell of a column; empty when the file does not have that optional column.
    public subscript(column: String) -> String {
        columns[column].map { cells[$0] } ?? ""
    }

    /// Whether the file has the column.
    public func has(_ column: String) -> Bool { columns[column] != nil }
}

/// Reads comma-separated values (RFC 4180) with a first line of names, in UTF-8 with or without a byte order mark, as the bytes arrive.
///
///     var reader = CSVReader(columns: CSVColumns(required: ["country", "total"]))
///     for try await piece in upload { try reader.feed(piece) { row in … row["country"] … } }
///     try reader.finish { row in … }
///
/// Memory is one row's. The package SwiftCSV was looked at first: it wants the whole text in memory, and its errors cannot name the row.
public struct CSVReader: Sendable {
    private let columns: CSVColumns
    private var parser: CSVParser
    private var positions: [String: Int]?

    public init(columns: CSVColumns, limits: CSVLimits = CSVLimits()) {
        self.columns = columns
        parser = CSVParser(limits: limits)
    }

    /// Takes the next bytes, and hands over each row that they complete.
    /// - Throws: `CSVError`, or what `row` throws. The reader cannot go on after that.
    public mutating func feed(_ bytes: some Sequence<UInt8>, _ row: (CSVRow) throws -> Void) throws {
        var positions = positions
        try parser.feed(bytes) { raw in try Self.handle(raw, columns, &positions, row) }
        self.positions = positions
    }

    /// Must be called at the end: it hands over the last row if its line was not ended, and tells when the file was cut off.
    public mutating func finish(_ row: (CSVRow) throws -> Void) throws {
        var positions = positions
        try parser.finish { raw in try Self.handle(raw, columns, &positions, row) }
        self.positions = positions
        if positions == nil { throw CSVError(.empty, row: 0, line: 1) }
    }

    private static func handle(
        _ raw: CSVParser.RawRow, _ columns: CSVColumns, _ positions: inout [String: Int]?,
        _ body: (CSVRow) throws -> Void
    ) throws {
        guard let known = positions else {
            positions = try header(raw, columns)
            return
        }
        guard raw.cells.count == known.count else {
            throw CSVError(
                .wrongNumberOfCells, row: raw.number, line: raw.line,
                more: ["found": String(raw.cells.count), "expected": String(known.count)])
        }
        try body(CSVRow(number: raw.number, line: raw.line, cells: raw.cells, columns: known))
    }

    private static func header(_ raw: CSVParser.RawRow, _ columns: CSVColumns) throws -> [String: Int] {
        let known = columns.required + columns.optional
        if raw.cells.count == 1, known.count > 1, let name = raw.cells.first, !known.contains(name),
            let other = [";", "\t", "|"].first(where: name.contains)
        {
            throw CSVError(
                .otherDelimiter, row: 0, line: raw.line, more: ["delimiter": other == "\t" ? "TAB" : other])
        }
        var positions: [String: Int] = [:]
        for (index, cell) in raw.cells.enumerated() {
            let name = cell.trimmingCharacters(in: .whitespaces)
            guard known.contains(name) else {
                throw CSVError(
                    .unknownColumn, row: 0, line: raw.line, column: name,
                    more: ["known": known.joined(separator: ", ")])
            }
            guard positions.updateValue(index, forKey: name) == nil else {
                throw CSVError(.duplicateColumn, row: 0, line: raw.line, column: name)
            }
        }
        for name in columns.required where positions[name] == nil {
            throw CSVError(.missingColumn, row: 0, line: raw.line, column: name)
        }
        return positions
    }
}

/// Reads comma-separated values that are at hand as a whole.
public enum CSV {
    public static func read(
        _ bytes: some Sequence<UInt8>, columns: CSVColumns, limits: CSVLimits = CSVLimits(),
        row: (CSVRow) throws -> Void
    ) throws {
        var reader = CSVReader(columns: columns, limits: limits)
        try reader.feed(bytes, row)
        try reader.finish(row)
    }

    /// Reads a file piece by piece.
    public static func read(
        file: URL, columns: CSVColumns, limits: CSVLimits = CSVLimits(), row: (CSVRow) throws -> Void
    ) throws {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }  // It was only read.
        var reader = CSVReader(columns: columns, limits: limits)
        while let piece = try handle.read(upToCount: 64 * 1024), !piece.isEmpty {
            try reader.feed(piece, row)
        }
        try reader.finish(row)
    }
}
