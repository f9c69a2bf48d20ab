import Foundation
import HTML
import Platform
import SQL
import Web

/// Documents of a partnership, in and out.
enum PartnershipFilePages {
    /// The file is taken in first, outside of any transaction of ours; then one short write puts it beside the partnership.
    @Sendable static func add(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let principal = call.principal
        do {
            try await answering {
                try await call.services.database.read { connection in
                    let one = try PartnershipAccess.toRead(connection, principal, slug: slug)
                    try AddPartnershipDocument.check(connection, principal, partnership: one.id)
                }
            }
        } catch let errors as FieldErrors {
            return try await PartnershipPages.show(call, errors: errors, status: .unprocessable)
        }
        let upload = try await UploadedFile.take(
            call, field: "file", allowed: AddAttachment.types, limit: AddAttachment.sizeLimit)
        let form = upload.form
        let file: StoredFile
        let name: String
        do {
            (file, name) = try upload.file.get()
        } catch let errors {
            return try await PartnershipPages.show(call, values: form.values, errors: errors, status: .unprocessable)
        }
        return try await PartnershipPages.change(call, form, flash: Flash("work.flash.attached", ["name": name])) {
            connection, act, one in
            guard let audience = form["documentAudience"].flatMap({ Audience($0) }) else {
                throw Refusal.invalid([ContentIssue("documentAudience", "error.partnership.audience")])
            }
            try AddPartnershipDocument.run(
                connection, act, partnership: one.id, file: file, name: name, title: form["documentTitle"] ?? "",
                audience: audience)
        }
    }

    /// Only for the audience that it was put there for.
    @Sendable static func download(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let id = try call.parameters.id("id", of: PartnershipDocument.self)
        let principal = call.principal
        let found = try await answering {
            try await call.services.database.read { connection -> (PartnershipDocument, StoredFile)? in
                let one = try PartnershipAccess.toRead(connection, principal, slug: slug)
                guard PartnershipRules.mayReadAll(principal, one.parties).allowed,
                    let document = try PartnershipPapers.document(connection, id: id), document.partnership == one.id,
                    PartnershipRules.audiences(principal, one.parties).contains(document.audience),
                    let file = try Files.find(connection, document.file)
                else { return nil }
                return (document, file)
            }
        }
        guard let (document, file) = found else { throw Problem.notFound }
        // Never shown inside this site: a document may carry script.
        return Reply.stream(
            type: file.type.mediaType, length: Int(file.size), Files.chunks(file, in: call.services.database)
        )
        .download(document.name).cached(.revalidate).etag(file.id)
    }
}
