public import Platform
import SQL

/// A concept with where it comes from: the program's own table, or somebody who changed it.
public struct ConceptRecord: Sendable, Equatable {
    public let concept: Concept
    /// 0 for one that nobody has changed.
    public let version: Int
    public let updatedAt: Timestamp?
}

/// All reading and writing of concepts. The program's own table is the beginning; a row of the database stands in its place.
enum ConceptStore {
    /// Grows with every change.
    static func stamp(_ connection: any Connection) throws -> Int {
        try connection.first("SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) AS stamp FROM match_concept").map { try $0["stamp"] } ?? 0
    }

    /// Those in use, in the order of the program's table, then the added ones by key.
    static func list(_ connection: any Connection) throws -> [ConceptRecord] {
        var changed: [String: ConceptRecord?] = [:]
        for row in try connection.query("SELECT * FROM match_concept ORDER BY key") {
            let key: String = try row["key"]
            changed[key] = .some(try row["is_removed"] as Bool ? nil : record(row))
        }
        var records: [ConceptRecord] = []
        for concept in Concept.seed {
            if let change = changed.removeValue(forKey: concept.key) {
                if let change { records.append(change) }
            } else {
                records.append(ConceptRecord(concept: concept, version: 0, updatedAt: nil))
            }
        }
        return records + changed.values.compactMap { $0 }.sorted { $0.concept.key < $1.concept.key }
    }

    static func find(_ connection: any Connection, _ key: String) throws -> ConceptRecord? {
        if let row = try connection.first("SELECT * FROM match_concept WHERE key = \(key)") {
            return try row["is_removed"] as Bool ? nil : record(row)
        }
        return Concept.seed.first { $0.key == key }.map { ConceptRecord(concept: $0, version: 0, updatedAt: nil) }
    }

    /// The version of a row, removed or not; 0 when there is none.
    static func version(_ connection: any Connection, _ key: String) throws -> Int {
        try connection.first("SELECT version FROM match_concept WHERE key = \(key)").map { try $0["version"] } ?? 0
    }

    static func put(_ connection: any Connection, _ concept: Concept, isRemoved: Bool, at now: Timestamp) throws {
        try connection.execute("""
            INSERT INTO match_concept (key, content, is_removed, version, updated_at)
            VALUES (\(concept.key), \(try ContentCoding.encode(concept)), \(isRemoved), 1, \(now))
            ON CONFLICT (key) DO UPDATE SET content = excluded.content, is_removed = excluded.is_removed,
                version = match_concept.version + 1, updated_at = excluded.updated_at
            """)
    }

    private static func record(_ row: Row) throws -> ConceptRecord {
        ConceptRecord(
            concept: try ContentCoding.decode(from: try row["content"]), version: try row["version"],
            updatedAt: try row["updated_at"])
    }
}
