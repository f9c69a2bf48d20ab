import Platform
import Web

/// How the API's description tells of agreements.
extension AgreementAPI {
    enum Operations {
        private static let tag = "Agreements"
        private static let slug = Parameter.path("slug", .string(), "The agreement's permanent name.")
        private static let day = Schema.string(pattern: "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")

        private static let agreement = Schema.component(
            "Agreement",
            .object([
                .field("slug", .string()), .field("kind", SolutionSchemas.choice(Agreement.Kind.self)),
                .field("state", SolutionSchemas.choice(Agreement.State.self), "What was done with the paper."),
                .field("standing", SolutionSchemas.choice(AgreementStanding.self), "Where it stands today: the term counts."),
                .field("asOf", .string(), "The day on which the state was reached."), .optional("signedOn", .date),
                .field("subject", .string()),
                .field(
                    "parties",
                    .array(
                        of: .object([
                            .field("key", .string()), .field("name", .string()),
                            .optional("country", SolutionSchemas.country),
                            .optional("signatory", .string(), "For parties and secretariat only."),
                            .optional("office", .string(), "For parties and secretariat only."),
                        ]))),
                .optional("from", .date), .optional("to", .date), .optional("event", .string()),
                .optional("renews", .string()), .field("sources", .array(of: SolutionSchemas.source)),
                .optional("partnership", .string()), .optional("language", .string()),
                .optional("text", .string(), "With its placeholders; for parties and secretariat only."),
                .field("hasSignedCopy", .boolean), .field("version", .integer(min: 1)),
            ]))

        private static let input = Schema.object([
            .optional("kind", SolutionSchemas.choice(Agreement.Kind.self)),
            .optional("subject", .string(max: Completeness.summaryLimit)),
            .optional(
                "parties",
                .array(
                    of: .object([
                        .field("organisation", .string(), "Its key."), .optional("signatory", .string()),
                        .optional("office", .string()),
                    ]))),
            .optional("from", day), .optional("to", day),
            .optional("remindDays", .integer(min: 0, max: AgreementContent.reminderLimit)),
            .optional("language", .string(), "BCP 47."), .optional("text", .string(max: AgreementContent.textLimit)),
            .optional("event", .string()), .optional("partnership", .string(), "Its permanent name."),
            .optional("sources", .array(of: SolutionSchemas.source)),
        ])

        private static let one: [Status: Answer] = [.ok: Answer("The agreement.", agreement)]

        static let list = Operation(
            id: "listAgreements", tag: tag, summary: "Agreements that were signed, and the caller's own drafts.",
            parameters: [
                .query("event", .string(), "The key of an event."),
                .query("standing", SolutionSchemas.choice(AgreementStanding.self), "Where it stands today."),
            ] + Parameter.page,
            responses: [.ok: Answer("A page of agreements.", .page(of: agreement))])

        static let get = Operation(
            id: "getAgreement", tag: tag, summary: "One agreement.", parameters: [slug], responses: one)

        static let create = Operation(
            id: "draftAgreement", tag: tag, summary: "Begins an agreement.", request: input,
            responses: [.created: Answer("The agreement.", agreement)])

        static let change = Operation(
            id: "changeAgreement", tag: tag, summary: "Changes what an agreement says; what is left out stays.",
            parameters: [slug, .ifMatch], request: input, responses: one)

        static let move = Operation(
            id: "moveAgreement", tag: tag, summary: "Takes an agreement a step on or back.", parameters: [slug, .ifMatch],
            request: .object([
                .field("step", SolutionSchemas.choice(AgreementStep.self)), .optional("day", day, "Of signing or ending."),
                .optional("note", SolutionSchemas.text, "Wanted for the way back and the end."),
            ]), responses: one)

        static let export = Operation(
            id: "exportAgreements", tag: tag, summary: "Agreements as CSV.",
            responses: [.ok: Answer("All columns of the import.", SolutionSchemas.csv, type: "text/csv")])

        static let importFile = Operation(
            id: "importAgreements", tag: tag, summary: "Adds and changes agreements from CSV, all or none.",
            request: SolutionSchemas.csv, requestType: "text/csv",
            responses: [.ok: Answer("What was done.", SolutionSchemas.imported)])
    }
}
