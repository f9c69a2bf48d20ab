import Language
import Platform

/// Scores a need against all solutions of a snapshot, without a word of explanation: the fast path.
struct MatchScoring: Sendable {
    let snapshot: CatalogueIndex.Snapshot
    let matcher: Matcher
    let inUse: [ID<Solution>: Int]

    /// The best `limit`, spread over providers, and how many were kept out by a hard filter.
    func top(_ limit: Int, text: [Float]?) -> (top: [Spread.Candidate], barred: Int) {
        // Spreading may bring up what stands a little below.
        let (best, barred) = best(Swift.max(limit * 4, limit + 20), text: text)
        return (Spread.top(best, limit: limit, strength: matcher.weights.spread), barred)
    }

    /// The best `count` by score, best first; equal ones by their id, so that the order is the same on every node.
    private func best(_ count: Int, text: [Float]?) -> (best: [Spread.Candidate], barred: Int) {
        var best: [Spread.Candidate] = []
        var barred = 0
        var least: Float = -1
        let used = usedSlots()
        snapshot.match.facts.withUnsafeBufferPointer { facts in
            for slot in snapshot.index.live {
                guard Int(slot) < facts.count else { continue }
                let inUse = used.isEmpty ? 0 : used[slot] ?? 0
                if matcher.bar(facts[Int(slot)], inUse: inUse) != nil {
                    barred += 1
                    continue
                }
                let score = matcher.score(
                    matcher.values(facts[Int(slot)], text: text.map { Int(slot) < $0.count ? $0[Int(slot)] : 0 }, inUse: inUse)
                ).fused
                if best.count >= count, score < least { continue }
                insert(
                    .init(slot: slot, score: score, organisation: facts[Int(slot)].organisation, country: facts[Int(slot)].country),
                    into: &best, limit: count)
                if best.count >= count { least = best[best.count - 1].score }
            }
        }
        return (best, barred)
    }

    private func usedSlots() -> [UInt32: Int] {
        Dictionary(
            inUse.compactMap { id, count in snapshot.slots.existing(id).map { ($0, count) } }, uniquingKeysWith: { first, _ in first })
    }

    private func insert(_ candidate: Spread.Candidate, into best: inout [Spread.Candidate], limit: Int) {
        var (low, high) = (0, best.count)
        while low < high {
            let middle = (low + high) / 2
            if precedes(best[middle], candidate) { low = middle + 1 } else { high = middle }
        }
        guard low < limit else { return }
        best.insert(candidate, at: low)
        if best.count > limit { best.removeLast() }
    }

    private func precedes(_ one: Spread.Candidate, _ other: Spread.Candidate) -> Bool {
        if one.score != other.score { return one.score > other.score }
        guard let first = snapshot.slots[one.slot], let second = snapshot.slots[other.slot] else { return one.slot < other.slot }
        return first < second
    }
}
