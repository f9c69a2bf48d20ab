import Platform
import Web

/// How the API's description tells of grievances and appeals.
extension GrievanceAPI {
    enum Operations {
        private static let tag = "Grievances"

        private static let input = Schema.component(
            "GrievanceInput",
            .object([
                .field("service", .string(), "The end of the scheme's address, /complain/…"),
                .field("category", .string(), "One of the scheme's categories."),
                .field(
                    "privacy", .choice(CasePrivacy.allCases.map(\.rawValue)),
                    "open: the office knows the name. withheld: nothing public shows it. confidential: only the redress office can read it. anonymous: nothing is taken down."),
                .optional(
                    "about",
                    .nullable(
                        .object([
                            .optional("office", .nullable(.string()), "The key of the office complained about."),
                            .optional("person", .nullable(.string(max: FormField.usualMost)), "A name. Whoever it may mean does not see the case."),
                        ])), "What it is about."),
                .optional("name", .nullable(.string(max: FormField.usualMost)), "Needed unless anonymous; then it is thrown away."),
                .optional("contact", .nullable(.string(max: FileGrievance.contactLimit)), "Thrown away for an anonymous one."),
                .optional("language", .nullable(.string()), "BCP 47: in which they read."),
                .optional("capturedAt", .nullable(.dateTime), "When it was taken down, if that was before it is sent; at most 60 days ago."),
                .field("answers", .map(of: .any), "By question of the scheme's form, as for a case."),
            ]))

        static let file = Operation(
            id: "fileGrievance", tag: tag, summary: "Files a grievance.",
            description: "The office follows from the scheme's routes. A sensitive category is sealed. The access code is told once.",
            parameters: [.header("Idempotency-Key", .string(min: 16, max: 255), "At random; the same for each try of one request.")],
            request: input,
            responses: [
                .created: Answer("The grievance is registered.", CaseAPI.Operations.registered),
                .conflict: Answer("The idempotency key was used for another request.", nil, type: "application/problem+json"),
            ])

        static let appeal = Operation(
            id: "fileAppeal", tag: tag, summary: "Appeals against a decision, for whoever holds the case's access code.",
            description: "The appeal has a number and a clock of its own; the same access code opens it.",
            parameters: [
                .path("reference", .string(), "As on the receipt."),
                .header("Case-Access-Code", .string(), "As on the receipt.", isRequired: true),
            ],
            request: .component(
                "AppealInput",
                .object([
                    .field("text", .string(min: 1, max: FormField.longMost), "Why the decision should be another."),
                    .optional("language", .nullable(.string()), "BCP 47."),
                ])),
            responses: [
                .created: Answer(
                    "The appeal is registered.",
                    .component(
                        "RegisteredAppeal",
                        .object([
                            .field("reference", .string()), .field("against", .string()), .field("url", .uri),
                            .field("deadline", CaseAPI.Operations.deadline),
                        ])))
            ])
    }
}
