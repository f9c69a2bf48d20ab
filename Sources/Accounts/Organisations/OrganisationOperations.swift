import Platform
import Web

/// How the API's description tells of organisations.
extension OrganisationAPI {
    private static let tag = "Organisations"

    private static let facts: [Schema.Property] = [
        .field(
            "key", .string(pattern: "^[a-z0-9]+(-[a-z0-9]+)*$", max: OrganisationDraft.longestKey),
            "A short permanent name."),
        .field("name", .string(min: 1, max: OrganisationDraft.longestName), "The name as the organisation writes it."),
        .field("kind", .choice(Organisation.Kind.allCases.map(\.rawValue)), "What sort of organisation it is."),
        .optional("countryCode", .nullable(.string(pattern: "^[A-Z]{2}$")), "ISO 3166-1 alpha-2."),
        .optional("parentKey", .nullable(.string()), "The key of the organisation that it is part of."),
    ]
    private static let input = Schema.component("OrganisationInput", .object(facts))
    private static let output = Schema.component(
        "Organisation", .object([.field("id", .uuid, "Permanent.")] + facts))
    private static let csv = Schema.string(format: "csv")
    private static let keyParameter = Parameter.path("key", .string(), "The organisation's key.")

    static let listOperation = Operation(
        id: "listOrganisations", tag: tag, summary: "Organisations in the order of their names.",
        parameters: [
            .query("q", .string(), "Part of the name or the key; case and accents do not matter."),
            .query("country", .string(pattern: "^[A-Z]{2}$"), "ISO 3166-1 alpha-2."),
        ] + Parameter.page,
        responses: [.ok: Answer("A page of organisations.", .page(of: output))])

    static let getOperation = Operation(
        id: "getOrganisation", tag: tag, summary: "One organisation.", parameters: [keyParameter],
        responses: [.ok: Answer("The organisation.", output)])

    static let createOperation = Operation(
        id: "createOrganisation", tag: tag, summary: "Creates an organisation.", request: input,
        responses: [.created: Answer("The organisation.", output)])

    static let updateOperation = Operation(
        id: "updateOrganisation", tag: tag, summary: "Replaces the facts of an organisation.",
        description: "Send the ETag of what you read as If-Match, so that nobody's change is lost.",
        parameters: [keyParameter], request: input, responses: [.ok: Answer("The organisation.", output)])

    static let exportOperation = Operation(
        id: "exportOrganisations", tag: tag, summary: "All organisations as CSV.",
        responses: [.ok: Answer("Columns key, name, kind, country_code, parent_key.", csv, type: "text/csv")])

    static let importOperation = Operation(
        id: "importOrganisations", tag: tag, summary: "Creates and changes organisations from CSV, all or none.",
        description: "The columns of the export. A row whose key is known changes that organisation.", request: csv, requestType: "text/csv",
        responses: [
            .ok: Answer(
                "How many rows created, changed or left an organisation as it was.",
                .object([
                    .field("created", .integer(min: 0), "New organisations."),
                    .field("changed", .integer(min: 0), "Changed ones."),
                    .field("unchanged", .integer(min: 0), "Rows that said what was known."),
                ]))
        ])
}
