import Platform
import SQL
import Web

/// Figures for everybody: what is open, what was done in time, how it was rated. Small groups are withheld.
enum StatisticsAPI {
    static let routes: [Route] = [
        .get("/api/v1/offices/{office}/statistics", .everyone, rate: rate, operation: Operations.office, handler: office),
        .get("/api/v1/services/{service}/feedback", .everyone, rate: rate, operation: Operations.feedback, handler: feedback),
    ]

    private static let rate = RateLimit(bucket: "statistics", limit: 300, per: .minutes(1))

    struct Figure: Encodable {
        let key: String
        /// null: fewer than five, or it would give such a figure away.
        let cases: Int?

        enum CodingKeys: CodingKey { case key, cases }

        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(key, forKey: .key)
            try fields.encode(cases, forKey: .cases)
        }
    }

    struct Group: Encodable {
        let total: Int?
        let figures: [Figure]

        init(_ keys: [String], _ cells: [Int]) {
            let shown = SmallGroups.suppress(cells)
            self.init(keys, shown.cells, total: shown.total)
        }

        init(_ keys: [String], _ figures: TreeFigures) { self.init(keys, figures.cells, total: figures.total) }

        private init(_ keys: [String], _ cells: [Int?], total: Int?) {
            self.total = total
            figures = zip(keys, cells).map { Figure(key: $0, cases: $1) }
        }

        enum CodingKeys: CodingKey { case total, figures }

        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(total, forKey: .total)
            try fields.encode(figures, forKey: .figures)
        }
    }

    private struct OfficeDocument: Encodable {
        let office: String
        /// How many offices are counted: this one, with those below it if they were asked for.
        let offices: Int
        let asOf: JSONTime
        let from: String
        let to: String
        let openByPhase: Group
        let openByTurn: Group
        let ended: Group
    }

    @Sendable private static func office(_ call: Call) async throws -> Reply {
        let (key, now) = (try call.parameters["office"], call.now)
        let this = month(now)
        let (first, last) = (try read(call, "from") ?? this - 11, try read(call, "to") ?? this)
        let withBelow = try flag(call, "below")
        return try await call.services.database.read { connection in
            guard let office = try OfficeStore.find(connection, key: key) else { throw Problem.notFound }
            let offices = withBelow ? try OfficeStore.tree(connection, from: office) : [office]
            let (tree, ids) = (OfficeTree(offices), offices.map(\.id))
            let open = try StatisticsStore.open(connection, offices: ids)
            let ended = try StatisticsStore.ended(connection, offices: ids, from: first, to: last)
            let (phases, turns) = (CasePhase.allCases.filter(\.isOpen), CaseTurn.allCases)
            func group(_ keys: [String], _ own: [ID<Office>: [Int]]) -> Group {
                Group(keys, TreeFigures(tree, office, own: own, width: keys.count))
            }
            return try Reply.json(
                OfficeDocument(
                    office: key, offices: offices.count, asOf: JSONTime(now), from: text(first), to: text(last),
                    openByPhase: group(phases.map(\.rawValue), open.mapValues { cases in phases.map { cases.byPhase[$0] ?? 0 } }),
                    openByTurn: group(turns.map(\.rawValue), open.mapValues { cases in turns.map { cases.byTurn[$0] ?? 0 } }),
                    ended: group(["in-time", "late"], ended.mapValues { [$0.inTime, $0.late] }))
            ).cached(.publicFor(.minutes(1)))
        }
    }

    /// `true` or `false`, which is also what a missing one means.
    private static func flag(_ call: Call, _ name: String) throws -> Bool {
        switch call.query[name] {
        case "true": true
        case nil, "false": false
        default: throw Problem.badRequest("problem.flag", ["name": name])
        }
    }

    /// `2026-11` as a number of months; anything else is a 400 problem.
    private static func read(_ call: Call, _ name: String) throws -> Int? {
        guard let text = call.query[name] else { return nil }
        guard text.utf8.count == 7, let day = Day(text + "-01") else { throw Problem.badRequest("problem.month", ["name": name]) }
        return month(Timestamp(milliseconds: Int64(day.number) * 86_400_000))
    }

    private static func month(_ moment: Timestamp) -> Int {
        let parts = Day(moment, offset: 0).description.split(separator: "-").compactMap { Int($0) }
        return (parts.first ?? 0) * 12 + (parts.dropFirst().first ?? 1) - 1
    }

    private static func text(_ month: Int) -> String { "\(month / 12)-\(month % 12 < 9 ? "0" : "")\(month % 12 + 1)" }

    private struct FeedbackDocument: Encodable {
        let service: String
        let asOf: JSONTime
        let ratings: Group
    }

    @Sendable private static func feedback(_ call: Call) async throws -> Reply {
        let (slug, now) = (try call.parameters["service"], call.now)
        return try await call.services.database.read { connection in
            guard let service = try ServiceStore.find(connection, slug: slug), service.state == .open else { throw Problem.notFound }
            let ratings = try StatisticsStore.ratings(connection, service.id)
            return try Reply.json(
                FeedbackDocument(service: slug, asOf: JSONTime(now), ratings: Group((1...5).map(String.init), ratings))
            ).cached(.publicFor(.minutes(1)))
        }
    }

    enum Operations {
        private static let tag = "Statistics"

        private static let group = Schema.component(
            "SmallGroupFigures",
            .object([
                .field("total", .nullable(.integer(min: 0)), "null: withheld, for it would tell about few people."),
                .field(
                    "figures",
                    .array(
                        of: .object([
                            .field("key", .string()),
                            .field("cases", .nullable(.integer(min: 0)), "null: fewer than five, or it would give such a figure away."),
                        ]))),
            ]))

        static let office = Operation(
            id: "officeStatistics", tag: tag, summary: "What is open at an office, and what ended in time.",
            parameters: [
                .path("office", .string(), "The office's key."),
                .query("from", .string(pattern: "^[0-9]{4}-[0-9]{2}$"), "The first month of what ended; eleven months ago if left out."),
                .query("to", .string(pattern: "^[0-9]{4}-[0-9]{2}$"), "The last month; this one if left out."),
                .query("below", .boolean, "true: together with all offices below it."),
            ],
            responses: [
                .ok: Answer(
                    "The figures.",
                    .component(
                        "OfficeStatistics",
                        .object([
                            .field("office", .string()), .field("offices", .integer(min: 1), "How many offices are counted."), .field("asOf", .dateTime), .field("from", .string()), .field("to", .string()),
                            .field("openByPhase", group), .field("openByTurn", group), .field("ended", group),
                        ]))),
                .badRequest: Answer("A month is none, or `below` is neither true nor false.", nil, type: "application/problem+json"),
            ])

        static let feedback = Operation(
            id: "serviceFeedback", tag: tag, summary: "How many cases of a service got each rating, from 1 (poor) to 5 (good).",
            parameters: [.path("service", .string(), "The end of the service's address.")],
            responses: [
                .ok: Answer(
                    "The figures.",
                    .component(
                        "ServiceFeedback", .object([.field("service", .string()), .field("asOf", .dateTime), .field("ratings", group)])))
            ])
    }
}
