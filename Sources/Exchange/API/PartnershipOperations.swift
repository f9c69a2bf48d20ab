import Platform
import Web

/// How the API's description tells of partnerships.
extension PartnershipAPI {
    enum Operations {
        private static let tag = "Partnerships"
        private static let slug = Parameter.path("slug", .string(), "The end of the partnership's address.")
        private static let stage = SolutionSchemas.choice(PartnershipStage.self)
        private static let place = Schema.string(pattern: "^([A-Z]{2}|none)$")
        private static let filters: [Parameter] = [
            .query("stage", stage, "Where it stands now."),
            .query("reached", .choice(PartnershipStage.pipeline.map(\.rawValue)), "That came at least so far."),
            .query("giving", place, "The country of a giving party; none for unknown."),
            .query("asking", place, "The country of an asking party; none for unknown."),
            .query("overdue", .choice(["yes"]), "With an action whose day is past."),
        ]

        private static let partnership = Schema.component(
            "Partnership",
            .object([
                .field("id", .uuid), .field("slug", .string()), .field("url", .uri), .field("title", .string()),
                .field("stage", stage), .field("stageSince", .dateTime), .field("daysInStage", .integer(min: 0)),
                .field(
                    "parties",
                    .array(
                        of: .object([
                            .field("key", .string()), .field("name", .string()),
                            .optional("country", .nullable(SolutionSchemas.country)),
                            .field("side", SolutionSchemas.choice(Partnership.Side.self)),
                        ]))),
                .optional("solution", .nullable(.string()), "The slug."), .field("isPublic", .boolean),
                .optional("publicSummary", .nullable(.string())), .field("updatedAt", .dateTime),
                .optional("summary", .nullable(.string()), "For its parties, as all that follows."),
                .optional("need", .nullable(.string())), .optional("stalledFrom", .nullable(stage)),
                .optional(
                    "history",
                    .array(
                        of: .object([
                            .optional("from", .nullable(stage)), .field("to", stage), .optional("note", .nullable(.string())),
                            .field("at", .dateTime), .field("days", .integer(min: 0)),
                        ]))),
                .optional(
                    "actions",
                    .array(
                        of: .object([
                            .field("id", .uuid), .field("what", .string()), .field("who", .string()),
                            .optional("due", .nullable(.string())),
                            .field("state", SolutionSchemas.choice(PartnershipAction.State.self)),
                            .field("isOverdue", .boolean),
                        ]))),
                .optional("next", .array(of: stage), "Where the caller can take it."),
            ]))

        private static let input = Schema.component(
            "PartnershipInput",
            .object([
                .optional("title", .nullable(.string(max: Completeness.titleLimit))),
                .optional("summary", .nullable(.string(max: Partnership.textLimit))),
                .optional("solution", .nullable(.string()), "A slug."), .optional("need", .nullable(.string()), "A slug."),
                .optional("isPublic", .nullable(.boolean)),
                .optional("publicSummary", .nullable(.string(max: Partnership.textLimit))),
                .optional(
                    "parties",
                    .nullable(
                        .array(
                            of: .object([
                                .field("organisation", .string(), "A key."),
                                .field("side", SolutionSchemas.choice(Partnership.Side.self)),
                            ])))),
            ]))

        static let list = Operation(
            id: "listPartnerships", tag: tag, summary: "Partnerships that the caller may read, newest first.",
            parameters: filters + Parameter.page,
            responses: [.ok: Answer("A page of partnerships.", .page(of: partnership))])

        static let get = Operation(
            id: "getPartnership", tag: tag, summary: "One partnership.", parameters: [slug],
            responses: [.ok: Answer("The partnership.", partnership)])

        static let begin = Operation(
            id: "beginPartnership", tag: tag, summary: "Begins a partnership in interest.", request: input,
            responses: [.created: Answer("The partnership.", partnership)])

        static let change = Operation(
            id: "changePartnership", tag: tag, summary: "Changes what is sent; the rest stays.",
            description: "Send the ETag of what you read as If-Match, so that nobody's change is lost.",
            parameters: [slug, .ifMatch], request: input, responses: [.ok: Answer("The partnership.", partnership)])

        static let move = Operation(
            id: "movePartnership", tag: tag, summary: "Takes a partnership to another stage.",
            description: "A gate asks for its evidence; 422 names what is missing.", parameters: [slug, .ifMatch],
            request: .object([
                .field("to", stage),
                .optional("note", .nullable(.string(max: Partnership.textLimit)), "The reason, where it does not go forward."),
                .optional(
                    "evidence",
                    .nullable(
                        .object([
                            .field("text", .string(max: Partnership.textLimit)),
                            .field("date", .string(), "2017, 2017-12 or 2017-12-11."), .optional("link", .nullable(.string())),
                            .optional("document", .nullable(.string()), "The id of a document of the partnership."),
                        ]))),
            ]), responses: [.ok: Answer("The partnership.", partnership)])

        static let plan = Operation(
            id: "planPartnershipAction", tag: tag, summary: "Says what is to be done next, by whom and when.",
            parameters: [slug],
            request: .object([
                .field("what", .string(max: Partnership.textLimit)), .optional("who", .nullable(.string(max: PartnershipAction.whoLimit))),
                .optional("due", .nullable(.string()), "A day, a month or a year."),
            ]), responses: [.created: Answer("The partnership.", partnership)])

        static let export = Operation(
            id: "exportPartnerships", tag: tag, summary: "The partnerships that the caller reads in full, as CSV.",
            parameters: filters, responses: [.ok: Answer("All columns of the import.", SolutionSchemas.csv, type: "text/csv")])

        static let importFile = Operation(
            id: "importPartnerships", tag: tag, summary: "Adds and changes partnerships from CSV, all or none.",
            request: SolutionSchemas.csv, requestType: "text/csv",
            responses: [.ok: Answer("What was done.", SolutionSchemas.imported)])

        static let report = Operation(
            id: "reportPartnerships", tag: tag, summary: "How many reached each stage, how long it took, who exports to whom.",
            parameters: [.query("format", .choice(["json", "csv", "text"]), "json unless asked otherwise.")],
            responses: [
                .ok: Answer(
                    "Over the partnerships that the caller may read.",
                    .component(
                        "PartnershipReport",
                        .object([
                            .field("total", .integer(min: 0)),
                            .field(
                                "stages",
                                .array(
                                    of: .object([
                                        .field("stage", stage), .field("reached", .integer(min: 0)),
                                        .field("now", .integer(min: 0)), .optional("conversion", .nullable(.number)),
                                        .optional("medianDays", .nullable(.number)), .field("stays", .integer(min: 0)),
                                    ]))),
                            .field("exits", .map(of: .integer(min: 0))),
                            .field(
                                "matrix",
                                .array(
                                    of: .object([
                                        .optional("provider", .nullable(SolutionSchemas.country)),
                                        .optional("adopter", .nullable(SolutionSchemas.country)),
                                        .field("count", .integer(min: 1)),
                                    ]))),
                        ])), or: ["text/csv", "text/plain"])
            ])
    }
}
