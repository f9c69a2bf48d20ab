import Platform
import Web

/// How the API's description tells of a case's events.
extension CaseEventAPI {
    enum Operations {
        private static let tag = "Cases"

        private static let event = Schema.component(
            "CaseEvent",
            .object([
                .field("number", .integer(min: 1)), .field("at", .dateTime), .field("recordedAt", .dateTime),
                .field("action", .choice(CaseAction.allCases.map(\.rawValue))), .field("part", .choice(CaseActor.allCases.map(\.rawValue))),
                .field("by", .string()), .optional("inPlaceOf", .string(), "The name of the officer who is away, when whoever covers for them did it."),
                .field("isPublic", .boolean, "May the citizen read that it happened?"),
                .field("isUndone", .boolean), .optional("text", .string()), .optional("reason", .string()),
                .optional("outcome", .choice(CaseOutcome.allCases.map(\.rawValue))), .optional("outcomeReason", .string()),
                .optional("waitsFor", .choice(DeadlineRule.Party.allCases.map(\.rawValue))), .optional("rating", .integer(min: 1, max: 5)),
                .optional("reference", .string()), .optional("delivery", delivery),
            ]))

        private static let delivery = Schema.component(
            "DeliveryRecord",
            .object([
                .field("what", .string(), "What was handed over."), .field("day", .date, "From the day of receipt to today, where the office is."),
                .field("by", .string(), "Who handed it over; the citizen does not read it."),
                .field("way", .choice(DeliveryRecord.Way.allCases.map(\.rawValue))),
            ]))

        private static let reference = Parameter.path("reference", .string(), "As on the receipt.")
        private static let key = Parameter.header(
            "Idempotency-Key", .string(min: 16, max: 255), "At random, for each request; the same again gets the same answer.")
        private static let conflict = Answer(
            "Something happened meanwhile, or the idempotency key was used for another request.", nil, type: "application/problem+json")

        static let list = Operation(
            id: "listCaseEvents", tag: tag, summary: "Everything that happened to a case, for its office.", parameters: [reference],
            responses: [.ok: Answer("The events, oldest first.", .component("CaseEvents", .object([.field("items", .array(of: event))])))])

        static let act = Operation(
            id: "actOnCase", tag: tag, summary: "Does something with a case: as its office, or with the access code as the citizen.",
            parameters: [reference, .header("Case-Access-Code", .string(), "As on the receipt: act as the citizen."), key],
            request: .component(
                "CaseEventInput",
                .object([
                    .field("action", .string(), "accept, advance, ask, answer, decide, deliver, confirm …"),
                    .optional("seen", .nullable(.integer(min: 0)), "How many events the case had when it was read."),
                    .optional("text", .nullable(.string()), "What the citizen reads."),
                    .optional("reason", .nullable(.string())), .optional("outcome", .nullable(.string())),
                    .optional("outcomeReason", .nullable(.string()), "The key of one of the service's reasons."),
                    .optional("waitsFor", .nullable(.string())), .optional("office", .nullable(.string()), "The key of an office."),
                    .optional("rating", .nullable(.integer(min: 1, max: 5))), .optional("reference", .nullable(.string())),
                    .optional("expected", .nullable(.string()), "The day on which the answer is expected, such as 2026-12-01."),
                    .optional("delivery", .nullable(delivery), "With “deliver”: what was handed over, when, by whom and how."),
                    .optional("law", .nullable(.string()), "The law, with its section, by which something is out of scope."),
                ])),
            responses: [.created: Answer("It happened.", event), .conflict: conflict])

        static let feedback = Operation(
            id: "rateCase", tag: tag, summary: "How it was, by whoever holds the access code. Once for each case.",
            parameters: [reference, .header("Case-Access-Code", .string(), "As on the receipt.", isRequired: true), key],
            request: .component(
                "CaseFeedback",
                .object([
                    .field("rating", .integer(min: 1, max: 5), "From 1 (poor) to 5 (good)."),
                    .optional("answers", .nullable(.map(of: .string())), "To the service's own questions, by their keys."),
                ])),
            responses: [.created: Answer("It is kept.", event), .conflict: conflict])
    }
}
