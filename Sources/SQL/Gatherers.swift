/// What `Connection.beforeCommit` has collected in the transaction at hand. Each driver's connection holds one.
package struct Gatherers {
    private var waiting: [(key: String, gatherer: any CommitGatherer)] = []

    package init() {}

    package mutating func gatherer<Gatherer: CommitGatherer>(_ key: String, make: () -> Gatherer) -> Gatherer {
        for case (key, let found as Gatherer) in waiting { return found }
        let gatherer = make()
        waiting.append((key, gatherer))
        return gatherer
    }

    /// The next one to flush. A flush may gather again, so callers go on until there is none.
    package mutating func next() -> (any CommitGatherer)? {
        waiting.isEmpty ? nil : waiting.removeFirst().gatherer
    }

    package mutating func drop() { waiting.removeAll() }
}
