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

    /// Runs a statement and returns how many rows it changed.
    @discardableResult
    func execute(_ sql: SQL) throws -> Int

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
