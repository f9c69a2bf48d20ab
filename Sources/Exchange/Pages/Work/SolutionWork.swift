import HTML
import Platform
import SQL
import Web

/// The working record of a solution, and the steps that move it on.
enum SolutionWork {
    static let routes: [Route] = [
        .get("/work/solutions/{slug}", .signedIn) { try await page($0) },
        .post("/work/solutions/{slug}/steps/{step}", .signedIn, body: .form(), handler: step),
    ]

    /// The record, again after an error with what was typed.
    static func page(
        _ call: Call, values: [String: [String]] = [:], errors: FieldErrors? = nil, status: Status = .ok
    ) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let compared = call.query["compare"].flatMap(WorkRecord.Comparison.init)
        let record = try await answering {
            try await call.services.database.read {
                try WorkRecord.read($0, slug: slug, for: call.principal, compared: compared)
            }
        }
        let page = WorkRecordPage(
            record: record, principal: call.principal, words: call.words,
            controls: call.controls(values: values, errors: errors), errors: errors)
        return call.page(
            title: page.title, status: status, area: .exchange, isWide: true, isPrivate: true, body: page.html)
    }

    /// Runs a change of the record; what is wrong with its form is shown on the record's page.
    static func change(
        _ call: Call, _ form: Form, flash: Flash, to destination: String? = nil,
        field: (String) -> String = { $0 },
        _ body: @escaping @Sendable (any Connection, Act, Solution) throws -> Void
    ) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let act = Act(call.principal, at: call.now)
        do {
            try await answering {
                try await call.services.database.write { connection in
                    let solution = try WorkRecord.solution(connection, slug: slug, for: act.principal)
                    try body(connection, act, solution)
                }
            }
        } catch let errors as FieldErrors {
            return try await page(
                call, values: form.values,
                errors: FieldErrors(errors.errors.map { FieldError(field($0.field), $0.key, $0.facts) }),
                status: .unprocessable)
        }
        return .redirect(to: destination ?? "/work/solutions/\(slug)", flash: flash)
    }

    @Sendable private static func step(_ call: Call) async throws -> Reply {
        let name = try call.parameters["step"]
        let form = try await call.form()
        let note = form["note-\(name)"] ?? ""
        let destination = form["from"] == "desk" ? "/work" : nil
        let flash = Flash("work.done.\(name)")
        func field(_ field: String) -> String { field == "note" ? "note-\(name)" : field }
        if let step = RevisionStep(rawValue: name) {
            return try await change(call, form, flash: flash, to: destination, field: field) {
                _ = try MoveRevision.run($0, $1, solution: $2.id, step, note: note)
            }
        }
        guard let step = SolutionStep(rawValue: name) else { throw Problem.notFound }
        return try await change(call, form, flash: flash, to: destination, field: field) {
            try MoveSolution.run($0, $1, solution: $2.id, step, note: note)
        }
    }
}

/// Everything that the working record shows, from one read.
struct WorkRecord: Sendable {
    /// Two revisions, as `?compare=2..3` asks for.
    struct Comparison: Sendable {
        let old: Int
        let new: Int

        init?(_ text: String) {
            let numbers = text.split(separator: ".", omittingEmptySubsequences: true).compactMap { Int($0) }
            guard numbers.count == 2 else { return nil }
            (old, new) = (numbers[0], numbers[1])
        }
    }

    let solution: Solution
    let organisation: Organisation?
    let open: SolutionRevision?
    let current: SolutionRevision?
    let revisions: [SolutionRevision]
    let reviews: [SolutionReview]
    let claims: [SDGClaimRecord]
    let adoptions: [Adoption]
    let attachments: [Attachment]
    let comparison: Comparison?

    /// Throws `.notFound` for what the principal may not read at all, `.denied` for a public record of somebody else.
    static func solution(_ connection: any Connection, slug: String, for principal: Principal) throws -> Solution {
        guard let solution = try SolutionStore.find(connection, slug: slug) else { throw Refusal.notFound }
        let decision = SolutionRules.mayReadWork(principal, solution.ownership)
        // A reviewer with a tie is told why, as the lists of the network name the record.
        if !decision.allowed, !solution.state.isPublic, !principal.has(.reviewer) { throw Refusal.notFound }
        if !decision.allowed, principal.has(.reviewer) { throw Refusal.denied(.deny("rule.tie")) }
        try decision.orRefuse()
        return solution
    }

    static func read(
        _ connection: any Connection, slug: String, for principal: Principal, compared: Comparison?
    ) throws -> WorkRecord {
        let solution = try solution(connection, slug: slug, for: principal)
        let revisions = try SolutionStore.revisions(connection, solution.id)
        return WorkRecord(
            solution: solution, organisation: try PeopleStore.organisation(connection, solution.organisation),
            open: revisions.first { $0.state.isOpen },
            current: revisions.first { $0.number == solution.currentRevision }, revisions: revisions,
            reviews: try SolutionStore.reviews(connection, of: solution.id),
            claims: try SolutionStore.claims(connection, of: solution.id),
            adoptions: try SolutionStore.adoptions(connection, of: solution.id),
            attachments: try AttachmentStore.list(connection, of: solution.id), comparison: compared)
    }

    /// What is worked on, or what is public.
    var content: SolutionContent { open?.content ?? current?.content ?? SolutionContent() }

    /// What is still missing before the draft can be submitted.
    var missing: [ContentIssue] {
        guard let open, open.state == .draft else { return [] }
        return Completeness.missing(in: open.content)
    }

    /// The change that is compared: as asked for, else from what is public to what is open.
    var changes: [FieldChange]? {
        if let comparison {
            guard let old = revisions.first(where: { $0.number == comparison.old }),
                let new = revisions.first(where: { $0.number == comparison.new })
            else { return nil }
            return ContentDifference.between(old.content, new.content)
        }
        guard let open, let current else { return nil }
        return ContentDifference.between(current.content, open.content)
    }
}
