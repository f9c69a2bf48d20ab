public import Platform

/// How partnerships come along: how many reached each stage, how long it took, and who exports to whom. Pure.
public struct PartnershipReport: Sendable, Equatable {
    /// One partnership as the report counts it.
    public struct Entry: Sendable, Equatable {
        public let stage: PartnershipStage
        public let furthest: PartnershipStage
        public let stays: [StageTimes.Stay]
        /// The countries of the sides; empty when nobody has written them down.
        public let giving: [String]
        public let asking: [String]

        public init(
            stage: PartnershipStage, furthest: PartnershipStage, stays: [StageTimes.Stay], giving: [String], asking: [String]
        ) {
            self.stage = stage
            self.furthest = furthest
            self.stays = stays
            self.giving = giving
            self.asking = asking
        }
    }

    public struct Line: Sendable, Equatable {
        public let stage: PartnershipStage
        /// How many came at least so far, whatever became of them.
        public let reached: Int
        /// How many stand here now.
        public let now: Int
        /// The share of those that reached the stage before; nil for the first, and when none did.
        public let conversion: Double?
        /// Of the stays that ended by going on to the next stage.
        public let medianDays: Double?
        public let stays: Int
    }

    public struct Cell: Sendable, Equatable, Hashable {
        /// ISO 3166 codes; nil where it is not known.
        public let giving: String?
        public let asking: String?
    }

    public let lines: [Line]
    /// How many stand in each exit.
    public let exits: [PartnershipStage: Int]
    /// Provider country and adopter country; a partnership of several countries counts in each of its cells.
    public let cells: [Cell: Int]
    public let total: Int

    public init(_ entries: [Entry]) {
        var lines: [Line] = []
        for (index, stage) in PartnershipStage.pipeline.enumerated() {
            let reached = entries.count { ($0.furthest.position ?? -1) >= index }
            let before = lines.last?.reached
            let days = entries.flatMap(\.stays).filter { stay in
                stay.stage == stage && (stay.next?.position ?? -1) == index + 1
            }.compactMap { stay in stay.to.map { Double($0.since(stay.from).components.seconds) / 86_400 } }
            lines.append(
                Line(
                    stage: stage, reached: reached, now: entries.count { $0.stage == stage },
                    conversion: before.flatMap { $0 > 0 ? Double(reached) / Double($0) : nil },
                    medianDays: Self.median(days), stays: days.count))
        }
        self.lines = lines
        exits = Dictionary(uniqueKeysWithValues: PartnershipStage.exits.map { exit in (exit, entries.count { $0.stage == exit }) })
        var cells: [Cell: Int] = [:]
        for entry in entries {
            for giving in entry.giving.isEmpty ? [nil] : entry.giving.map(Optional.some) {
                for asking in entry.asking.isEmpty ? [nil] : entry.asking.map(Optional.some) {
                    cells[Cell(giving: giving, asking: asking), default: 0] += 1
                }
            }
        }
        self.cells = cells
        total = entries.count
    }

    static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// The countries down and across, in the order of their codes, the unknown last.
    public var givers: [String?] { Self.ordered(cells.keys.map(\.giving)) }
    public var askers: [String?] { Self.ordered(cells.keys.map(\.asking)) }

    private static func ordered(_ codes: [String?]) -> [String?] {
        let known = Set(codes.compactMap(\.self)).sorted().map(Optional.some)
        return codes.contains(nil) ? known + [nil] : known
    }
}

extension PartnershipReport {
    /// The report as the API and `--format json` give it.
    public struct Document: Codable, Sendable, Equatable {
        public struct Stage: Codable, Sendable, Equatable {
            public let stage: PartnershipStage
            public let reached: Int
            public let now: Int
            public let conversion: Double?
            public let medianDays: Double?
            public let stays: Int
        }
        public struct Pair: Codable, Sendable, Equatable {
            public let provider: String?
            public let adopter: String?
            public let count: Int
        }
        public let total: Int
        public let stages: [Stage]
        public let exits: [String: Int]
        public let matrix: [Pair]
    }

    public var document: Document {
        Document(
            total: total,
            stages: lines.map {
                .init(
                    stage: $0.stage, reached: $0.reached, now: $0.now, conversion: $0.conversion.map(Self.rounded),
                    medianDays: $0.medianDays.map(Self.rounded), stays: $0.stays)
            },
            exits: Dictionary(uniqueKeysWithValues: exits.map { ($0.key.rawValue, $0.value) }), matrix: pairs)
    }

    private var pairs: [Document.Pair] {
        givers.flatMap { giving in
            askers.compactMap { asking in
                cells[Cell(giving: giving, asking: asking)].map { .init(provider: giving, adopter: asking, count: $0) }
            }
        }
    }

    /// To a thousandth: more is noise.
    private static func rounded(_ value: Double) -> Double { (value * 1_000).rounded() / 1_000 }

    private static func figure(_ value: Double?) -> String {
        guard let value = value.map(rounded) else { return "" }
        return value == value.rounded() ? String(Int(value)) : String(value)
    }

    /// Both tables in one file; the first column says which.
    public func csv() -> [UInt8] {
        var writer = CSVWriter(lineEnding: .crlf)
        writer.row(["table", "stage", "provider", "adopter", "count", "now", "conversion", "median_days", "stays"])
        for line in lines {
            writer.row([
                "funnel", line.stage.rawValue, "", "", String(line.reached), String(line.now), Self.figure(line.conversion),
                Self.figure(line.medianDays), String(line.stays),
            ])
        }
        for exit in PartnershipStage.exits { writer.row(["exit", exit.rawValue, "", "", "", String(exits[exit] ?? 0), "", "", ""]) }
        for pair in pairs {
            writer.row(["matrix", "", pair.provider ?? "", pair.adopter ?? "", String(pair.count), "", "", "", ""])
        }
        return writer.take()
    }

    /// Both tables for a terminal.
    public func text(words: Words) -> String {
        var rows = [["Stage", "Reached", "Now", "Of those before", "Median days", "n"]]
        for line in lines {
            rows.append([
                words.label(line.stage), String(line.reached), String(line.now), line.conversion.map { words.percent($0) } ?? "",
                Self.figure(line.medianDays), String(line.stays),
            ])
        }
        for exit in PartnershipStage.exits { rows.append([words.label(exit), "", String(exits[exit] ?? 0), "", "", ""]) }
        let unknown = words("partnerships.unknown-country")
        let pairs = [["Provider", "Adopter", "Partnerships"]]
            + self.pairs.map { [$0.provider.map { words.country($0) } ?? unknown, $0.adopter.map { words.country($0) } ?? unknown, String($0.count)] }
        return Self.table(rows, names: 1) + "\n" + Self.table(pairs, names: 2)
    }

    /// - Parameter names: how many columns stand at the left.
    private static func table(_ rows: [[String]], names: Int) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column < names ? cell + space : space + cell
            }.joined(separator: "  ").trimmingEnd()
        }.joined(separator: "\n") + "\n"
    }
}

extension String {
    fileprivate func trimmingEnd() -> String {
        var text = self[...]
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
