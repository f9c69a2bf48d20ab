import Platform
import Web

extension Activity {
    /// How the API's description tells of activities.
    static var operations: SidedOperations {
        let count = Schema.integer(min: 0, max: ActivityContent.participantLimit)
        let fields: [Schema.Property] = [
            .optional("reason", .string(), "Why it was cancelled."), .optional("to", .string(), "The last day."),
            .optional("place", .string()), .optional("link", .string()), .optional("programme", SolutionSchemas.text),
            .optional("outcome", SolutionSchemas.text), .optional("women", count), .optional("men", count),
            .optional("notStated", count, "Participants who said neither."), .optional("partnership", .string()),
            .optional("agreement", .string()),
        ]
        let record = Schema.component(
            "Activity",
            .object([
                .field("slug", .string()), .field("kind", SolutionSchemas.choice(Activity.Kind.self)),
                .field("state", SolutionSchemas.choice(Activity.State.self)), .field("title", .string()),
                .field("from", .date), .field("organisations", .array(of: .string()), "Their keys; the first one hosts."),
                .field("hasReport", .boolean), .field("version", .integer(min: 1)),
            ] + fields))
        let input = Schema.object([
            .optional("kind", SolutionSchemas.choice(Activity.Kind.self)),
            .optional("state", SolutionSchemas.choice(Activity.State.self)),
            .optional("title", .string(max: Completeness.titleLimit)), .optional("from", .date),
            .optional("organisations", .array(of: .string())),
        ] + fields)
        return SidedOperations(
            one: "Activity", many: "Activities", record: record, input: input,
            lists: "Activities of the caller's organisations and partnerships.", creates: "Plans an activity.")
    }
}
