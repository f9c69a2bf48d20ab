import Platform
import Web

/// How the API's description tells of contributions and the ledger.
extension ContributionAPI {
    enum Operations {
        private static let tag = "Contributions"
        private static let slug = Parameter.path("slug", .string(), "The record's permanent name.")
        private static let amount = Schema.string(pattern: "^[0-9]+(\\.[0-9]+)?$")

        private static let fields: [Schema.Property] = [
            .optional("receiver", .string(), "An organisation's key."),
            .optional("payer", .string(), "Who bears the cost, if not the giver."),
            .optional("amount", amount, "A decimal text in the unit's own decimals."),
            .optional("unit", .string(), "A currency of ISO 4217, or day."), .optional("note", SolutionSchemas.text),
            .optional("fulfils", .string(), "The commitment that a delivery belongs to."),
            .optional("partnership", .string()), .optional("agreement", .string()), .optional("activity", .string()),
        ]
        private static let contribution = Schema.component(
            "Contribution",
            .object([
                .field("slug", .string()), .field("stage", SolutionSchemas.choice(Contribution.Stage.self)),
                .field("kind", SolutionSchemas.choice(Contribution.Kind.self)), .field("giver", .string()),
                .field("what", .string()), .field("day", .date, "Planned for, or delivered on."),
                .field("version", .integer(min: 1)),
            ] + fields))
        private static let input = Schema.object([
            .optional("stage", SolutionSchemas.choice(Contribution.Stage.self)),
            .optional("kind", SolutionSchemas.choice(Contribution.Kind.self)), .optional("giver", .string()),
            .optional("what", .string(max: Completeness.summaryLimit)), .optional("day", .date),
        ] + fields)
        private static let one: [Status: Answer] = [.ok: Answer("The record.", contribution)]

        static let list = Operation(
            id: "listContributions", tag: tag, summary: "Commitments and deliveries of the caller's partnerships.",
            parameters: Parameter.page, responses: [.ok: Answer("A page of contributions.", .page(of: contribution))])

        static let get = Operation(
            id: "getContribution", tag: tag, summary: "One contribution.", parameters: [slug], responses: one)

        static let create = Operation(
            id: "createContribution", tag: tag, summary: "Notes a commitment or a delivery.", request: input,
            responses: [.created: Answer("The record.", contribution)])

        static let change = Operation(
            id: "changeContribution", tag: tag, summary: "Changes a contribution; what is left out stays.",
            parameters: [slug, .ifMatch], request: input, responses: one)

        static let export = Operation(
            id: "exportContributions", tag: tag, summary: "Contributions as CSV.",
            responses: [.ok: Answer("All columns of the import.", SolutionSchemas.csv, type: "text/csv")])

        static let importFile = Operation(
            id: "importContributions", tag: tag, summary: "Adds and changes contributions from CSV, all or none.",
            request: SolutionSchemas.csv, requestType: "text/csv",
            responses: [.ok: Answer("What was done.", SolutionSchemas.imported)])

        private static let line = Schema.object([
            .optional("country", SolutionSchemas.country, "Of the giver."),
            .field("kind", SolutionSchemas.choice(Contribution.Kind.self)), .optional("unit", .string()),
            .optional("year", .string()), .field("planned", .string()), .field("delivered", .string()),
            .field("plannedRecords", .integer(min: 0)), .field("deliveredRecords", .integer(min: 0)),
        ])

        static let ledger = Operation(
            id: "reportLedger", tag: tag, summary: "Planned and delivered by country, kind, unit and year; feeds SDG 17.3.1.",
            description: "Nothing is added across currencies: each has its own lines and totals.",
            parameters: [
                .query("country", SolutionSchemas.country, "Of the giver."),
                .query("kind", SolutionSchemas.choice(Contribution.Kind.self), "One kind."),
                .query("year", .string(pattern: "^[0-9]{4}$"), "One year."),
                .query("format", .choice(["json", "csv", "text"]), "json unless asked otherwise."),
            ],
            responses: [
                .ok: Answer(
                    "The ledger.",
                    .component(
                        "Ledger",
                        .object([
                            .field("feeds", .string()), .field("lines", .array(of: line)), .field("totals", .array(of: line)),
                        ])), or: ["text/csv", "text/plain"])
            ])
    }
}
