import Platform
import Web

/// How the API's description tells of opportunities, events and the report.
extension OpportunityAPI {
    enum Operations {
        private static let tag = "Opportunities"
        private static let reference = Parameter.path("reference", .string(), "Such as dhaka-2017-01.")
        private static let filters: [Parameter] = [
            .query("event", .string(), "The key of an event."),
            .query("country", SolutionSchemas.country, "ISO 3166-1 alpha-2."),
            .query("theme", SolutionSchemas.choice(Theme.self), "One theme."),
            .query("follow-up", SolutionSchemas.choice(Opportunity.FollowUp.self), "What became of it."),
        ]

        private static let opportunity = Schema.component(
            "Opportunity",
            .object([
                .field("reference", .string()), .field("event", .string()),
                .field("country", SolutionSchemas.country), .field("theme", SolutionSchemas.choice(Theme.self)),
                .optional("text", .string(), "What it was about, if somebody wrote it down."),
                .field("followUp", SolutionSchemas.choice(Opportunity.FollowUp.self)),
                .optional("followUpNote", .string()), .field("updatedAt", .dateTime),
            ]))

        static let list = Operation(
            id: "listOpportunities", tag: tag, summary: "Expressions of interest noted at events.",
            parameters: filters + Parameter.page,
            responses: [.ok: Answer("A page of opportunities.", .page(of: opportunity))])

        static let get = Operation(
            id: "getOpportunity", tag: tag, summary: "One opportunity.", parameters: [reference],
            responses: [.ok: Answer("The opportunity.", opportunity)])

        static let followUp = Operation(
            id: "followUpOpportunity", tag: tag, summary: "Notes what became of an opportunity.",
            parameters: [reference, .ifMatch],
            request: .object([
                .field("followUp", SolutionSchemas.choice(Opportunity.FollowUp.self)),
                .optional("note", .nullable(SolutionSchemas.text)),
            ]), responses: [.ok: Answer("The opportunity.", opportunity)])

        static let export = Operation(
            id: "exportOpportunities", tag: tag, summary: "Opportunities as CSV.", parameters: filters,
            responses: [.ok: Answer("All columns of the import.", SolutionSchemas.csv, type: "text/csv")])

        static let importFile = Operation(
            id: "importOpportunities", tag: tag, summary: "Adds and changes opportunities from CSV, all or none.",
            request: SolutionSchemas.csv, requestType: "text/csv",
            responses: [.ok: Answer("What was done.", SolutionSchemas.imported)])

        static let events = Operation(
            id: "listEvents", tag: tag, summary: "Events of the network, latest first.",
            responses: [
                .ok: Answer(
                    "The events.",
                    .page(
                        of: .component(
                            "Event",
                            .object([
                                .field("key", .string()), .field("name", .string()), .optional("place", .string()),
                                .optional("country", SolutionSchemas.country), .optional("from", .date),
                                .optional("to", .date), .field("sources", .array(of: SolutionSchemas.source)),
                            ]))))
            ])

        static let report = Operation(
            id: "reportOpportunities", tag: tag, summary: "How many opportunities by country and theme.",
            parameters: [
                .path("event", .string(), "The key of an event."),
                .query("format", .choice(["json", "csv", "text"]), "json unless asked otherwise."),
            ],
            responses: [
                .ok: Answer(
                    "The table.",
                    .component(
                        "OpportunityReport",
                        .object([
                            .field("event", .string()), .field("themes", .array(of: .string())),
                            .field(
                                "countries",
                                .array(
                                    of: .object([
                                        .field("country", .string()), .field("countryCode", .string()),
                                        .field("themes", .map(of: .integer(min: 0))), .field("total", .integer(min: 0)),
                                    ]))),
                            .field("totals", .map(of: .integer(min: 0))), .field("total", .integer(min: 0)),
                        ])), or: ["text/csv", "text/plain"])
            ])
    }
}
