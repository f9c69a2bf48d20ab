/// Which documents a clause of a query matches, and how strongly.
struct ClauseMatches {
    private(set) var documents: Bitmap
    /// The weighted number of occurrences by slot.
    private(set) var weights: [UInt16]

    init(capacity: Int) {
        documents = Bitmap(capacity: capacity)
        weights = [UInt16](repeating: 0, count: capacity)
    }

    mutating func add(_ clause: Query.Clause, in segment: Segment, except dead: Bitmap, fieldWeights: [UInt8]) {
        if clause.words.count == 1 {
            add(segment.terms(for: clause.words[0]), in: segment, except: dead)
        } else {
            addPhrase(clause.words, in: segment, except: dead, fieldWeights: fieldWeights)
        }
    }

    /// The documents that have any of the words.
    private mutating func add(_ terms: [UInt32], in segment: Segment, except dead: Bitmap) {
        let capacity = weights.count
        let someDead = !dead.isEmpty
        weights.withUnsafeMutableBufferPointer { weights in
            documents.withMutableWords(capacity: capacity) { words in
                for term in terms {
                    segment.forEachPosting(of: term) { slot, weight in
                        if someDead, dead.contains(slot) { return }
                        let sum = weights[Int(slot)].addingReportingOverflow(UInt16(weight))
                        weights[Int(slot)] = sum.overflow ? .max : sum.partialValue
                        words[Int(slot >> 6)] |= 1 << UInt64(slot & 63)
                    }
                }
            }
        }
    }

    /// The documents that have the words one after another in one field.
    ///
    /// Postings give the documents that have them all; of these the word order is read, with one bit of `state` for each
    /// beginning of the phrase that the last word read completes (shift-and).
    private mutating func addPhrase(
        _ words: [Query.Word], in segment: Segment, except dead: Bitmap, fieldWeights: [UInt8]
    ) {
        var places = [UInt16](repeating: 0, count: segment.terms.count)
        var terms: [[UInt32]] = []
        var candidates = segment.members
        candidates.subtract(dead)
        for (index, word) in words.enumerated() {
            terms.append(segment.terms(for: word))
            var having = ClauseMatches(capacity: weights.count)
            having.add(terms[index], in: segment, except: dead)
            candidates.formIntersection(having.documents)
            for term in terms[index] { places[Int(term)] |= 1 << UInt16(index) }
        }
        guard !candidates.isEmpty else { return }
        let pairs = Self.encodedPairs(terms[0], terms[1])
        for (document, slot) in segment.slots.enumerated() where candidates.contains(slot) {
            guard Self.mayHold(pairs, segment, document) else { continue }
            let sum = places.withUnsafeBufferPointer { places in
                segment.forward.withUnsafeBufferPointer { forward in
                    var cursor = WordCursor(bytes: forward, position: Int(segment.forwardStarts[document]))
                    return Self.occurrences(
                        in: &cursor, places: places, length: words.count, fieldWeights: fieldWeights)
                }
            }
            if sum > 0 {
                weights[Int(slot)] = UInt16(min(sum, UInt32(UInt16.max)))
                documents.insert(slot)
            }
        }
    }

    /// The first two words of a phrase as they are written in the forward index, in each of their forms. Nil when there are
    /// too many forms (a beginning of many words).
    private static func encodedPairs(_ first: [UInt32], _ second: [UInt32]) -> [[UInt8]]? {
        guard first.count * second.count <= 8 else { return nil }
        return first.flatMap { one in
            second.map { other in
                var bytes: [UInt8] = []
                Varint.append(one, to: &bytes)
                Varint.append(other, to: &bytes)
                return bytes
            }
        }
    }

    /// Whether a document's bytes contain one of the pairs: ten times as fast as reading its words. It may be wrong about a
    /// yes (the bytes may be the end of a larger number), never about a no.
    private static func mayHold(_ pairs: [[UInt8]]?, _ segment: Segment, _ document: Int) -> Bool {
        guard let pairs else { return true }
        let (start, end) = (Int(segment.forwardStarts[document]), Int(segment.forwardStarts[document + 1]))
        return segment.forward.withUnsafeBufferPointer { forward in
            pairs.contains { pair in
                pair.withUnsafeBufferPointer { pair in
                    // Two bytes at a time, and the rest only when they agree: a branch that is seldom taken.
                    for index in stride(from: start, through: end - pair.count, by: 1)
                    where forward[index] == pair[0] && forward[index + 1] == pair[1] {
                        var rest = 2
                        while rest < pair.count, forward[index + rest] == pair[rest] { rest += 1 }
                        if rest == pair.count { return true }
                    }
                    return false
                }
            }
        }
    }

    /// The weighted number of times that the phrase stands in a document.
    private static func occurrences(
        in cursor: inout WordCursor, places: UnsafeBufferPointer<UInt16>, length: Int, fieldWeights: [UInt8]
    ) -> UInt32 {
        let complete: UInt16 = 1 << UInt16(length - 1)
        var sum: UInt32 = 0
        for field in 0..<Int(cursor.next()) {
            let count = Int(cursor.next())
            var state: UInt16 = 0
            var found: UInt32 = 0
            for _ in 0..<count {
                state = (state << 1 | 1) & places[Int(cursor.next())]
                if state & complete != 0 { found += 1 }
            }
            sum += found * (field < fieldWeights.count ? UInt32(fieldWeights[field]) : 1)
        }
        return sum
    }
}
