import Platform
import SQL
import Web

/// The desk's own figures for programs of the office: from the same counters, as of now, whole and of few cases, too.
enum BacklogAPI {
    static let routes: [Route] = [
        .get(
            "/api/v1/offices/{office}/backlog", DeskPages.access, rate: RateLimit(bucket: "backlog", limit: 300, per: .minutes(1)),
            operation: operation, handler: get)
    ]

    private struct Figures: Encodable {
        let office: Int
        let others: Int
        let late: Int
        let week: Int
        let ended: Int

        init(_ figures: CaseBacklog.Figures) {
            (office, others, late, week, ended) = (figures.office, figures.others, figures.late, figures.week, figures.ended)
        }
    }

    private struct Document: Encodable {
        let office: String
        let asOf: JSONTime
        let own: Figures
        /// How many offices `withBelow` counts.
        let offices: Int
        let withBelow: Figures
    }

    /// An office of another organisation is not there.
    @Sendable private static func get(_ call: Call) async throws -> Reply {
        let (key, principal, now) = (try call.parameters["office"], call.principal, call.now)
        return try await call.services.database.read { connection in
            let figures = try OfficeFigures(connection, for: principal, now: now)
            guard let office = figures.tree.places.map(\.office).first(where: { $0.key == key }) else { throw Problem.notFound }
            return try Reply.json(
                Document(
                    office: key, asOf: JSONTime(now), own: Figures(figures.own(office)),
                    offices: figures.tree.places(from: office, depth: 0).count, withBelow: Figures(figures.withBelow(office)))
            ).cached(.never)
        }
    }

    private static let figures = Schema.component(
        "BacklogFigures",
        .object([
            .field("office", .integer(min: 0), "Open, and the office's turn."), .field("others", .integer(min: 0), "Open, and somebody else's turn."),
            .field("late", .integer(min: 0), "Past their due date."), .field("week", .integer(min: 0), "Due today or within the six days after."),
            .field("ended", .integer(min: 0)),
        ]))

    private static let operation = Operation(
        id: "officeBacklog", tag: "Statistics", summary: "The desk's figures of an office, alone and with the offices below it.",
        parameters: [.path("office", .string(), "The office's key.")],
        responses: [
            .ok: Answer(
                "The figures.",
                .component(
                    "OfficeBacklog",
                    .object([
                        .field("office", .string()), .field("asOf", .dateTime), .field("own", figures),
                        .field("offices", .integer(min: 1), "How many offices `withBelow` counts, this one included."),
                        .field("withBelow", figures),
                    ])))
        ])
}
