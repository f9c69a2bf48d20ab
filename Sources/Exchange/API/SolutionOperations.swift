import Platform
import Web

/// How the API's description tells of solutions.
extension SolutionAPI {
    enum Operations {
        private static let tag = "Solutions"
        private static let slug = Parameter.path("slug", .string(), "The end of the solution's address.")

        static let filters: [Parameter] =
            [
                .query("q", .string(), "Words; \"a phrase\"; begin*; -without."),
                .query(
                    "sort", .choice(SolutionOrder.allCases.map(\.rawValue)),
                    "Relevance when something is searched for, otherwise newest first."),
            ]
            + SolutionFacet.allCases.map {
                .query($0.rawValue, .string(), "May be given several times: any of the values.")
            }

        static let list = Operation(
            id: "listSolutions", tag: tag, summary: "Searches the catalogue.", parameters: filters + Parameter.page,
            responses: [
                .ok: Answer(
                    "A page of solutions, with how many there are and the counts by facet.",
                    .object([
                        .field("items", .array(of: SolutionSchemas.summary)),
                        .field("next", .nullable(.string()), "The cursor of the next page."),
                        .field("count", .integer(min: 0)),
                        .field("facets", .map(of: .map(of: .integer(min: 0)))),
                    ]))
            ])

        static let get = Operation(
            id: "getSolution", tag: tag, summary: "One public solution.",
            description: "Its ETag tells whether the answer changed. It is not the one that saving wants: see getDraft.",
            parameters: [slug],
            responses: [.ok: Answer("The solution.", SolutionSchemas.solution)])

        static let create = Operation(
            id: "createSolution", tag: tag, summary: "Begins a solution as a draft.",
            request: SolutionSchemas.beginning,
            responses: [.created: Answer("The draft.", SolutionSchemas.solution)])

        static let draft = Operation(
            id: "getDraft", tag: tag, summary: "The revision that is being worked on.",
            description: "Its ETag is what saveDraft wants as If-Match. Without an open revision it answers with the public one, whose ETag begins a new revision.",
            parameters: [slug],
            responses: [.ok: Answer("The draft.", SolutionSchemas.solution)])

        static let save = Operation(
            id: "saveDraft", tag: tag, summary: "Saves the draft, or begins a new revision of a published solution.",
            description: "Send the ETag of getDraft (or of the last saveDraft) as If-Match, so that nobody's change is lost. The ETag of getSolution does not fit and is answered with 412.",
            parameters: [slug, .ifMatch], request: SolutionSchemas.content,
            responses: [.ok: Answer("The draft.", SolutionSchemas.solution)])

        static let step = Operation(
            id: "takeStep", tag: tag, summary: "Takes a solution one step on in its life.", parameters: [slug],
            request: .object([
                .field(
                    "step",
                    .choice(RevisionStep.allCases.map(\.rawValue) + SolutionStep.allCases.map(\.rawValue))),
                .optional("note", .nullable(.string()), "Wanted for send-back and archive."),
            ]),
            responses: [.ok: Answer("The solution after the step.", SolutionSchemas.solution)])

        static let export = Operation(
            id: "exportSolutions", tag: tag, summary: "The solutions that match, as CSV.", parameters: filters,
            responses: [.ok: Answer("All columns of the import.", SolutionSchemas.csv, type: "text/csv")])

        static let importFile = Operation(
            id: "importSolutions", tag: tag, summary: "Adds and changes solutions from CSV, all or none.",
            description: "The columns of the export. A slug that is known changes that solution.",
            request: SolutionSchemas.csv, requestType: "text/csv",
            responses: [.ok: Answer("What was done.", SolutionSchemas.imported)])
    }
}
