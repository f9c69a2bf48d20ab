import Platform
import Web

/// How the API's description tells of services.
extension ServiceAPI {
    enum Operations {
        private static let tag = "Services"
        private static let slug = Parameter.path("service", .string(), "The end of the service's address.")
        private static let state = Schema.choice(Service.State.allCases.map(\.rawValue))
        private static let texts = Schema.map(of: .string())
        private static let country = Schema.string(pattern: "^[A-Z]{2}$")
        private static let key = Schema.string(pattern: "^[!-~]{1,100}$")

        private static let item = Schema.component(
            "ServiceItem",
            .object([
                .field("slug", .string()), .field("name", texts, "By language (BCP 47)."),
                .field("lead", texts, "The beginning of the description, by language."), .field("organisation", .string()),
                .optional("country", country), .field("state", state, "open: people can apply here. draft: listed as information."),
                .field("url", .uri),
            ]))

        static let list = Operation(
            id: "listServices", tag: tag, summary: "The public directory of services.",
            description: "In the order of their names; with `q` the best match first. Several values of one filter mean any of them.",
            parameters: [
                .query("q", .string(), "Words to look for."),
                .query("event", .choice(LifeEvent.allCases.map(\.rawValue)), "What happens in life."),
                .query("for", .choice(Audience.allCases.map(\.rawValue)), "Who can apply."),
                .query("country", country, "ISO 3166-1 alpha-2."),
                .query("ministry", key, "The key of the organisation at the top."),
                .query("agency", key, "The key of the organisation whose service it is."),
                .query("office", key, "The key of an office that does it."), .query("state", state, "Whether people can apply."),
            ] + Parameter.page,
            responses: [
                .ok: Answer(
                    "A page of services.",
                    .object([
                        .field("items", .array(of: item)), .field("next", .nullable(.string()), "The cursor of the next page; null on the last."),
                        .field("total", .integer(min: 0), "How many the whole list holds."),
                    ]))
            ])

        static let get = Operation(
            id: "getService", tag: tag, summary: "A service with its form, steps and rules.", parameters: [slug],
            responses: [
                .ok: Answer(
                    "The service.",
                    .component(
                        "Service",
                        .object([
                            .field("slug", .string()), .field("version", .integer(min: 0)), .field("state", state),
                            .optional("organisation", .string()), .optional("country", country), .field("updatedAt", .dateTime),
                            .field("url", .uri), .field("definition", .map(of: .any), "As in the file of `sangam import services`."),
                        ])))
            ])

        static let file = Operation(
            id: "exportService", tag: tag, summary: "A service with its calendar and offices, as the file that the import takes.",
            parameters: [slug, .query("format", .choice(["json", "csv"]), "json unless asked otherwise.")],
            responses: [.ok: Answer("The file.", .map(of: .any), or: ["text/csv"])])
    }
}
