internal import Foundation

extension SearchIndex {
    /// How well each document answers a long text, by slot: BM25 as in `search`, each clause with its weight. 0 where nothing was found.
    public func relevance(of query: RelevanceQuery) -> [Float] {
        var scores = [Float](repeating: 0, count: lengths.count)
        let total = Float(count)
        guard total > 0 else { return scores }
        let average = Float(totalLength) / total
        let (fixed, perWord) = (parameters.k1 * (1 - parameters.b), parameters.k1 * parameters.b / max(average, 1))
        for clause in telling(query) {
            let matches = documents(having: clause)
            let having = Float(matches.documents.count)
            let rarity = log(1 + (total - having + 0.5) / (having + 0.5)) * (parameters.k1 + 1) * clause.weight
            scores.withUnsafeMutableBufferPointer { scores in
                lengths.withUnsafeBufferPointer { lengths in
                    matches.weights.withUnsafeBufferPointer { weights in
                        matches.documents.forEach { slot in
                            let weight = Float(weights[Int(slot)])
                            scores[Int(slot)] += rarity * weight / (weight + fixed + perWord * Float(lengths[Int(slot)]))
                        }
                    }
                }
            }
        }
        return scores
    }

    /// The clauses that tell most. Rarity is guessed from the room that a word takes in the index, which costs no reading.
    private func telling(_ query: RelevanceQuery) -> [RelevanceQuery.Clause] {
        guard query.clauses.count > RelevanceQuery.maximumClauses else { return query.clauses }
        let total = Double(max(count, 1))
        let weighed = query.clauses.enumerated().map { index, clause in
            let occurrences = clause.alternatives.reduce(0) { sum, words in
                sum + parts.reduce(0) { $0 + (words.first.map($1.segment.postingBytes) ?? 0) / 2 }
            }
            return (index: index, tells: Double(clause.weight) * log(1 + total / Double(occurrences + 1)))
        }
        let chosen = weighed.sorted { ($0.tells, $1.index) > ($1.tells, $0.index) }.prefix(RelevanceQuery.maximumClauses)
        return chosen.map { query.clauses[$0.index] }
    }

    private func documents(having clause: RelevanceQuery.Clause) -> ClauseMatches {
        var matches = ClauseMatches(capacity: lengths.count)
        for words in clause.alternatives {
            for part in parts {
                matches.add(
                    Query.Clause(words: words), in: part.segment, except: part.dead, fieldWeights: parameters.weights)
            }
        }
        return matches
    }
}

extension Segment {
    /// The bytes of a word's postings.
    fileprivate func postingBytes(_ word: Query.Word) -> Int {
        terms(for: word).reduce(0) { $0 + Int(postingStarts[Int($1) + 1] - postingStarts[Int($1)]) }
    }
}
