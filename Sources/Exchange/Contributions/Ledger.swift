public import Platform

/// One sum of the store: what stands under one country, kind, unit, year and stage.
public struct LedgerCell: Sendable, Equatable {
    public let country: String?
    public let kind: Contribution.Kind
    /// nil for what was not valued.
    public let unit: QuantityUnit?
    public let year: String
    public let stage: Contribution.Stage
    public let records: Int
    public let minor: Int64
}

/// What was promised and what was delivered, by country of the giver, kind and year. It feeds SDG 17.3.1.
///
/// Pure: laid out from sums. Nothing is added across units: each currency has its own lines and its own totals.
public struct Ledger: Sendable, Equatable {
    public struct Line: Sendable, Equatable {
        public let country: String?
        public let kind: Contribution.Kind
        public let unit: QuantityUnit?
        public let year: String
        public var planned: Int64 = 0
        public var delivered: Int64 = 0
        public var plannedRecords = 0
        public var deliveredRecords = 0
    }

    /// By country, kind, unit and year.
    public let lines: [Line]
    /// For each kind and unit over all countries and years; `country` and `year` say nothing there.
    public let totals: [Line]

    public init(_ cells: [LedgerCell], country: String? = nil, kind: Contribution.Kind? = nil, year: String? = nil) {
        let wanted = cells.filter { cell in
            (country == nil || cell.country == country) && (kind == nil || cell.kind == kind)
                && (year == nil || cell.year == year)
        }
        lines = Self.sums(wanted) { ($0.country, $0.year) }
        totals = Self.sums(wanted) { _ in (nil, "") }
    }

    private static func sums(_ cells: [LedgerCell], by place: (LedgerCell) -> (String?, String)) -> [Line] {
        var lines: [[String]: Line] = [:]
        for cell in cells {
            let (country, year) = place(cell)
            let key = [country ?? "", cell.kind.rawValue, cell.unit?.code ?? "", year]
            var line = lines[key] ?? Line(country: country, kind: cell.kind, unit: cell.unit, year: year)
            switch cell.stage {
            case .committed:
                line.planned += cell.minor
                line.plannedRecords += cell.records
            case .delivered:
                line.delivered += cell.minor
                line.deliveredRecords += cell.records
            case .cancelled: continue
            }
            lines[key] = line
        }
        return lines.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }
}

extension Ledger {
    static let columns = [
        "country", "country_code", "kind", "unit", "year", "planned", "delivered", "planned_records", "delivered_records",
    ]

    private static func amount(_ minor: Int64, _ unit: QuantityUnit?) -> String {
        unit.map { Quantity(minor: minor, unit: $0).text } ?? ""
    }

    private static func cells(_ line: Line, _ words: Words) -> [String] {
        [
            line.country.map { words.country($0) } ?? "", line.country ?? "", line.kind.rawValue, line.unit?.code ?? "",
            line.year, amount(line.planned, line.unit), amount(line.delivered, line.unit), String(line.plannedRecords),
            String(line.deliveredRecords),
        ]
    }

    /// The lines as a file; totals are left to who reads it, so that no row is counted twice.
    public func csv(words: Words) -> [UInt8] {
        var writer = CSVWriter(lineEnding: .crlf)
        writer.row(Self.columns)
        for line in lines { writer.row(Self.cells(line, words)) }
        return writer.take()
    }

    /// The ledger for a terminal.
    public func text(words: Words) -> String {
        let head = ["Country", "Code", "Kind", "Unit", "Year", "Planned", "Delivered", "Promises", "Deliveries"]
        let rows = lines.map { Self.cells($0, words) }
            + totals.map { line in ["Total", ""] + Self.cells(line, words).dropFirst(2) }
        let widths = head.indices.map { index in ([head] + rows).map { $0[index].count }.max() ?? 0 }
        return ([head] + rows).map { cells in
            cells.enumerated().map { index, cell in
                let space = String(repeating: " ", count: widths[index] - cell.count)
                return index < 5 ? cell + space : space + cell
            }.joined(separator: "  ")
        }.joined(separator: "\n") + "\n"
    }

    /// The ledger as the API and `--format json` give it. Amounts are decimal texts: no program rounds them by mistake.
    public struct Document: Codable, Sendable, Equatable {
        public struct Line: Codable, Sendable, Equatable {
            public let country: String?
            public let kind: String
            public let unit: String?
            public let year: String?
            public let planned: String
            public let delivered: String
            public let plannedRecords: Int
            public let deliveredRecords: Int
        }

        public let feeds: String
        public let lines: [Line]
        public let totals: [Line]
    }

    public var document: Document {
        func line(_ one: Line) -> Document.Line {
            .init(
                country: one.country, kind: one.kind.rawValue, unit: one.unit?.code, year: one.year.isEmpty ? nil : one.year,
                planned: Self.amount(one.planned, one.unit), delivered: Self.amount(one.delivered, one.unit),
                plannedRecords: one.plannedRecords, deliveredRecords: one.deliveredRecords)
        }
        return Document(feeds: "SDG 17.3.1", lines: lines.map(line), totals: totals.map(line))
    }
}
