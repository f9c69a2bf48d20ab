/// Counts how many of the found documents have each value of each facet (theme, country, …), and filters by them.
///
///     let facets = FacetIndex(facets: ["theme", "country"], documents: [(slot: 0, values: [["health"], ["BD", "BT"]])])
///     let answer = facets.answer(for: result.matches, chosen: ["theme": ["health", "water"]])
///
/// One bitmap for each value, so a count is the size of an intersection. Meant for facets of up to some hundred values.
/// An immutable snapshot; documents are named by slots (see `Slots`).
public struct FacetIndex: Sendable {
    public let facets: [String]
    /// For each facet its values' documents.
    private var values: [[String: Bitmap]]

    /// `values[i]` of a document belong to `facets[i]`; missing lists count as empty.
    public init(facets: [String], documents: some Sequence<(slot: UInt32, values: [[String]])>) {
        self.facets = facets
        values = facets.map { _ in [:] }
        for document in documents { add(document.values, at: document.slot) }
    }

    /// The snapshot with these documents added or replaced, and those removed. A slot in both is removed.
    public func updated(changed: [(slot: UInt32, values: [[String]])], removed: [UInt32]) -> FacetIndex {
        var index = self
        let gone = Bitmap(removed)
        var old = gone
        for document in changed { old.insert(document.slot) }
        index.remove(old)
        for document in changed where !gone.contains(document.slot) { index.add(document.values, at: document.slot) }
        return index
    }

    /// Adds a document that is not in it yet: for building a large index one by one.
    public mutating func add(_ lists: [[String]], at slot: UInt32) {
        for (facet, list) in lists.prefix(facets.count).enumerated() {
            for value in list { values[facet][value, default: Bitmap()].insert(slot) }
        }
    }

    private mutating func remove(_ slots: Bitmap) {
        for facet in values.indices {
            for (value, documents) in values[facet] where documents.intersectionCount(slots) > 0 {
                var rest = documents
                rest.subtract(slots)
                values[facet][value] = rest.isEmpty ? nil : rest
            }
        }
    }

    /// The documents among `matches` that pass the chosen filters, and the counts to show beside each value.
    ///
    /// Several values chosen in one facet mean any of them; several facets mean all of them. A facet's own filter is left
    /// out of its counts, so that they say what choosing another value would find. A value or facet that is not known
    /// filters everything out; an empty set of values filters nothing.
    public func answer(for matches: Bitmap, chosen: [String: Set<String>]) -> FacetAnswer {
        var passing: [String: Bitmap] = [:]
        for (name, wanted) in chosen where !wanted.isEmpty {
            let facet = facets.firstIndex(of: name)
            passing[name] = wanted.reduce(into: Bitmap()) { any, value in
                if let documents = facet.flatMap({ values[$0][value] }) { any.formUnion(documents) }
            }
        }
        func filtered(except facet: String?) -> Bitmap {
            passing.reduce(into: matches) { rest, filter in
                if filter.key != facet { rest.formIntersection(filter.value) }
            }
        }
        let all = filtered(except: nil)
        var counts: [String: [FacetCount]] = [:]
        for (index, facet) in facets.enumerated() {
            let base = passing[facet] == nil ? all : filtered(except: facet)
            counts[facet] = values[index]
                .map { FacetCount(value: $0.key, count: $0.value.intersectionCount(base)) }
                .filter { $0.count > 0 || chosen[facet]?.contains($0.value) == true }
                .sorted { ($1.count, $0.value) < ($0.count, $1.value) }
        }
        return FacetAnswer(matches: all, counts: counts)
    }
}

public struct FacetCount: Sendable, Hashable {
    public let value: String
    public let count: Int

    public init(value: String, count: Int) {
        self.value = value
        self.count = count
    }
}

public struct FacetAnswer: Sendable {
    /// The documents that match and pass all filters.
    public let matches: Bitmap
    /// For each facet the values that occur, most frequent first, then by value. A chosen value is listed with 0 too.
    public let counts: [String: [FacetCount]]
}
