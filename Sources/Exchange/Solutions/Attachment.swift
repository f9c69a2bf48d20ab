public import Platform
public import SQL

/// A document that belongs to a solution; its bytes are kept by `Files`.
public struct Attachment: Sendable, Equatable {
    public let id: ID<Attachment>
    public let solution: ID<Solution>
    /// The SHA-256 under which `Files` keeps it.
    public let file: String
    /// The file name that a download is given.
    public let name: String
    /// What it is, in the words of its owner; may be empty.
    public let title: String
    /// BCP 47; empty when not known.
    public let language: String
    public let addedAt: Timestamp

    public init(
        id: ID<Attachment>, solution: ID<Solution>, file: String, name: String, title: String, language: String,
        addedAt: Timestamp
    ) {
        self.id = id
        self.solution = solution
        self.file = file
        self.name = name
        self.title = title
        self.language = language
        self.addedAt = addedAt
    }
}

/// All reading and writing of attachments.
public enum AttachmentStore {
    /// In the order in which they were added.
    public static func list(_ connection: any Connection, of solution: ID<Solution>) throws -> [Attachment] {
        try connection.query("SELECT * FROM attachment WHERE solution_id = \(solution) ORDER BY id LIMIT 100")
            .map(attachment)
    }

    /// With the sizes of their files, for a page that offers them.
    static func listWithSizes(of solution: ID<Solution>) -> Question<[(attachment: Attachment, size: Int64)]> {
        Question(
            """
            SELECT a.id, a.solution_id, a.file, a.name, a.title, a.language, a.added_at, f.size
            FROM attachment a JOIN file f ON f.id = a.file WHERE a.solution_id = \(solution) ORDER BY a.id LIMIT 100
            """, each: { row in (try attachment(row), try row["size"]) })
    }

    public static func find(_ connection: any Connection, id: ID<Attachment>) throws -> Attachment? {
        try connection.first("SELECT * FROM attachment WHERE id = \(id)").map(attachment)
    }

    public static func insert(
        _ connection: any Connection, _ attachment: Attachment, by person: ID<Person>?
    ) throws {
        try connection.execute("""
            INSERT INTO attachment (id, solution_id, file, name, title, language, added_at, added_by)
            VALUES (\(attachment.id), \(attachment.solution), \(attachment.file), \(attachment.name),
                \(attachment.title), \(attachment.language), \(attachment.addedAt), \(person))
            """)
    }

    public static func delete(_ connection: any Connection, id: ID<Attachment>) throws -> Bool {
        try connection.execute("DELETE FROM attachment WHERE id = \(id)") == 1
    }

    private static func attachment(_ row: Row) throws -> Attachment {
        Attachment(
            id: try row["id"], solution: try row["solution_id"], file: try row["file"], name: try row["name"],
            title: try row["title"], language: try row["language"], addedAt: try row["added_at"])
    }
}
