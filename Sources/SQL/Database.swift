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
    /// A write that has to know something first, and is given the answer as it is in its own transaction.
    ///
    ///     try await database.write(asking: PeopleStore.organisation(id)) { connection, owner in … }
    ///
    /// Writes that commit together ask together: one round trip to the server for all of them, not one for each. So an answer may be
    /// of just before a neighbour that asked, too, wrote. Ask what a constraint guards as well (a name that must be free), or
    /// what may be of that moment (whose country it is): if a constraint is broken, the write runs again by itself, with a new answer.
    @discardableResult
    func write<Answer, Value: Sendable>(
        asking question: Question<Answer>, _ body: @escaping @Sendable (any Connection, Answer) throws -> Value
    ) async throws -> Value
    /// Finishes what is in flight and lets go of the connections.
    func close() async
}

extension Database {
    /// A transaction: see above.
    @discardableResult
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Value
    ) async throws -> Value {
        try await write(asking: .none) { connection, _ in try body(connection) }
    }
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
