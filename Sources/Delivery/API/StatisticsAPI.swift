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
        let openByPhase: Group
        let openByTurn: Group
        /// One for each quarter that was asked for, the oldest first.
        let ended: [QuarterFigures]
    }

    private struct QuarterFigures: Encodable {
        let quarter: String
        let figures: Group

        enum CodingKeys: CodingKey { case quarter, total, figures }

        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(quarter, forKey: .quarter)
            try fields.encode(figures.total, forKey: .total)
            try fields.encode(figures.figures, forKey: .figures)
        }
    }

    @Sendable private static func office(_ call: Call) async throws -> Reply {
        let (key, now) = (try call.parameters["office"], call.now)
        let quarters = try quarters(call, now)
        let withBelow = try flag(call, "below")
        return try await call.services.database.read { connection in
            guard let office = try OfficeStore.find(connection, key: key) else { throw Problem.notFound }
            let offices = withBelow ? try OfficeStore.tree(connection, from: office) : [office]
            let (tree, ids) = (OfficeTree(offices), offices.map(\.id))
            let open = try StatisticsStore.open(connection, offices: ids)
            let ended = try StatisticsStore.ended(connection, offices: ids, quarters)
            let (phases, turns) = (CasePhase.allCases.filter(\.isOpen), CaseTurn.allCases)
            func group(_ keys: [String], _ own: [ID<Office>: [Int]]) -> Group {
                Group(keys, TreeFigures(tree, office, own: own, width: keys.count))
            }
            return try Reply.json(
                OfficeDocument(
                    office: key, offices: offices.count, asOf: JSONTime(now),
                    openByPhase: group(phases.map(\.rawValue), open.mapValues { cases in phases.map { cases.byPhase[$0] ?? 0 } }),
                    openByTurn: group(turns.map(\.rawValue), open.mapValues { cases in turns.map { cases.byTurn[$0] ?? 0 } }),
                    ended: quarters.map { quarter in
                        QuarterFigures(
                            quarter: quarter.description,
                            figures: group(["in-time", "late"], (ended[quarter] ?? [:]).mapValues { [$0.inTime, $0.late] }))
                    })
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

    /// The quarters asked for: four to this one, unless others are named; never more than ten years.
    private static func quarters(_ call: Call, _ now: Timestamp) throws -> [Quarter] {
        let last = try quarter(call, "to") ?? Quarter(now)
        let first = try quarter(call, "from") ?? Quarter(number: last.number - 3)
        guard first <= last else { throw Problem.badRequest("problem.quarters-order", ["from": "\(first)", "to": "\(last)"]) }
        guard last.number - first.number < 40 else { throw Problem.badRequest("problem.quarters-many", ["from": "\(first)", "to": "\(last)"]) }
        return (first.number...last.number).map(Quarter.init(number:))
    }

    /// `2026-Q4`; anything else is a 400 problem.
    private static func quarter(_ call: Call, _ name: String) throws -> Quarter? {
        guard let text = call.query[name] else { return nil }
        guard let quarter = Quarter(text) else { throw Problem.badRequest("problem.quarter", ["name": name]) }
        return quarter
    }

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

        private static let group = Schema.component("SmallGroupFigures", .object(groupFields))

        private static let quarter = Schema.component("QuarterFigures", .object([.field("quarter", .string())] + groupFields))

        private static let groupFields: [Schema.Property] = [
            .field("total", .nullable(.integer(min: 0)), "null: withheld, for it would tell about few people."),
            .field(
                "figures",
                .array(
                    of: .object([
                        .field("key", .string()),
                        .field("cases", .nullable(.integer(min: 0)), "null: fewer than five, or it would give such a figure away."),
                    ]))),
        ]

        static let office = Operation(
            id: "officeStatistics", tag: tag, summary: "What is open at an office, and what ended in time.",
            parameters: [
                .path("office", .string(), "The office's key."),
                .query("from", .string(pattern: "^[0-9]{4}-Q[1-4]$"), "The first quarter of what ended; three before the last if left out."),
                .query("to", .string(pattern: "^[0-9]{4}-Q[1-4]$"), "The last quarter, at most ten years after the first; this one if left out."),
                .query("below", .boolean, "true: together with all offices below it."),
            ],
            responses: [
                .ok: Answer(
                    "The figures.",
                    .component(
                        "OfficeStatistics",
                        .object([
                            .field("office", .string()), .field("offices", .integer(min: 1), "How many offices are counted."), .field("asOf", .dateTime),
                            .field("openByPhase", group), .field("openByTurn", group),
                            .field("ended", .array(of: quarter), "One for each quarter, the oldest first."),
                        ]))),
                .badRequest: Answer("A quarter is none, or `below` is neither true nor false.", nil, type: "application/problem+json"),
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
