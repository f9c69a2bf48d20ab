public import Platform

/// Who was interested in what at an event: countries down, themes across, with totals.
///
///     country,country_code,health,skills,public_service_delivery,total
///
/// Pure: laid out from counts. Countries stand in the order of their first entry, themes in the network's order.
public struct OpportunityReport: Sendable, Equatable {
    public struct Line: Sendable, Equatable {
        public let country: String
        public let counts: [Theme: Int]
        public var total: Int { counts.values.reduce(0, +) }
    }

    public let event: String
    /// Only those that occur.
    public let themes: [Theme]
    public let lines: [Line]

    public init(event: String, counts: [OpportunityCount]) {
        self.event = event
        let used = Set(counts.map(\.theme))
        themes = Theme.allCases.filter(used.contains)
        var first: [String: Int] = [:]
        var cells: [String: [Theme: Int]] = [:]
        for cell in counts {
            first[cell.country] = min(first[cell.country] ?? .max, cell.firstPosition)
            cells[cell.country, default: [:]][cell.theme, default: 0] += cell.count
        }
        lines = first.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { country, _ in
            Line(country: country, counts: cells[country] ?? [:])
        }
    }

    public func total(of theme: Theme) -> Int { lines.reduce(0) { $0 + ($1.counts[theme] ?? 0) } }
    public var total: Int { lines.reduce(0) { $0 + $1.total } }
}

extension OpportunityReport {
    private static func column(_ theme: Theme) -> String {
        String(theme.rawValue.map { $0 == "-" ? "_" : $0 })
    }

    /// The table as a file. Names and heads are in English: a file is read by programs.
    public func csv(words: Words) -> [UInt8] {
        var writer = CSVWriter(lineEnding: .crlf)
        writer.row(["country", "country_code"] + themes.map(Self.column) + ["total"])
        for line in lines {
            writer.row(
                [words.country(line.country), line.country] + themes.map { String(line.counts[$0] ?? 0) }
                    + [String(line.total)])
        }
        writer.row(["Total", ""] + themes.map { String(total(of: $0)) } + [String(total)])
        return writer.take()
    }

    /// The table for a terminal.
    public func text(words: Words) -> String {
        let head = ["Country"] + themes.map { words("theme.\($0.rawValue)") } + ["Total"]
        var rows = lines.map { line in
            [words.country(line.country)] + themes.map { String(line.counts[$0] ?? 0) } + [String(line.total)]
        }
        rows.append(["Total"] + themes.map { String(total(of: $0)) } + [String(total)])
        let widths = head.indices.map { index in ([head] + rows).map { $0[index].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            cells.enumerated().map { index, cell in
                let space = String(repeating: " ", count: widths[index] - cell.count)
                return index == 0 ? cell + space : space + cell
            }.joined(separator: "  ")
        }
        let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
        return ([line(head), rule] + rows.dropLast().map(line) + [rule, line(rows[rows.count - 1])])
            .joined(separator: "\n") + "\n"
    }

    /// The report as the API and `--format json` give it.
    public struct Document: Codable, Sendable, Equatable {
        public struct Line: Codable, Sendable, Equatable {
            public let country: String
            public let countryCode: String
            public let themes: [String: Int]
            public let total: Int
        }
        public let event: String
        public let themes: [String]
        public let countries: [Line]
        public let totals: [String: Int]
        public let total: Int
    }

    public func document(words: Words) -> Document {
        func named(_ count: (Theme) -> Int) -> [String: Int] {
            Dictionary(uniqueKeysWithValues: themes.map { ($0.rawValue, count($0)) })
        }
        return Document(
            event: event, themes: themes.map(\.rawValue),
            countries: lines.map { line in
                .init(
                    country: words.country(line.country), countryCode: line.country,
                    themes: named { line.counts[$0] ?? 0 }, total: line.total)
            },
            totals: named { total(of: $0) }, total: total)
    }
}
