import Language
import Platform
import SQL

/// All SQL of the solutions' vectors.
enum SolutionVectorStore {
    /// A public solution whose vector is missing, or is of another text or another encoder.
    struct Wanted: Sendable {
        let id: ID<Solution>
        let content: SolutionContent
        let listedAt: Timestamp
        /// The hash of the text that has a vector by this encoder.
        let knownHash: String?
    }

    struct Fresh: Sendable {
        let wanted: Wanted
        let hash: String
        /// nil when the encoder understands none of the solution's languages.
        let numbers: [UInt8]?
    }

    private static func missing(_ label: String) -> SQL {
        """
        FROM solution_listing l JOIN solution s ON s.id = l.solution_id
            LEFT JOIN solution_vector v ON v.solution_id = l.solution_id AND v.encoder = \(label)
        WHERE (v.solution_id IS NULL OR v.listed_at <> l.updated_at)
        """
    }

    static func countWanted(_ connection: any Connection, _ label: String) throws -> Int {
        try connection.value("SELECT COUNT(*) \(missing(label))") ?? 0
    }

    /// Those after an id, in the order of their ids.
    static func wanted(_ connection: any Connection, _ label: String, after: ID<Solution>?, limit: Int) throws -> [Wanted] {
        let behind: SQL = after.map { "AND l.solution_id > \($0)" } ?? ""
        return try read(connection, label, "\(behind) ORDER BY l.solution_id LIMIT \(limit)")
    }

    /// Those of these that want a vector.
    static func wanted(_ connection: any Connection, _ label: String, of ids: [ID<Solution>]) throws -> [Wanted] {
        ids.isEmpty ? [] : try read(connection, label, "AND l.solution_id IN \(in: ids) ORDER BY l.solution_id")
    }

    private static func read(_ connection: any Connection, _ label: String, _ rest: SQL) throws -> [Wanted] {
        let rows = try connection.query("SELECT l.solution_id, l.updated_at, s.current_revision, v.text_hash \(missing(label)) \(rest)")
        return try rows.compactMap { row in
            let id: ID<Solution> = try row["solution_id"]
            guard let number: Int = try row["current_revision"],
                let revision = try SolutionStore.revision(connection, id, number: number)
            else { return nil }
            return Wanted(
                id: id, content: revision.content, listedAt: try row["updated_at"], knownHash: try row["text_hash"])
        }
    }

    /// Notes that these texts have their vectors already; the listing changed in something else.
    static func confirm(_ connection: any Connection, _ wanted: [Wanted]) throws {
        for one in wanted {
            try connection.execute(
                "UPDATE solution_vector SET listed_at = \(one.listedAt) WHERE solution_id = \(one.id)")
        }
    }

    /// Writes vectors; of a solution that is not public any more, none. Returns how many were written.
    static func write(_ connection: any Connection, _ label: String, _ vectors: [Fresh]) throws -> Int {
        guard !vectors.isEmpty else { return 0 }
        let listed = Set(
            try connection.query(
                "SELECT solution_id FROM solution_listing WHERE solution_id IN \(in: vectors.map(\.wanted.id))"
            ).map { row -> ID<Solution> in try row["solution_id"] })
        // The number of this commit's audit entries will be at least this: whoever has read up to a lower one reads these rows next.
        let sequence = try Audit.head(connection) + 1
        let rows: [SQL] = vectors.filter { listed.contains($0.wanted.id) }.map {
            "(\($0.wanted.id), \(label), \($0.hash), \($0.wanted.listedAt), \(sequence), \($0.numbers))"
        }
        guard !rows.isEmpty else { return 0 }
        try connection.execute("""
            INSERT INTO solution_vector (solution_id, encoder, text_hash, listed_at, sequence, numbers) VALUES \(rows.joined(", "))
            ON CONFLICT (solution_id) DO UPDATE SET encoder = excluded.encoder, text_hash = excluded.text_hash,
                listed_at = excluded.listed_at, sequence = excluded.sequence, numbers = excluded.numbers
            """)
        return rows.count
    }

    /// A solution that is not public has no vector.
    static func delete(_ connection: any Connection, _ id: ID<Solution>) throws {
        try connection.execute("DELETE FROM solution_vector WHERE solution_id = \(id)")
    }

    /// Forgets all, so that they are made anew.
    static func deleteAll(_ connection: any Connection) throws {
        try connection.execute("DELETE FROM solution_vector")
    }

    static func count(_ connection: any Connection, _ label: String) throws -> Int {
        try connection.value("SELECT COUNT(*) FROM solution_vector WHERE encoder = \(label) AND numbers IS NOT NULL") ?? 0
    }

    /// The vectors of an encoder that were written after a number of the audit.
    static func forEach(
        _ connection: any Connection, _ label: String, since: Int64, _ body: (ID<Solution>, ShortVector?) throws -> Void
    ) throws {
        try connection.forEach(
            "SELECT solution_id, numbers FROM solution_vector WHERE encoder = \(label) AND sequence > \(since) ORDER BY solution_id"
        ) { row in
            let bytes: [UInt8]? = try row["numbers"]
            try body(try row["solution_id"], bytes.flatMap { ShortVector(stored: $0) })
            return true
        }
    }

    /// Those of these that have a row, whatever is in it.
    static func known(_ connection: any Connection, of ids: [ID<Solution>]) throws -> Set<ID<Solution>> {
        guard !ids.isEmpty else { return [] }
        return Set(
            try connection.query("SELECT solution_id FROM solution_vector WHERE solution_id IN \(in: ids)").map { row in
                try row["solution_id"]
            })
    }
}
