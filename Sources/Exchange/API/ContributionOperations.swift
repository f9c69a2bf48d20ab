import Platform
import Web

extension Contribution {
    /// How the API's description tells of contributions.
    static var operations: SidedOperations {
        let amount = Schema.string(pattern: "^[0-9]+(\\.[0-9]+)?$")
        let fields: [Schema.Property] = [
            .optional("receiver", .string(), "An organisation's key."),
            .optional("payer", .string(), "Who bears the cost, if not the giver."),
            .optional("amount", amount, "A decimal text in the unit's own decimals."),
            .optional("unit", .string(), "A currency of ISO 4217, or day."), .optional("note", SolutionSchemas.text),
            .optional("fulfils", .string(), "The commitment that a delivery belongs to."),
            .optional("partnership", .string()), .optional("agreement", .string()), .optional("activity", .string()),
        ]
        let record = Schema.component(
            "Contribution",
            .object([
                .field("slug", .string()), .field("stage", SolutionSchemas.choice(Contribution.Stage.self)),
                .field("kind", SolutionSchemas.choice(Contribution.Kind.self)), .field("giver", .string()),
                .field("what", .string()), .field("day", .date, "Planned for, or delivered on."),
                .field("version", .integer(min: 1)),
            ] + fields))
        let input = Schema.object([
            .optional("stage", SolutionSchemas.choice(Contribution.Stage.self)),
            .optional("kind", SolutionSchemas.choice(Contribution.Kind.self)), .optional("giver", .string()),
            .optional("what", .string(max: Completeness.summaryLimit)), .optional("day", .date),
        ] + fields)
        return SidedOperations(
            one: "Contribution", many: "Contributions", record: record, input: input,
            lists: "Commitments and deliveries of the caller's partnerships.", creates: "Notes a commitment or a delivery.")
    }
}

extension LedgerAPI {
    private static let line = Schema.object([
        .optional("country", SolutionSchemas.country, "Of the giver."),
        .field("kind", SolutionSchemas.choice(Contribution.Kind.self)), .optional("unit", .string()),
        .optional("year", .string()), .field("planned", .string()), .field("delivered", .string()),
        .field("plannedRecords", .integer(min: 0)), .field("deliveredRecords", .integer(min: 0)),
    ])

    static let operation = Operation(
        id: "reportLedger", tag: "Contributions", summary: "Planned and delivered by country, kind, unit and year; feeds SDG 17.3.1.",
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
