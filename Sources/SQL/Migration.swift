import Crypto
import Foundation

/// One step of a room's schema, named `room/0001-what-it-does`. Once it was applied anywhere, it never changes.
///
///     Migration("exchange/0001-solutions", """
///         CREATE TABLE solution (
///             id TEXT PRIMARY KEY,
///             stage BIGINT NOT NULL CONSTRAINT solution_stage CHECK (stage BETWEEN 0 AND 5),
///             folded BLOB
///         );
///         CREATE INDEX solution_by_stage ON solution (stage);
///         """)
///
/// The same text serves both engines if it keeps to what they share:
/// - `TEXT`; `BIGINT` for all whole numbers, truth values (0 or 1) and times (epoch milliseconds); `DOUBLE PRECISION`; `BLOB`, which
///   becomes `BYTEA` for PostgreSQL (also inside names that are exactly this word, so name no column so).
/// - Constraints have names (`CONSTRAINT person_email UNIQUE (email)`): the errors of PostgreSQL and of SQLite's checks carry them.
/// - A key is a value made in Swift (no `AUTOINCREMENT`, no `SERIAL`); defaults are constants; no `WITHOUT ROWID`, no `STRICT`.
/// - `ALTER TABLE … ADD COLUMN`, `RENAME COLUMN`, `DROP COLUMN` and `RENAME TO` exist on both; other changes make a new table.
/// - No `BEGIN` or `COMMIT`: the migrator gives each migration its own transaction.
///
/// Where the engines differ (a full-text index), give a text for each.
public struct Migration: Sendable, Hashable {
    public let id: String
    let sqlite: String
    let postgres: String

    /// A migration whose text serves both engines.
    public init(_ id: String, _ sql: String) {
        self.init(id, sqlite: sql, postgres: Self.replacingBlob(sql))
    }

    /// A migration with a text for each engine, taken as it stands.
    public init(_ id: String, sqlite: String, postgres: String) {
        self.id = id
        self.sqlite = sqlite
        self.postgres = postgres
    }

    /// What is run on `engine`.
    public func text(for engine: Engine) -> String {
        switch engine {
        case .sqlite: sqlite
        case .postgres: postgres
        }
    }

    /// SHA-256 of the engine's text, in hexadecimal; line ends do not count, for a checkout may change them.
    public func checksum(for engine: Engine) -> String {
        let text = text(for: engine).replacingOccurrences(of: "\r\n", with: "\n")
        return SHA256.hash(data: Data(text.utf8)).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined()
    }

    /// The part before the slash: migrations of one room are applied in the order of their numbers.
    var room: Substring { id.prefix { $0 != "/" } }

    /// Replaces the word BLOB outside strings and comments.
    static func replacingBlob(_ sql: String) -> String {
        // A string, a quoted name, a comment or a word: whatever comes first is taken whole.
        let token = /'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\/\*(?s:.*?)\*\/|[A-Za-z_][A-Za-z_0-9]*/
        return sql.replacing(token) { $0.output.uppercased() == "BLOB" ? "BYTEA" : String($0.output) }
    }
}
