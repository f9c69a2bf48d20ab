/// The distinct words of a segment: a word is a pair of surface form and stem.
///
/// Numbered in the order in which they were first met, so that common words get small numbers, which take one byte in the
/// forward index. Number 0 is not a word: it stands between two texts.
struct TermTable: Sendable {
    /// Surface and stem of each word, one after another.
    private(set) var bytes: [UInt8] = []
    /// Where each word begins in `bytes`; one more than there are words.
    private(set) var starts: [UInt32] = [0, 0]
    private(set) var surfaceLengths: [UInt8] = [0]

    var count: Int { surfaceLengths.count }

    mutating func append(surface: UnsafeBufferPointer<UInt8>, stem: UnsafeBufferPointer<UInt8>) -> UInt32 {
        bytes.append(contentsOf: surface)
        bytes.append(contentsOf: stem)
        surfaceLengths.append(UInt8(surface.count))
        starts.append(UInt32(bytes.count))
        return UInt32(surfaceLengths.count - 1)
    }

    /// Where the surface or the stem of a word lies in `bytes`.
    @inline(__always)
    func range(of term: UInt32, stem: Bool) -> Range<Int> {
        let start = Int(starts[Int(term)])
        let middle = start + Int(surfaceLengths[Int(term)])
        return stem ? middle..<Int(starts[Int(term) + 1]) : start..<middle
    }

    /// The words ordered by surface or by stem, compared byte by byte.
    func sorted(byStem: Bool) -> [UInt32] {
        struct Entry {
            var head: UInt64
            var term: UInt32
        }
        return bytes.withUnsafeBufferPointer { bytes in
            // The first eight bytes decide most comparisons without a look at the text.
            var entries = (1..<UInt32(max(count, 1))).map { term in
                let range = range(of: term, stem: byStem)
                var head: UInt64 = 0
                for offset in 0..<8 {
                    head = head << 8 | (offset < range.count ? UInt64(bytes[range.lowerBound + offset]) : 0)
                }
                return Entry(head: head, term: term)
            }
            entries.sort { left, right in
                if left.head != right.head { return left.head < right.head }
                let a = bytes[range(of: left.term, stem: byStem)]
                let b = bytes[range(of: right.term, stem: byStem)]
                if a.elementsEqual(b) { return left.term < right.term }
                return a.lexicographicallyPrecedes(b)
            }
            return entries.map(\.term)
        }
    }

    /// The part of an order whose words equal `text`, or begin with it.
    func find(_ text: [UInt8], in order: [UInt32], stem: Bool, prefix: Bool = false) -> Range<Int> {
        bytes.withUnsafeBufferPointer { bytes in
            func firstIndex(where isBeyond: (Slice<UnsafeBufferPointer<UInt8>>) -> Bool) -> Int {
                var low = 0
                var high = order.count
                while low < high {
                    let middle = (low + high) / 2
                    if isBeyond(bytes[range(of: order[middle], stem: stem)]) { high = middle } else { low = middle + 1 }
                }
                return low
            }
            let start = firstIndex { !$0.lexicographicallyPrecedes(text) }
            let end = firstIndex { word in
                prefix
                    ? !word.starts(with: text) && text.lexicographicallyPrecedes(word)
                    : text.lexicographicallyPrecedes(word)
            }
            return start..<max(start, end)
        }
    }
}
