import Platform
import Web

/// The shapes of solutions in the API's description.
enum SolutionSchemas {
    static let country = Schema.string(pattern: "^[A-Z]{2}$")
    static let sdg = Schema.choice(SDG.codes)
    static let partialDate = Schema.string(pattern: "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")
    static let text = Schema.string(max: Completeness.textLimit)

    static func choice<Code: RawRepresentable<String> & CaseIterable>(_ type: Code.Type) -> Schema {
        .choice(Code.allCases.map(\.rawValue))
    }

    static let cost = Schema.component(
        "Cost",
        .object([
            .field("amount", .number, "In the currency's main unit."),
            .field("currency", .string(pattern: "^[A-Z]{3}$"), "ISO 4217."),
            .optional("year", .nullable(.integer()), "The year of the prices."),
            .optional("source", .nullable(.string()), "Where the figure is from."),
        ]))

    static let source = Schema.component(
        "Source",
        .object([
            .field("title", .string(), "What the document is called."),
            .optional("publisher", .nullable(.string())),
            .optional("date", .nullable(.string()), "As exact as it is known."),
            .optional("url", .nullable(.string()), "http or https."),
        ]))

    private static let tcv = Schema.component(
        "TCV",
        .object([
            .optional("days", .nullable(.number), "From the first step to the result."),
            .optional("cost", .nullable(.number), "All that the citizen pays."),
            .optional("currency", .nullable(.string()), "ISO 4217."),
            .optional("visits", .nullable(.number), "Ways to an office."),
        ]))

    /// What a solution says of itself, as it is sent and read.
    static let contentFields: [Schema.Property] = [
        .optional("language", .string(), "BCP 47: the language of the texts."),
        .optional("title", .string(max: Completeness.titleLimit)),
        .optional("summary", .string(max: Completeness.summaryLimit)),
        .optional("problem", text), .optional("innovation", text, "What is new."),
        .optional("operation", text, "How it works."), .optional("users", text),
        .optional("developedIn", .array(of: country), "Where it was made, if in several countries."),
        .optional("governmentLevels", .array(of: choice(GovernmentLevel.self))),
        .optional("channels", .array(of: choice(Channel.self))),
        .optional("themes", .array(of: choice(Theme.self))),
        .optional(
            "sdgs",
            .array(
                of: .object([
                    .field("target", sdg, "A goal or a target."),
                    .optional("evidence", .nullable(.string()), "In words or as a link."),
                ])), "What it is said to serve."),
        .optional("stage", .nullable(choice(Stage.self))),
        .optional("launchedYear", .nullable(.integer(min: 1900))),
        .optional(
            "indicators",
            .array(
                of: .object([
                    .field("name", .string()), .optional("unit", .nullable(.string())),
                    .optional("baseline", .nullable(.number)), .optional("value", .nullable(.number)),
                    .optional("date", .nullable(partialDate)), .optional("source", .nullable(.string())),
                ]))),
        .optional(
            "tcv",
            .nullable(
                .object([
                    .optional("before", .nullable(tcv)), .optional("after", .nullable(tcv)),
                    .optional("source", .nullable(.string())),
                ])), "Time, cost and visits for a citizen."),
        .optional("costBuild", .nullable(cost)), .optional("costRun", .nullable(cost)), .optional("staff", text),
        .optional(
            "conditions",
            .array(
                of: .object([
                    .field("kind", choice(ConditionKind.self)), .field("text", .string()),
                    .field("necessity", choice(Necessity.self)),
                ])), "What must be in place elsewhere."),
        .optional("fixedParts", text), .optional("adaptableParts", text),
        .optional("failures", text, "What failed."), .optional("failedPractice", .boolean),
        .optional("licence", .nullable(.string()), "SPDX."),
        .optional(
            "offer",
            .nullable(
                .object([
                    .field("gives", .array(of: choice(Instrument.self))), .optional("text", .nullable(.string())),
                    .optional("capacityPerYear", .nullable(.integer(min: 0))),
                    .field("languages", .array(of: .string())), .optional("whoPays", .nullable(.string())),
                    .optional(
                        "regions", .nullable(.array(of: choice(WorldRegion.self))), "Regions that it is offered in, UN M49; null: not said."),
                    .optional("barredCountries", .nullable(.array(of: country)), "Where law forbids its use or export."),
                ]))),
        .optional(
            "awards",
            .array(
                of: .object([
                    .field("name", .string()), .optional("year", .nullable(.integer())),
                    .optional("source", .nullable(.string())),
                ]))),
        .optional("sources", .array(of: source)), .optional("website", .nullable(.string())),
        .optional(
            "translations",
            .map(
                of: .object([
                    .optional("title", .nullable(.string())), .optional("summary", .nullable(.string())),
                    .optional("problem", .nullable(.string())), .optional("innovation", .nullable(.string())),
                    .optional("operation", .nullable(.string())), .optional("users", .nullable(.string())),
                ])), "By language, BCP 47."),
    ]

    static let content = Schema.component("SolutionContent", .object(contentFields))

    static let beginning = Schema.component(
        "SolutionBeginning",
        .object(
            [
                .field("organisation", .string(), "The key of the organisation that owns it."),
                .optional("derivedFrom", .nullable(.string()), "The slug of the solution that it was made from."),
            ] + contentFields))

    static let organisation = Schema.component(
        "OrganisationName", .object([.field("key", .string()), .field("name", .string())]))

    static let origin = Schema.component(
        "Registry", .object([.field("registry", .string()), .field("id", .string())]))

    static let solution = Schema.component(
        "Solution",
        .object(
            [
                .field("id", .uuid), .field("slug", .string(), "The end of its address."), .field("url", .uri),
                .field("organisation", organisation), .field("country", .nullable(country)),
                .field("state", choice(SolutionState.self)),
                .field("source", .nullable(origin), "The registry that it was imported from."),
                .field("evidence", choice(EvidenceLevel.self)),
                .field(
                    "claims",
                    .array(
                        of: .object([
                            .field("target", sdg), .field("evidence", .string()),
                            .field("state", .choice(["claimed", "evidenced"])),
                        ]))),
                .field(
                    "adoptions",
                    .array(
                        of: .object([
                            .field("country", country), .optional("organisation", .nullable(.string())),
                            .field("status", choice(AdoptionStatus.self)),
                            .optional("since", .nullable(.string())), .optional("note", .nullable(.string())),
                            .optional("source", .nullable(.string())),
                        ]))),
                .field("derivedFrom", .nullable(.string())), .field("createdAt", .dateTime),
                .field("publishedAt", .nullable(.dateTime)), .field("confirmedAt", .nullable(.dateTime)),
                .field("updatedAt", .dateTime), .field("archiveReason", .nullable(.string())),
            ] + contentFields))

    static let summary = Schema.component(
        "SolutionSummary",
        .object([
            .field("id", .uuid), .field("slug", .string()), .field("url", .uri), .field("title", .string()),
            .field("summary", .string()), .field("language", .string(), "Of title and summary."),
            .field("organisation", .string()), .optional("country", .nullable(country)),
            .optional("stage", .nullable(choice(Stage.self))), .field("evidence", choice(EvidenceLevel.self)),
            .field("state", choice(SolutionState.self)), .field("failedPractice", .boolean),
            .field("themes", .array(of: .string())), .field("sdgs", .array(of: .string()), "Goals."),
            .field("languages", .array(of: .string())), .field("adoptionCount", .integer(min: 0)),
            .field("publishedAt", .dateTime), .field("updatedAt", .dateTime),
        ]))

    static let imported = Schema.component(
        "ImportOutcome",
        .object([
            .field("added", .integer(min: 0)), .field("changed", .integer(min: 0)),
            .field("unchanged", .integer(min: 0)),
        ]))

    static let csv = Schema.string(format: "csv")
}
