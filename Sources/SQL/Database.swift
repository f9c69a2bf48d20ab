/// A database that many tasks share.
///
/// `read` sees one consistent moment and cannot write. `write` is a transaction: an error undoes it. Writes are serial on both
/// engines, also between nodes, so that a rule checked inside `write` still holds when it commits. A closure may be run again
/// after a serialization failure or when a neighbour in its commit group failed: it must do nothing but use its connection.
public protocol Database: Sendable {
    var engine: Engine { get }
    func read<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value
    /// The rows of one short statement by itself, for what every request looks up by a key: who calls, for example.
    ///
    /// It sees one moment as `read` does, but without a transaction around it: one round trip, and on SQLite not even another
    /// thread. Not for what reads many rows, for the caller's own thread may be held up by it.
    func lookUp(_ sql: SQL) async throws -> [Row]
    @discardableResult
    func write<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value
    /// Finishes what is in flight and lets go of the connections.
    func close() async
}

/// What went wrong in the engine, in terms that a caller can act on.
public struct DatabaseError: Error, CustomStringConvertible, Sendable {
    public enum Kind: Sendable, Equatable {
        /// A rule of the schema was broken; `constraint` names it where the engine tells.
        case unique(constraint: String?)
        case foreignKey(constraint: String?)
        case check(constraint: String?)
        case notNull(column: String?)
        /// Two transactions could not both be; it was tried again up to the bound.
        case serialization
        /// The database was locked by somebody else for longer than the time-out.
        case busy
        /// The server went away; a statement in flight may or may not have happened.
        case connectionLost
        /// A write was tried inside `read`.
        case readOnly
        /// All else: a fault of ours or of the set-up.
        case other
    }

    public let kind: Kind
    public let message: String
    /// The statement's text (parameters are never kept: they may hold personal data).
    public let statement: String?

    public init(_ kind: Kind, message: String, statement: String? = nil) {
        self.kind = kind
        self.message = message
        self.statement = statement
    }

    public var description: String {
        "\(kind): \(message)" + (statement.map { " [\($0)]" } ?? "")
    }
}
