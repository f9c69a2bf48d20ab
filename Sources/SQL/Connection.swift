/// A synchronous connection, valid only inside `Database.read { }` or `Database.write { }`.
///
/// Not `Sendable` on purpose: a transaction can therefore never wait for the network. Do not keep it.
///
/// A statement that fails spoils its transaction on both engines: what follows fails too, and a `write` is undone even if the
/// closure catches the error. Wrap in `savepoint` what may fail and be survived.
public protocol Connection: AnyObject {
    var engine: Engine { get }

    /// All rows of an answer.
    func query(_ sql: SQL) throws -> [Row]

    /// The rows of several statements that do not need each other's answers, in their order; `ask` is the way to use it.
    func query(together statements: [SQL]) throws -> [[Row]]

    /// Runs a statement and returns how many rows it changed.
    @discardableResult
    func execute(_ sql: SQL) throws -> Int

    /// Sends a statement whose outcome nobody waits for, such as the INSERT at the end of an action.
    ///
    /// On PostgreSQL it travels with the next statement or with the commit, so that a group of writes does not pay a round trip
    /// for each; SQLite runs it at once. Later statements see what it wrote, in the order of the calls. Its error is thrown by this call
    /// or by a later one on the connection, at the latest by the end of the savepoint that it was sent in or by the commit, and names
    /// its own statement. It undoes that savepoint or the whole write, and never one that began later.
    ///
    /// Not for a statement whose failure an action tells apart (a name that is taken), nor for one that answers with rows: use
    /// `execute` and `query`.
    func send(_ sql: SQL) throws

    /// Writes a row, some time before the next statement: rows of one table may be written together.
    ///
    ///     try connection.insert(into: "entry (n, name)", "(\(n), \(name))")
    ///
    /// As with `send`, later statements see it, and its error comes later. A server spends as much on beginning an INSERT as on a row
    /// of it, so closures that commit together share one. Rows of a table keep their order. Tables are written in the order in
    /// which each was first named since, so not for rows of two tables that refer to each other to and fro.
    ///
    /// - Parameters:
    ///   - table: its name and columns.
    ///   - row: the values, in parentheses.
    func insert(into table: SQL, _ row: SQL) throws

    /// Rows one by one, for answers too long to hold; `body` returns false to stop. For statements that only read.
    func forEach(_ sql: SQL, _ body: (Row) throws -> Bool) throws

    /// Several statements without parameters, as in a migration file.
    func script(_ text: String) throws

    /// A transaction within the transaction: an error undoes what `body` wrote or gathered, and nothing else.
    ///
    /// What was gathered before it is flushed first, so that the order of things is kept.
    func savepoint<Value>(_ body: () throws -> Value) throws -> Value

    /// Work to do once, just before the commit, with what was gathered under `key` in this transaction.
    ///
    /// The audit uses it to chain all entries of a transaction at once. `make` creates the gatherer on first use; a second
    /// call with the same key in the same transaction returns the first gatherer. An error in `flush` undoes everything.
    /// Ask again each time and do not keep the gatherer: closures that commit together share it, and a savepoint starts anew.
    func beforeCommit<Gatherer: CommitGatherer>(_ key: String, make: () -> Gatherer) -> Gatherer
}

/// Something that collects during a transaction and writes once at its end.
public protocol CommitGatherer: AnyObject {
    func flush(_ connection: any Connection) throws
}

extension Connection {
    /// The first row, or nil.
    public func first(_ sql: SQL) throws -> Row? {
        try query(sql).first
    }

    /// The first cell of the first row: `let n: Int? = try connection.value("SELECT COUNT(*) FROM need")`.
    public func value<Value: SQLDecodable>(_ sql: SQL, as type: Value.Type = Value.self) throws -> Value? {
        guard let row = try query(sql).first else { return nil }
        let value: Value? = try row[0]
        return value
    }
}
