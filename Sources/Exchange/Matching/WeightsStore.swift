public import Platform
public import SQL

/// A set of weights with its history: who made it, when and why.
public struct WeightsRecord: Sendable, Equatable {
    public let weights: MatchWeights
    public let reason: String
    public let byName: String
    /// Nil for the program's own.
    public let at: Timestamp?
}

/// All reading and writing of weights. Version 1 is the program's own; a version that was made is never changed.
public enum WeightsStore {
    public static func current(_ connection: any Connection) throws -> WeightsRecord {
        try connection.first("SELECT * FROM match_weights ORDER BY version DESC LIMIT 1").map(record) ?? own
    }

    public static func find(_ connection: any Connection, version: Int) throws -> WeightsRecord? {
        if version == own.weights.version { return own }
        return try connection.first("SELECT * FROM match_weights WHERE version = \(version)").map(record)
    }

    /// All versions, newest first.
    public static func list(_ connection: any Connection) throws -> [WeightsRecord] {
        try connection.query("SELECT * FROM match_weights ORDER BY version DESC LIMIT 200").map(record) + [own]
    }

    static let own = WeightsRecord(weights: .first, reason: "", byName: "", at: nil)

    static func insert(_ connection: any Connection, _ weights: MatchWeights, reason: String, by name: String, at now: Timestamp) throws {
        try connection.execute("""
            INSERT INTO match_weights (version, weights, reason, by_name, at)
            VALUES (\(weights.version), \(try ContentCoding.encode(weights)), \(reason), \(name), \(now))
            """)
    }

    private static func record(_ row: Row) throws -> WeightsRecord {
        var weights: MatchWeights = try ContentCoding.decode(from: try row["weights"])
        weights.version = try row["version"]
        return WeightsRecord(weights: weights, reason: try row["reason"], byName: try row["by_name"], at: try row["at"])
    }
}
