public import Platform
public import SQL

/// Writes a note for one's own side or for all.
public enum AddPartnershipNote {
    @discardableResult
    public static func run(
        _ connection: any Connection, _ act: Act, partnership id: ID<Partnership>, audience: Audience, text: String
    ) throws -> PartnershipNote {
        let one = try PartnershipAccess.toWork(connection, act.principal, id)
        var issues: [ContentIssue] = []
        if text.isEmpty { issues.append(ContentIssue("noteText", "error.required")) }
        if text.count > Partnership.textLimit {
            issues.append(
                ContentIssue(
                    "noteText", "error.too-long", ["limit": String(Partnership.textLimit), "length": String(text.count)]))
        }
        if !PartnershipRules.audiences(act.principal, one.parties).contains(audience) {
            issues.append(ContentIssue("audience", "error.partnership.audience"))
        }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        let note = PartnershipNote(id: act.newID(), audience: audience, text: text, byName: act.name, at: act.now)
        try PartnershipPapers.add(connection, note, to: id, by: act.principal.personID)
        // The audit is read by administrators: it says that there is a note for one side, not what is in it.
        try act.audit(
            connection, "partnership.note-added", "partnership", id.description, before: String?.none,
            after: ["note": note.id.description, "audience": audience.code, "text": audience == .all ? text : ""])
        return note
    }
}

/// Puts a document beside a partnership.
public enum AddPartnershipDocument {
    /// Documents of one partnership.
    public static let countLimit = 100

    /// Refuses before any byte is taken in.
    public static func check(_ connection: any Connection, _ principal: Principal, partnership id: ID<Partnership>) throws {
        _ = try PartnershipAccess.toWork(connection, principal, id)
        let count: Int? = try connection.value("SELECT COUNT(*) FROM partnership_document WHERE partnership_id = \(id)")
        guard (count ?? 0) < countLimit else {
            throw Refusal.invalid([ContentIssue("file", "error.too-many", ["limit": String(countLimit)])])
        }
    }

    /// `file` was taken in by `Files`.
    @discardableResult
    public static func run(
        _ connection: any Connection, _ act: Act, partnership id: ID<Partnership>, file: StoredFile, name: String,
        title: String, audience: Audience
    ) throws -> PartnershipDocument {
        let one = try PartnershipAccess.toWork(connection, act.principal, id)
        try check(connection, act.principal, partnership: id)
        var issues: [ContentIssue] = []
        if title.count > Completeness.titleLimit {
            issues.append(
                ContentIssue(
                    "documentTitle", "error.too-long",
                    ["limit": String(Completeness.titleLimit), "length": String(title.count)]))
        }
        if !PartnershipRules.audiences(act.principal, one.parties).contains(audience) {
            issues.append(ContentIssue("documentAudience", "error.partnership.audience"))
        }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        let document = PartnershipDocument(
            id: act.newID(), partnership: id, file: file.id,
            name: name.isEmpty ? "document.\(file.type.rawValue)" : String(name.suffix(120)), title: title,
            audience: audience, byName: act.name, addedAt: act.now)
        try PartnershipPapers.add(connection, document)
        try act.audit(
            connection, "partnership.document-added", "partnership", id.description, before: String?.none,
            after: ["document": document.id.description, "file": file.id, "audience": audience.code])
        return document
    }
}

/// Finds a partnership for somebody who wants to work on it.
enum PartnershipAccess {
    static func toRead(_ connection: any Connection, _ principal: Principal, slug: String) throws -> Partnership {
        guard let one = try PartnershipStore.find(connection, slug: slug),
            PartnershipRules.mayRead(principal, one.parties, isPublic: one.content.isPublic).allowed
        else { throw Refusal.notFound }
        return one
    }

    /// What somebody may not read is not there for them; what they may only read, they may not change.
    static func toWork(_ connection: any Connection, _ principal: Principal, _ id: ID<Partnership>) throws -> Partnership {
        guard let one = try PartnershipStore.find(connection, id: id),
            PartnershipRules.mayRead(principal, one.parties, isPublic: one.content.isPublic).allowed
        else { throw Refusal.notFound }
        try PartnershipRules.mayWrite(principal, one.parties).orRefuse()
        return one
    }
}
