import Platform
import Web

/// How the API's description tells of needs.
extension NeedAPI {
    enum Operations {
        private static let tag = "Needs"
        private static let slug = Parameter.path("slug", .string(), "The end of the need's address.")

        private static let contentFields: [Schema.Property] = [
            .field("title", .string(max: Completeness.titleLimit)),
            .optional("language", .string(), "BCP 47: the language of the texts."),
            .optional("problem", SolutionSchemas.text),
            .optional("baseline", SolutionSchemas.text, "How things are today."),
            .optional("affected", SolutionSchemas.text, "Who, and how many."),
            .optional("themes", .array(of: SolutionSchemas.choice(Theme.self))),
            .optional("sdgTargets", .array(of: SolutionSchemas.sdg)),
            .optional(
                "conditions",
                .array(
                    of: .object([
                        .field("kind", SolutionSchemas.choice(ConditionKind.self)),
                        .field("state", SolutionSchemas.choice(ConditionState.self)),
                        .optional("text", .nullable(.string())),
                    ]))),
            .optional("urgency", .nullable(SolutionSchemas.choice(Urgency.self))),
            .optional("budget", .nullable(SolutionSchemas.cost)), .optional("sponsor", .string()),
            .optional("instruments", .array(of: SolutionSchemas.choice(Instrument.self))),
            .optional("languages", .array(of: .string()), "In which help can be received; BCP 47."),
            .optional("visibility", SolutionSchemas.choice(Visibility.self)),
            .optional("sources", .array(of: SolutionSchemas.source)),
            .optional(
                "translations",
                .map(
                    of: .object([
                        .optional("title", .nullable(.string())), .optional("problem", .nullable(.string())),
                    ]))),
        ]

        private static let input = Schema.component(
            "NeedInput",
            .object(
                [
                    .optional("organisation", .nullable(.string()), "A key; may be left out by who speaks for one only."),
                    .optional("state", SolutionSchemas.choice(Need.State.self)),
                ] + contentFields))

        /// A need in a request for matches: the same fields, and the country that else comes from the owner. No field must be there.
        static let matchInput = Schema.component(
            "MatchNeed",
            .object(
                [
                    .optional("country", .nullable(SolutionSchemas.country)),
                    .optional("title", .string(max: Completeness.titleLimit), "Title or problem must say something."),
                ] + contentFields.dropFirst()))

        private static let need = Schema.component(
            "Need",
            .object(
                [
                    .field("id", .uuid), .field("slug", .string()), .field("url", .uri),
                    .field("organisation", SolutionSchemas.organisation),
                    .field("country", .nullable(SolutionSchemas.country)),
                    .field("state", SolutionSchemas.choice(Need.State.self)), .field("createdAt", .dateTime),
                    .field("updatedAt", .dateTime),
                ] + contentFields))

        static let list = Operation(
            id: "listNeeds", tag: tag, summary: "Needs that the caller may read, newest first.",
            parameters: [.query("country", SolutionSchemas.country, "ISO 3166-1 alpha-2.")] + Parameter.page,
            responses: [.ok: Answer("A page of needs.", .page(of: need))])

        static let get = Operation(
            id: "getNeed", tag: tag, summary: "One need.", parameters: [slug],
            responses: [.ok: Answer("The need.", need)])

        static let create = Operation(
            id: "createNeed", tag: tag, summary: "States a need. A title is enough.", request: input,
            responses: [.created: Answer("The need.", need)])

        static let change = Operation(
            id: "changeNeed", tag: tag, summary: "Replaces a need's content.",
            description: "Send the ETag of what you read as If-Match, so that nobody's change is lost.",
            parameters: [slug, .ifMatch], request: input, responses: [.ok: Answer("The need.", need)])

        static let export = Operation(
            id: "exportNeeds", tag: tag, summary: "The needs that the caller may read, as CSV.",
            responses: [.ok: Answer("All columns of the import.", SolutionSchemas.csv, type: "text/csv")])

        static let importFile = Operation(
            id: "importNeeds", tag: tag, summary: "Adds and changes needs from CSV, all or none.",
            request: SolutionSchemas.csv, requestType: "text/csv",
            responses: [.ok: Answer("What was done.", SolutionSchemas.imported)])
    }
}
