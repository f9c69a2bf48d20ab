import Platform

/// The match facts of the catalogue in memory, by the slots of its search index. Part of `CatalogueIndex.Snapshot`.
struct MatchColumns: Sendable {
    private(set) var facts: [MatchFacts] = []

    subscript(slot: UInt32) -> MatchFacts { Int(slot) < facts.count ? facts[Int(slot)] : MatchFacts() }

    mutating func set(_ new: MatchFacts, at slot: UInt32) {
        if Int(slot) >= facts.count {
            facts.append(contentsOf: repeatElement(MatchFacts(), count: Int(slot) + 1 - facts.count))
        }
        facts[Int(slot)] = new
    }
}
