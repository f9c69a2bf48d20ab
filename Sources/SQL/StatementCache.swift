/// Prepared statements by their text, the least recently used leaving first. One for each connection.
package struct StatementCache<Statement> {
    private var entries: [String: (statement: Statement, used: UInt64)] = [:]
    private var tick: UInt64 = 0
    private let capacity: Int

    package init(capacity: Int) {
        self.capacity = capacity
    }

    package var count: Int { entries.count }

    /// The statement for `text`, which counts as a use of it.
    package mutating func find(_ text: String) -> Statement? {
        guard let index = entries.index(forKey: text) else { return nil }
        tick += 1
        entries.values[index].used = tick
        return entries.values[index].statement
    }

    /// Keeps a statement and returns the one that had to leave for it.
    package mutating func insert(_ statement: Statement, for text: String) -> Statement? {
        var evicted: Statement?
        if entries[text] == nil, entries.count >= capacity,
            // A scan of some hundred entries is small beside the preparation that led here.
            let oldest = entries.min(by: { $0.value.used < $1.value.used })
        {
            evicted = entries.removeValue(forKey: oldest.key)?.statement
        }
        tick += 1
        entries[text] = (statement, tick)
        return evicted
    }

    @discardableResult
    package mutating func remove(_ text: String) -> Statement? {
        entries.removeValue(forKey: text)?.statement
    }

    package mutating func removeAll() { entries.removeAll() }
}
