import Platform
import Web

/// How the API's description tells of activities.
extension ActivityAPI {
    enum Operations {
        private static let tag = "Activities"
        private static let slug = Parameter.path("slug", .string(), "The activity's permanent name.")
        private static let count = Schema.integer(min: 0, max: ActivityContent.participantLimit)

        private static let fields: [Schema.Property] = [
            .optional("reason", .string(), "Why it was cancelled."), .optional("to", .string(), "The last day."),
            .optional("place", .string()), .optional("link", .string()), .optional("programme", SolutionSchemas.text),
            .optional("outcome", SolutionSchemas.text), .optional("women", count), .optional("men", count),
            .optional("notStated", count, "Participants who said neither."), .optional("partnership", .string()),
            .optional("agreement", .string()),
        ]
        private static let activity = Schema.component(
            "Activity",
            .object([
                .field("slug", .string()), .field("kind", SolutionSchemas.choice(Activity.Kind.self)),
                .field("state", SolutionSchemas.choice(Activity.State.self)), .field("title", .string()),
                .field("from", .date), .field("organisations", .array(of: .string()), "Their keys; the first one hosts."),
                .field("hasReport", .boolean), .field("version", .integer(min: 1)),
            ] + fields))
        private static let input = Schema.object([
            .optional("kind", SolutionSchemas.choice(Activity.Kind.self)),
            .optional("state", SolutionSchemas.choice(Activity.State.self)),
            .optional("title", .string(max: Completeness.titleLimit)), .optional("from", .date),
            .optional("organisations", .array(of: .string())),
        ] + fields)
        private static let one: [Status: Answer] = [.ok: Answer("The activity.", activity)]

        static let list = Operation(
            id: "listActivities", tag: tag, summary: "Activities of the caller's organisations and partnerships.",
            parameters: Parameter.page, responses: [.ok: Answer("A page of activities.", .page(of: activity))])

        static let get = Operation(
            id: "getActivity", tag: tag, summary: "One activity.", parameters: [slug], responses: one)

        static let create = Operation(
            id: "createActivity", tag: tag, summary: "Plans an activity.", request: input,
            responses: [.created: Answer("The activity.", activity)])

        static let change = Operation(
            id: "changeActivity", tag: tag, summary: "Changes an activity; what is left out stays.",
            parameters: [slug, .ifMatch], request: input, responses: one)

        static let export = Operation(
            id: "exportActivities", tag: tag, summary: "Activities as CSV.",
            responses: [.ok: Answer("All columns of the import.", SolutionSchemas.csv, type: "text/csv")])

        static let importFile = Operation(
            id: "importActivities", tag: tag, summary: "Adds and changes activities from CSV, all or none.",
            request: SolutionSchemas.csv, requestType: "text/csv",
            responses: [.ok: Answer("What was done.", SolutionSchemas.imported)])
    }
}
