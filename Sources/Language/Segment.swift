/// An immutable part of the search index: its documents, their words, and where each word occurs.
///
/// *Postings* (word → documents) answer which documents match; the *forward index* (document → words in order) answers
/// phrases and feeds merges. Both are written as variable-length numbers: about two bytes for each occurrence.
final class Segment: Sendable {
    /// The slot of each document; documents are numbered from 0 inside the segment.
    let slots: [UInt32]
    let members: Bitmap
    let terms: TermTable
    let bySurface: [UInt32]
    let byStem: [UInt32]
    /// For each word: steps to the next document, each with the weighted number of occurrences (1…255).
    let postings: [UInt8]
    let postingStarts: [UInt32]
    /// For each document: the number of fields, then each field's length and words.
    let forward: [UInt8]
    let forwardStarts: [UInt32]
    /// The weighted number of words of each document.
    let lengths: [UInt32]

    init(
        slots: [UInt32], terms: TermTable, postings: [UInt8], postingStarts: [UInt32], forward: [UInt8],
        forwardStarts: [UInt32], lengths: [UInt32]
    ) {
        self.slots = slots
        self.members = Bitmap(slots)
        self.terms = terms
        self.bySurface = terms.sorted(byStem: false)
        self.byStem = terms.sorted(byStem: true)
        self.postings = postings
        self.postingStarts = postingStarts
        self.forward = forward
        self.forwardStarts = forwardStarts
        self.lengths = lengths
    }

    /// The memory that it takes, in bytes.
    var byteCount: Int {
        postings.count + forward.count + terms.bytes.count + terms.surfaceLengths.count
            + 4 * (slots.count + terms.starts.count + bySurface.count + byStem.count + postingStarts.count)
            + 4 * (forwardStarts.count + lengths.count) + members.words.count * 8
    }

    /// The words that a query's word stands for, each once.
    func terms(for word: Query.Word) -> [UInt32] {
        let surface = Array(word.surface.utf8)
        var found = bySurface[terms.find(surface, in: bySurface, stem: false, prefix: word.isPrefix)]
        for stem in word.stems {
            found += byStem[terms.find(Array(stem.utf8), in: byStem, stem: true)]
        }
        return word.stems.isEmpty ? Array(found) : Array(Set(found))
    }

    /// Calls `body` with each document that has the word, and the weight of its occurrences there.
    @inline(__always)
    func forEachPosting(of term: UInt32, _ body: (_ slot: UInt32, _ weight: UInt8) -> Void) {
        postings.withUnsafeBufferPointer { postings in
            slots.withUnsafeBufferPointer { slots in
                var position = Int(postingStarts[Int(term)])
                let end = Int(postingStarts[Int(term) + 1])
                var document = 0
                while position < end {
                    document &+= Int(Varint.read(postings, at: &position))
                    body(slots[document], postings[position])
                    position &+= 1
                }
            }
        }
    }

    /// Calls `body` with each field of a document: its number, and its words in order. `body` must read all the words.
    @inline(__always)
    func forEachField(of document: Int, _ body: (_ field: Int, _ words: inout WordCursor, _ count: Int) -> Void) {
        forward.withUnsafeBufferPointer { forward in
            var words = WordCursor(bytes: forward, position: Int(forwardStarts[document]))
            let fields = Int(words.next())
            for field in 0..<fields {
                let count = Int(words.next())
                body(field, &words, count)
            }
        }
    }
}

/// Reads the numbers of a forward index.
struct WordCursor {
    let bytes: UnsafeBufferPointer<UInt8>
    var position: Int

    @inline(__always)
    mutating func next() -> UInt32 { Varint.read(bytes, at: &position) }
}
