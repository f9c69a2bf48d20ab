public import Platform
public import SQL

/// A document that belongs to a partnership; its bytes are kept by `Files`.
public struct PartnershipDocument: Sendable, Equatable {
    public let id: ID<PartnershipDocument>
    public let partnership: ID<Partnership>
    /// The SHA-256 under which `Files` keeps it.
    public let file: String
    public let name: String
    public let title: String
    public let audience: Audience
    public let byName: String
    public let addedAt: Timestamp
}

/// Something that somebody wrote down for their own side or for all.
public struct PartnershipNote: Sendable, Equatable {
    public let id: ID<PartnershipNote>
    public let audience: Audience
    public let text: String
    public let byName: String
    public let at: Timestamp
}

/// All reading and writing of the notes and documents of partnerships.
public enum PartnershipPapers {
    /// What the audiences may read, oldest first. The condition is in the query: what is not for the reader is not read.
    public static func notes(
        _ connection: any Connection, of id: ID<Partnership>, for audiences: [Audience]
    ) throws -> [PartnershipNote] {
        try connection.query("""
            SELECT * FROM partnership_note WHERE partnership_id = \(id) AND audience IN \(in: audiences.map(\.code))
            ORDER BY id LIMIT 1000
            """).map { row in
                PartnershipNote(
                    id: try row["id"], audience: Audience(try row["audience"]) ?? .all, text: try row["text"],
                    byName: try row["by_name"], at: try row["at"])
            }
    }

    static func add(
        _ connection: any Connection, _ note: PartnershipNote, to id: ID<Partnership>, by person: ID<Person>?
    ) throws {
        try connection.execute("""
            INSERT INTO partnership_note (id, partnership_id, audience, text, by_name, by_person, at)
            VALUES (\(note.id), \(id), \(note.audience.code), \(note.text), \(note.byName), \(person), \(note.at))
            """)
    }

    public static func documents(
        _ connection: any Connection, of id: ID<Partnership>, for audiences: [Audience]
    ) throws -> [PartnershipDocument] {
        try connection.query("""
            SELECT * FROM partnership_document WHERE partnership_id = \(id) AND audience IN \(in: audiences.map(\.code))
            ORDER BY id LIMIT 200
            """).compactMap(document)
    }

    public static func document(_ connection: any Connection, id: ID<PartnershipDocument>) throws -> PartnershipDocument? {
        try connection.first("SELECT * FROM partnership_document WHERE id = \(id)").flatMap(document)
    }

    static func add(_ connection: any Connection, _ one: PartnershipDocument) throws {
        try connection.execute("""
            INSERT INTO partnership_document (id, partnership_id, file, name, title, audience, by_name, added_at)
            VALUES (\(one.id), \(one.partnership), \(one.file), \(one.name), \(one.title), \(one.audience.code),
                \(one.byName), \(one.addedAt))
            """)
    }

    /// nil for an audience that this version does not know: better hidden than shown to everybody.
    private static func document(_ row: Row) throws -> PartnershipDocument? {
        guard let audience = Audience(try row["audience"]) else { return nil }
        return PartnershipDocument(
            id: try row["id"], partnership: try row["partnership_id"], file: try row["file"], name: try row["name"],
            title: try row["title"], audience: audience, byName: try row["by_name"], addedAt: try row["added_at"])
    }
}
