import Foundation
import Platform
import SQL
import Web

/// The one file of a form, taken in outside of any transaction of ours, and what was typed beside it.
///
/// Reading stops at a file that is refused, for it may be large. So a form has its file last: what stands before it is kept.
struct UploadedFile: Sendable {
    typealias Taken = (file: StoredFile, name: String)

    let form: Form
    /// The failure stands at the field.
    let file: Result<Taken, FieldErrors>

    static func take(
        _ call: Call, field: String, allowed: Set<FileType>, limit: Int
    ) async throws -> UploadedFile {
        let multipart = try call.multipart()
        var taken: Taken?
        while let part = try await multipart.next() {
            guard case .file(let file) = part, file.name == field, taken == nil else { continue }
            do {
                let stored = try await Files.store(
                    file.bytes, name: file.fileName, in: call.services.database, allowed: allowed, limit: limit,
                    temporaryFolder: call.services.dataFolder.appending(path: "uploads"), at: call.now)
                taken = (stored, file.fileName)
            } catch let refused as FileRefused {
                return UploadedFile(
                    form: multipart.form,
                    file: .failure(FieldErrors([FieldError(field, refused.key, refused.facts(call.words))])))
            }
        }
        guard let taken else {
            return UploadedFile(
                form: multipart.form, file: .failure(FieldErrors([FieldError(field, "error.file-wanted")])))
        }
        return UploadedFile(form: multipart.form, file: .success(taken))
    }
}
