import Platform
import Web

/// How the API's description tells of cases.
extension CaseAPI {
    enum Operations {
        private static let tag = "Cases"

        static let deadline = Schema.component(
            "Deadline",
            .object([
                .field("due", .nullable(.date), "The last day on which it is still in time; null while the clock stands still."),
                .field("remaining", .integer(min: 0), "Days left, in the rule's own days."),
                .field("late", .integer(min: 0), "Days since the due date."),
                .field("state", .choice(Deadline.State.allCases.map(\.rawValue))),
                .field(
                    "days",
                    .array(
                        of: .object([
                            .field("date", .date), .field("counts", .boolean), .optional("number", .integer(min: 1)),
                            .field("code", .choice(DeadlineExplanation.Reason.codes)), .field("reason", .string()),
                        ])), "Each day from the receipt on, with its reason."),
            ]))

        private static let input = Schema.component(
            "CaseInput",
            .object([
                .field("service", .string(), "The end of the service's address."),
                .optional("office", .nullable(.string()), "The key of one of the service's offices; its first if left out."),
                .optional("language", .nullable(.string()), "BCP 47: in which the citizen reads."),
                .optional(
                    "capturedAt", .nullable(.dateTime), "When it was taken down offline, at most 60 days ago; the clock begins with the receipt."),
                .field(
                    "answers", .map(of: .any),
                    "By question: a text, a number, true or false, or a list of texts. A person is KEY.name and KEY.phone, a question of a group GROUP.0.KEY."),
            ]))

        static let registered = Schema.component(
            "RegisteredCase",
            .object([
                .field("reference", .string()), .field("accessCode", .string()), .field("url", .uri),
                .field("looksLikeAnother", .boolean, "The office has a case that looks like the same request."),
                .field("deadline", deadline),
            ]))

        static let register = Operation(
            id: "registerCase", tag: tag, summary: "Registers a case.",
            description: "The access code is told once and kept as a hash only. Sent again with the same Idempotency-Key within a week, it answers the same.",
            parameters: [.header("Idempotency-Key", .string(min: 16, max: 255), "At random; the same for each try of one request.")],
            request: input,
            responses: [
                .created: Answer(
                    "The case is registered.",
                    registered),
                .conflict: Answer("The idempotency key was used for another request.", nil, type: "application/problem+json"),
            ])

        static let get = Operation(
            id: "getCase", tag: tag, summary: "A case, for whoever holds its access code.",
            parameters: [
                .path("reference", .string(), "As on the receipt."),
                .header("Case-Access-Code", .string(), "As on the receipt.", isRequired: true),
            ],
            responses: [
                .ok: Answer(
                    "The case.",
                    .component(
                        "Case",
                        .object([
                            .field("reference", .string()), .field("kind", .choice(CaseKind.allCases.map(\.rawValue))),
                            .field("phase", .choice(CasePhase.allCases.map(\.rawValue))),
                            .field("step", .integer(min: 0)),
                            .optional("outcome", .choice(CaseOutcome.allCases.map(\.rawValue))),
                            .field("waitingOn", .choice(CaseTurn.allCases.map(\.rawValue))), .optional("question", .string()),
                            .optional("statement", .string()),
                            .optional(
                                "delivered",
                                .object([
                                    .field("what", .string()), .field("day", .date),
                                    .field("way", .choice(DeliveryRecord.Way.allCases.map(\.rawValue))),
                                ]), "What was handed over, when and how."),
                            .field("deadline", deadline),
                            .field(
                                "events",
                                .array(
                                    of: .object([
                                        .field("at", .dateTime), .field("kind", .choice(CaseAction.allCases.map(\.rawValue))),
                                        .field("said", .string()), .optional("text", .string()),
                                    ]))),
                        ])))
            ])
    }
}
