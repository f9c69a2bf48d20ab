/// Keeps the top of a list from being one provider's: maximal marginal relevance over providers (Carbonell and Goldstein, 1998).
enum Spread {
    struct Candidate: Sendable {
        let slot: UInt32
        let score: Float
        let organisation: UInt64
        /// -1 for none.
        let country: Int16
    }

    /// The first `limit` of `candidates`, which come best first. The best one stays first.
    ///
    /// - Parameter strength: what an equal provider above costs, 0…1; one of the same country costs half.
    static func top(_ candidates: [Candidate], limit: Int, strength: Double) -> [Candidate] {
        guard strength > 0, limit > 1, candidates.count > 1 else { return Array(candidates.prefix(limit)) }
        // What stands so far below that no penalty of those above could bring it up need not be looked at.
        var rest = candidates.prefix(max(limit * 4, limit + 20)).map { (candidate: $0, cost: Float(0)) }
        var chosen: [Candidate] = []
        while chosen.count < limit, !rest.isEmpty {
            var best = 0
            for index in rest.indices where rest[index].candidate.score - rest[index].cost > rest[best].candidate.score - rest[best].cost {
                best = index
            }
            let next = rest.remove(at: best).candidate
            chosen.append(next)
            for index in rest.indices {
                let other = rest[index].candidate
                let likeness: Float = other.organisation == next.organisation ? 1 : (other.country >= 0 && other.country == next.country ? 0.5 : 0)
                rest[index].cost = max(rest[index].cost, Float(strength) * likeness)
            }
        }
        return chosen
    }
}
