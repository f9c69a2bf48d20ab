import Platform
import SQL
import Web

/// Gives many cases to one officer by a program: first the count, then the commit, which can be tried again with the same key.
enum AssignmentAPI {
    static let routes: [Route] = [
        .post(
            "/api/v1/cases/assignments", DeskPages.access, body: .json(), rate: RateLimit(bucket: "api-cases", limit: 600, per: .minutes(1)),
            operation: operation, handler: assign)
    ]

    private struct Input: Codable {
        struct Chosen: Codable {
            let reference: String
            let seen: Int
        }

        /// An id or a mail address.
        let person: String
        let cases: [Chosen]
        let commit: Bool?
        /// What the count said.
        let count: Int?
    }

    private struct Document: Encodable {
        let committed: Bool
        let count: Int
        let ready: [String]
        let left: [String]
    }

    @Sendable private static func assign(_ call: Call) async throws -> Reply {
        let input = try await call.json(Input.self)
        let isCommit = input.commit ?? false
        let (act, now) = (Act(call.principal, at: call.now), call.now)
        let sealed = isCommit ? try SealedAnswer.of(call, input, about: "assignments") : nil
        let answer: (text: String, isOld: Bool) = try await answering {
            let chosen = try chosen(input, isCommit: isCommit)
            guard isCommit else {
                return try await call.services.database.read { connection in
                    let plan = try AssignCases.plan(connection, act.principal, chosen, to: try receiver(connection, input.person))
                    return (try text(plan, committed: false), false)
                }
            }
            return try await call.services.database.write { connection in
                if let sealed, let known = try sealed.find(connection) { return (known, true) }
                let person = try receiver(connection, input.person)
                let plan = try AssignCases.plan(connection, act.principal, chosen, to: person)
                guard plan.ready.count == input.count else {
                    throw Problem.conflict("problem.assign-count", ["ready": String(plan.ready.count)])
                }
                let done = try AssignCases.run(connection, act, chosen, to: person)
                guard done.done == plan.ready.count else { throw Refusal.changedMeanwhile }
                let text = try text(plan, committed: true)
                try sealed?.save(connection, text, at: now)
                return (text, false)
            }
        }
        return Reply.text(answer.text, type: "application/json")
            .with("Idempotent-Replayed", answer.isOld ? "true" : "false").cached(.never)
    }

    private static func text(_ plan: AssignCases.Plan, committed: Bool) throws -> String {
        try Coding.encode(
            Document(committed: committed, count: plan.ready.count, ready: plan.ready.map(\.reference), left: plan.left))
    }

    private static func chosen(_ input: Input, isCommit: Bool) throws -> [AssignCases.Chosen] {
        var issues: [FieldIssue] = []
        if input.cases.isEmpty { issues.append(FieldIssue("cases", "error.empty")) }
        if input.cases.count > AssignCases.most {
            issues.append(FieldIssue("cases", "error.more-than", ["limit": String(AssignCases.most)]))
        }
        if isCommit, input.count == nil { issues.append(FieldIssue("count", "error.empty")) }
        var chosen: [AssignCases.Chosen] = []
        for (index, each) in input.cases.prefix(AssignCases.most).enumerated() {
            if CaseReference.read(each.reference) == nil { issues.append(FieldIssue("cases.\(index).reference", "error.reference")) }
            if each.seen < 1 {
                issues.append(FieldIssue("cases.\(index).seen", "error.figure-range", ["least": "1", "most": String(Int.max)]))
            }
            if let reference = CaseReference.read(each.reference), let known = AssignCases.Chosen("\(reference)~\(each.seen)") { chosen.append(known) }
        }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        return chosen
    }

    /// Who is nobody, and who may be given no case of theirs, look the same: all cases are left then.
    private static func receiver(_ connection: any Connection, _ typed: String) throws -> ID<Person> {
        let known = try ID<Person>(typed) ?? (PlainText.hasControls(typed) ? nil : PeopleStore.person(connection, email: typed)?.id)
        guard let known else { throw Refusal.invalid([FieldIssue("person", "error.receiver")]) }
        return known
    }

    private static let operation = Operation(
        id: "assignCases", tag: "Cases", summary: "Gives many cases to one officer: first the count, then the commit.",
        description: """
            Without `commit` nothing is done: the answer tells which of the cases can be given, and which are left because they are gone, \
            changed since, ended, or already theirs. With `commit` and that `count` they are given in one transaction; where another number \
            could be given now, nothing is done (409).
            """,
        parameters: [
            .header("Idempotency-Key", .string(min: 16, max: 255), "At random, for each commit; the same again gets the same answer.")
        ],
        request: .component(
            "AssignmentInput",
            .object([
                .field("person", .string(), "Who gets them: an id, or the mail address with which they sign in."),
                .field(
                    "cases",
                    .array(of: .object([.field("reference", .string()), .field("seen", .integer(min: 1), "How many events it had when it was read.")])),
                    "At most \(AssignCases.most)."),
                .optional("commit", .nullable(.boolean)), .optional("count", .nullable(.integer(min: 0)), "What the count said; needed to commit."),
            ])),
        responses: [
            .ok: Answer(
                "What can be given, or was.",
                .component(
                    "Assignment",
                    .object([
                        .field("committed", .boolean), .field("count", .integer(min: 0)), .field("ready", .array(of: .string())),
                        .field("left", .array(of: .string())),
                    ]))),
            .conflict: Answer(
                "Another number could be given now, or the key was used for another request.", nil, type: "application/problem+json"),
        ])
}
