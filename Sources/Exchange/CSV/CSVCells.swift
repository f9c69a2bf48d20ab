import Platform

/// How lists stand in a cell.
enum CSVCell {
    static func codes(_ codes: [String]) -> String { codes.joined(separator: " ") }

    /// JSON, or nothing for an empty list.
    static func json(_ items: [some Encodable]) throws -> String {
        items.isEmpty ? "" : try ContentCoding.encode(items)
    }
}

/// Reads a whole file. Throws `CSVError` for what is no CSV and `ImportRefused` naming each wrong cell.
enum CSVTable {
    static func read<Record>(
        _ bytes: [UInt8], required: [String], optional: [String], rows: Int = 1_000_000,
        _ record: (inout CSVCells) -> Record
    ) throws -> [Record] {
        var records: [Record] = []
        var problems: [ImportProblem] = []
        try CSV.read(bytes, columns: CSVColumns(required: required, optional: optional), limits: CSVLimits(rows: rows)) { row in
            var cells = CSVCells(row)
            let record = record(&cells)
            problems += cells.problems
            // One wrong cell refuses the file: the records are kept only while they are wanted.
            if problems.isEmpty { records.append(record) }
        }
        guard problems.isEmpty else { throw ImportRefused(problems) }
        return records
    }
}

/// Reads the cells of one row as the types that a record wants, and gathers what is wrong with them.
struct CSVCells {
    private let row: CSVRow
    private(set) var problems: [ImportProblem] = []

    init(_ row: CSVRow) { self.row = row }

    /// "row 3", as faults name it.
    var label: String { "row \(row.number)" }

    mutating func problem(_ column: String, _ key: String, _ facts: [String: String] = [:]) {
        problems.append(ImportProblem(record: label, field: column, key: key, facts: facts))
    }

    func text(_ column: String, default missing: String = "") -> String {
        row[column].isEmpty ? missing : row[column]
    }

    func optional(_ column: String) -> String? { row[column].isEmpty ? nil : row[column] }

    /// nil when the file has no such column: what it does not name stays as it is.
    func given(_ column: String) -> String? { row.has(column) ? row[column] : nil }

    mutating func needed(_ column: String) -> String {
        if row[column].isEmpty { problem(column, "error.required") }
        return row[column]
    }

    /// The permanent name of a record, which stands once in a file.
    mutating func slug(_ seen: inout Set<String>) -> String {
        let slug = needed("slug")
        if !slug.isEmpty, Slug.make(slug) != slug {
            problem("slug", "import.slug", ["value": slug, "suggestion": Slug.make(slug)])
        }
        if !seen.insert(slug).inserted { problem("slug", "import.id-twice") }
        return slug
    }

    func codes(_ column: String) -> [String] { row[column].split(separator: " ").map(String.init) }

    func yes(_ column: String) -> Bool { ["yes", "true", "1"].contains(row[column].lowercased()) }

    mutating func wholeNumber(_ column: String) -> Int? {
        guard let text = optional(column) else { return nil }
        if let number = Int(text) { return number }
        problem(column, "error.whole-number", ["value": text])
        return nil
    }

    mutating func choice<Code: RawRepresentable<String> & CaseIterable>(_ column: String) -> Code? {
        optional(column).flatMap { code($0, in: column) }
    }

    mutating func choices<Code: RawRepresentable<String> & CaseIterable>(_ column: String) -> [Code] {
        var found: [Code] = []
        for text in codes(column) {
            if let code: Code = code(text, in: column) { found.append(code) }
        }
        return found
    }

    private mutating func code<Code: RawRepresentable<String> & CaseIterable>(_ text: String, in column: String) -> Code? {
        if let code = Code(rawValue: text) { return code }
        problem(
            column, "error.choice",
            ["value": text, "choices": Code.allCases.map(\.rawValue).joined(separator: ", ")])
        return nil
    }

    mutating func json<Value: Decodable>(_ column: String, as type: Value.Type = Value.self) -> Value? {
        guard let text = optional(column) else { return nil }
        do {
            return try ContentCoding.decode(Value.self, from: text)
        } catch {
            problem(column, "import.cell-json")
            return nil
        }
    }
}
