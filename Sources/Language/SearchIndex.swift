internal import Foundation

/// Full-text search over all documents, in memory: an immutable snapshot, so that readers need no lock.
///
///     let index = SearchIndex(documents, parameters: .init(weights: [8, 3, 1]))
///     let result = index.search(Query("birth registration", languages: ["en"]))
///     let newer = index.updated(changed: [(slot: 7, tokens: tokens)], removed: [3])
///
/// Both database engines fill it from the same stored tokens, so both give the same answer. Documents are named by slots
/// (see `Slots`). A new snapshot shares all it can with the old one: a change makes a small segment, small segments are
/// merged as they gather, and a replaced document is only marked as dead in the segment that holds it.
public struct SearchIndex: Sendable {
    public struct Parameters: Sendable, Hashable {
        /// How much a word counts in each field, by field number (1…255; a field without a weight counts 1).
        public var weights: [UInt8]
        /// BM25: how slowly repeated words stop counting.
        public var k1: Float
        /// BM25: how much a long document is held against its words, 0…1.
        public var b: Float

        public init(weights: [UInt8], k1: Float = 1.2, b: Float = 0.75) {
            self.weights = weights
            self.k1 = k1
            self.b = b
        }
    }

    struct Part {
        let segment: Segment
        var dead: Bitmap
        var liveCount: Int
    }

    let parameters: Parameters
    private(set) var parts: [Part] = []
    /// The weighted length of each document, by slot.
    private(set) var lengths: [UInt32] = []
    private(set) var totalLength: UInt64 = 0
    /// The slots of all documents.
    public private(set) var live = Bitmap()

    /// Of a slot that is given twice the first document counts.
    public init(
        _ documents: some Sequence<(slot: UInt32, tokens: DocumentTokens)>, parameters: Parameters
    ) {
        self.parameters = parameters
        add(documents)
    }

    /// Takes documents one by one, so that the tokens of a large catalogue are never held all at once.
    ///
    ///     var builder = SearchIndex.Builder(parameters: parameters)
    ///     try rows { builder.add(slot: $0.slot, tokens: $0.tokens) }
    ///     let index = builder.finish()
    public struct Builder {
        private let parameters: Parameters
        private var segment: SegmentBuilder

        public init(parameters: Parameters) {
            self.parameters = parameters
            segment = SegmentBuilder(weights: parameters.weights)
        }

        /// Of a slot that is given twice the first document counts.
        public mutating func add(slot: UInt32, tokens: DocumentTokens) { segment.add(slot: slot, tokens: tokens) }

        public consuming func finish() -> SearchIndex {
            var index = SearchIndex([], parameters: parameters)
            index.add(segment)
            return index
        }
    }

    /// The number of documents.
    public var count: Int { parts.reduce(0) { $0 + $1.liveCount } }

    /// The memory that it takes, in bytes.
    public var byteCount: Int {
        parts.reduce(lengths.count * 4) { $0 + $1.segment.byteCount + $1.dead.words.count * 8 }
    }

    /// The snapshot with these documents added or replaced, and those removed. A slot in both is removed.
    ///
    /// Costs about a microsecond for each changed word. Now and then it also merges segments; a merge of all documents, once for every
    /// quarter of them that changed, takes as long as building them anew. So call it off the request's path.
    public func updated(
        changed: [(slot: UInt32, tokens: DocumentTokens)], removed: [UInt32]
    ) -> SearchIndex {
        var index = self
        for document in changed { index.bury(document.slot) }
        for slot in removed { index.bury(slot) }
        let gone = Bitmap(removed)
        index.add(changed.lazy.filter { !gone.contains($0.slot) })
        index.tidy()
        return index
    }

    private mutating func bury(_ slot: UInt32) {
        guard live.contains(slot) else { return }
        live.remove(slot)
        totalLength -= UInt64(lengths[Int(slot)])
        for index in parts.indices where parts[index].segment.members.contains(slot) && !parts[index].dead.contains(slot) {
            parts[index].dead.insert(slot)
            parts[index].liveCount -= 1
        }
    }

    private mutating func add(_ documents: some Sequence<(slot: UInt32, tokens: DocumentTokens)>) {
        var builder = SegmentBuilder(weights: parameters.weights)
        for document in documents { builder.add(slot: document.slot, tokens: document.tokens) }
        add(builder)
    }

    private mutating func add(_ builder: consuming SegmentBuilder) {
        guard !builder.isEmpty else { return }
        let segment = builder.finish()
        let capacity = Int(segment.slots.max() ?? 0) + 1
        if capacity > lengths.count {
            lengths.append(contentsOf: repeatElement(0, count: capacity - lengths.count))
        }
        for (slot, length) in zip(segment.slots, segment.lengths) {
            lengths[Int(slot)] = length
            totalLength += UInt64(length)
        }
        live.formUnion(segment.members)
        parts.append(Part(segment: segment, dead: Bitmap(), liveCount: segment.slots.count))
    }

    /// Keeps the segments few: each at least four times the next, and at least half alive.
    private mutating func tidy() {
        parts.removeAll { $0.liveCount == 0 }
        while parts.count > 1, parts[parts.count - 1].liveCount * 4 >= parts[parts.count - 2].liveCount {
            merge(parts.count - 2..<parts.count)
        }
        for index in parts.indices where parts[index].liveCount * 2 < parts[index].segment.slots.count {
            merge(index..<index + 1)
        }
    }

    private mutating func merge(_ range: Range<Int>) {
        var builder = SegmentBuilder(weights: parameters.weights)
        for part in parts[range] { builder.add(part.segment, except: part.dead) }
        let segment = builder.finish()
        parts.replaceSubrange(range, with: [Part(segment: segment, dead: Bitmap(), liveCount: segment.slots.count)])
    }

    /// The documents that match, and how well.
    ///
    /// All words must be found; when no document has them all, any of them will do, and the result says so.
    public func search(_ query: Query) -> SearchResult {
        var excluded = Bitmap()
        for clause in query.clauses where clause.isExcluded { excluded.formUnion(documents(matching: clause).documents) }
        let wanted = query.clauses.filter { !$0.isExcluded }
        guard !wanted.isEmpty else {
            var all = live
            all.subtract(excluded)
            return SearchResult(matches: all, mode: .everything, scores: [])
        }
        let found = wanted.map { (clause: $0, matches: documents(matching: $0)) }
        let required = found.filter { !$0.clause.isOptional }.map(\.matches.documents)
        var mode = SearchResult.Mode.allWords
        var matches = required.dropFirst().reduce(into: required[0]) { $0.formIntersection($1) }
        matches.subtract(excluded)
        if matches.isEmpty, required.count > 1 {
            mode = .anyWord
            for documents in required { matches.formUnion(documents) }
            matches.subtract(excluded)
        }
        return SearchResult(matches: matches, mode: mode, scores: scores(of: matches, by: found.map(\.matches)))
    }

    private func documents(matching clause: Query.Clause) -> ClauseMatches {
        var matches = ClauseMatches(capacity: lengths.count)
        for part in parts {
            matches.add(clause, in: part.segment, except: part.dead, fieldWeights: parameters.weights)
        }
        return matches
    }

    /// BM25F in its simple form: occurrences and lengths are added up over the fields with their weights, then ranked as
    /// one field (Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields", 2004).
    private func scores(of documents: Bitmap, by clauses: [ClauseMatches]) -> [Float] {
        var scores = [Float](repeating: 0, count: lengths.count)
        let total = Float(count)
        let average = Float(totalLength) / max(total, 1)
        let (fixed, perWord) = (parameters.k1 * (1 - parameters.b), parameters.k1 * parameters.b / max(average, 1))
        for clause in clauses {
            let having = Float(clause.documents.count)
            let rarity = log(1 + (total - having + 0.5) / (having + 0.5)) * (parameters.k1 + 1)
            var both = documents
            both.formIntersection(clause.documents)
            scores.withUnsafeMutableBufferPointer { scores in
                lengths.withUnsafeBufferPointer { lengths in
                    clause.weights.withUnsafeBufferPointer { weights in
                        both.forEach { slot in
                            let weight = Float(weights[Int(slot)])
                            let norm = fixed + perWord * Float(lengths[Int(slot)])
                            scores[Int(slot)] += rarity * weight / (weight + norm)
                        }
                    }
                }
            }
        }
        return scores
    }
}

/// What a search found.
public struct SearchResult: Sendable {
    public enum Mode: Sendable, Hashable {
        /// The query has no word to look for: all documents, in no order.
        case everything
        /// Each document has all the words.
        case allWords
        /// No document has all the words; each has some.
        case anyWord
    }

    /// The slots of the documents, for facets and pages.
    public let matches: Bitmap
    public let mode: Mode
    private let scores: [Float]

    init(matches: Bitmap, mode: Mode, scores: [Float]) {
        self.matches = matches
        self.mode = mode
        self.scores = scores
    }

    public var count: Int { matches.count }

    /// How well a document matches: the greater the better, 0 for one that does not match.
    public func score(of slot: UInt32) -> Float {
        Int(slot) < scores.count ? scores[Int(slot)] : 0
    }
}
