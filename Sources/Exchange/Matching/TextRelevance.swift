/// How well each solution's text answers a need, 0…1 by slot: words and sentence vectors put together.
enum TextRelevance {
    /// Cosines at and below the first tell nothing, at and above the second all.
    private static let cosines: (none: Float, full: Float) = (0.1, 0.6)

    /// - Parameters:
    ///   - words: BM25 by slot.
    ///   - meaning: cosines by slot, nil where a solution has no vector; nil without an encoder.
    ///   - share: how much the meaning counts, 0…1.
    static func fused(words: [Float], meaning: [Float?]?, share: Double) -> [Float] {
        // BM25 has no top of its own. A square root keeps the best one from putting all others in the shade.
        let top = max(words.max() ?? 0, .leastNormalMagnitude)
        let scaled = words.map { ($0 / top).squareRoot() }
        guard let meaning else { return scaled }
        let share = Float(share)
        return scaled.indices.map { slot in
            guard slot < meaning.count, let cosine = meaning[slot] else { return scaled[slot] }
            let sense = min(max((cosine - cosines.none) / (cosines.full - cosines.none), 0), 1)
            return (1 - share) * scaled[slot] + share * sense
        }
    }
}
