public import Platform
public import SQL

/// Puts a document beside a solution: a paper, a manual, a picture.
public enum AddAttachment {
    /// Bytes of one file: 20 MB.
    public static let sizeLimit = 20 * 1024 * 1024
    /// Documents of one solution.
    public static let countLimit = 20
    public static let types = FileType.documents

    /// Refuses before any byte is taken in: somebody else's solution, or one that is full.
    public static func check(_ connection: any Connection, _ act: Act, solution: Solution) throws {
        try SolutionRules.mayEdit(act.principal, solution.ownership).orRefuse()
        guard try AttachmentStore.list(connection, of: solution.id).count < countLimit else {
            throw Refusal.invalid([ContentIssue("file", "error.too-many", ["limit": String(countLimit)])])
        }
    }

    /// `file` was taken in by `Files`; it is swept away later when nothing refers to it.
    public static func run(
        _ connection: any Connection, _ act: Act, solution id: ID<Solution>, file: StoredFile, name: String,
        title: String, language: String
    ) throws -> Attachment {
        guard let solution = try SolutionStore.find(connection, id: id) else { throw Refusal.notFound }
        try check(connection, act, solution: solution)
        var issues: [ContentIssue] = []
        if title.count > Completeness.titleLimit {
            issues.append(
                ContentIssue(
                    "title", "error.too-long",
                    ["limit": String(Completeness.titleLimit), "length": String(title.count)]))
        }
        if !language.isEmpty, !LanguageCode.isValid(language) {
            issues.append(ContentIssue("language", "error.language", ["value": language]))
        }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        let attachment = Attachment(
            id: act.newID(), solution: id, file: file.id,
            name: name.isEmpty ? "document.\(file.type.rawValue)" : String(name.suffix(120)), title: title,
            language: language, addedAt: act.now)
        try AttachmentStore.insert(connection, attachment, by: act.principal.personID)
        try act.audit(
            connection, "solution.attachment-added", "solution", id.description, before: String?.none,
            after: ["attachment": attachment.id.description, "file": file.id, "name": attachment.name])
        return attachment
    }
}
