import Foundation
import HTML
import Platform
import SQL
import Web

extension SolutionWork {
    /// What belongs to a solution beside its content: marks, documents, adoptions.
    static let smallRoutes: [Route] = [
        .post("/work/solutions/{slug}/claims", .roles(.reviewer), body: .form(), handler: mark),
        .post("/work/solutions/{slug}/adoptions", .roles(.focalPoint, .secretariat), body: .form(), handler: adopt),
        .post(
            "/work/solutions/{slug}/attachments", .roles(.focalPoint, .secretariat),
            body: .multipart(
                limit: AddAttachment.sizeLimit + 2 * 1024 * 1024, fileLimit: AddAttachment.sizeLimit + 1024 * 1024),
            handler: attach),
        .post(
            "/work/solutions/{slug}/attachments/{id}/remove", .roles(.focalPoint, .secretariat), body: .form(),
            handler: detach),
    ]

    @Sendable private static func mark(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        guard let target = form["target"], let state = form["state"].flatMap(SDGClaimRecord.State.init(rawValue:)) else {
            throw Problem.badRequest("error.choice", ["value": form["state"] ?? "", "choices": "claimed, evidenced"])
        }
        return try await change(call, form, flash: Flash("review.flash.\(state.rawValue)")) {
            try MarkClaim.run($0, $1, solution: $2.id, target: target, as: state)
        }
    }

    @Sendable private static func adopt(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let since = form["adoption.since"].map(TypedNumber.asciiDigits)
        return try await change(call, form, flash: Flash("work.flash.adoption"), field: { "adoption.\($0)" }) {
            connection, act, solution in
            guard let country = form["adoption.country"] else {
                throw Refusal.invalid([ContentIssue("country", "error.required")])
            }
            guard let status = form["adoption.status"].flatMap(AdoptionStatus.init(rawValue:)) else {
                throw Refusal.invalid([ContentIssue("status", "error.required")])
            }
            _ = try RecordAdoption.run(
                connection, act, solution: solution.id, country: country,
                organisation: form["adoption.organisation"] ?? "", status: status, since: since,
                note: form["adoption.note"] ?? "", source: form["adoption.source"] ?? "")
        }
    }

    /// The file is taken in first, outside of any transaction of ours; then one short write puts it beside the solution.
    @Sendable private static func attach(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let act = Act(call.principal, at: call.now)
        do {
            try await answering {
                try await call.services.database.read { connection in
                    let solution = try WorkRecord.solution(connection, slug: slug, for: act.principal)
                    try AddAttachment.check(connection, act, solution: solution)
                }
            }
        } catch let errors as FieldErrors {
            return try await page(call, errors: atUpload(errors), status: .unprocessable)
        }
        let upload = try await UploadedFile.take(
            call, field: "attachment.file", allowed: AddAttachment.types, limit: AddAttachment.sizeLimit)
        let form = upload.form
        let file: StoredFile
        let name: String
        do {
            (file, name) = try upload.file.get()
        } catch let errors {
            return try await page(call, values: form.values, errors: errors, status: .unprocessable)
        }
        return try await change(
            call, form, flash: Flash("work.flash.attached", ["name": name]), field: { "attachment.\($0)" }
        ) { connection, act, solution in
            _ = try AddAttachment.run(
                connection, act, solution: solution.id, file: file, name: name,
                title: form["attachment.title"] ?? "", language: form["attachment.language"] ?? "")
        }
    }

    private static func atUpload(_ errors: FieldErrors) -> FieldErrors {
        FieldErrors(errors.errors.map { FieldError("attachment.\($0.field)", $0.key, $0.facts) })
    }

    @Sendable private static func detach(_ call: Call) async throws -> Reply {
        let id = try call.parameters.id("id", of: Attachment.self)
        return try await change(call, try await call.form(), flash: Flash("work.flash.detached")) {
            try RemoveAttachment.run($0, $1, solution: $2.id, attachment: id)
        }
    }
}
