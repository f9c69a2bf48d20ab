/// A set of small numbers, one bit each: which documents match.
///
/// Grows as needed; sets of different sizes may be combined. 100,000 documents take 12.5 KB.
public struct Bitmap: Sendable {
    private(set) var words: [UInt64]

    public init() { words = [] }

    /// An empty set with room for the numbers below `capacity`.
    init(capacity: Int) { words = [UInt64](repeating: 0, count: (capacity + 63) / 64) }

    public init(_ numbers: some Sequence<UInt32>) {
        self.init()
        for number in numbers { insert(number) }
    }

    public var count: Int {
        words.withUnsafeBufferPointer { words in
            var count = 0
            for word in words { count &+= word.nonzeroBitCount }
            return count
        }
    }

    public var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    public func contains(_ number: UInt32) -> Bool {
        let word = Int(number >> 6)
        return word < words.count && words[word] & (1 << UInt64(number & 63)) != 0
    }

    public mutating func insert(_ number: UInt32) {
        let word = Int(number >> 6)
        if word >= words.count { words.append(contentsOf: repeatElement(0, count: word + 1 - words.count)) }
        words[word] |= 1 << UInt64(number & 63)
    }

    public mutating func remove(_ number: UInt32) {
        let word = Int(number >> 6)
        if word < words.count { words[word] &= ~(1 << UInt64(number & 63)) }
    }

    public mutating func formIntersection(_ other: Bitmap) {
        if words.count > other.words.count { words.removeLast(words.count - other.words.count) }
        combine(other) { $0 & $1 }
    }

    public mutating func formUnion(_ other: Bitmap) {
        if words.count < other.words.count {
            words.append(contentsOf: repeatElement(0, count: other.words.count - words.count))
        }
        combine(other) { $0 | $1 }
    }

    public mutating func subtract(_ other: Bitmap) {
        combine(other) { $0 & ~$1 }
    }

    /// How many numbers are in both sets, without making the set.
    public func intersectionCount(_ other: Bitmap) -> Int {
        words.withUnsafeBufferPointer { mine in
            other.words.withUnsafeBufferPointer { others in
                var count = 0
                for index in 0..<Swift.min(mine.count, others.count) {
                    count &+= (mine[index] & others[index]).nonzeroBitCount
                }
                return count
            }
        }
    }

    /// Calls `body` for each number, in rising order.
    @inline(__always)
    func forEach(_ body: (UInt32) -> Void) {
        words.withUnsafeBufferPointer { words in
            for index in words.indices {
                var word = words[index]
                while word != 0 {
                    body(UInt32(truncatingIfNeeded: index &* 64 &+ word.trailingZeroBitCount))
                    word &= word &- 1
                }
            }
        }
    }

    /// The words for writing, with room for the numbers below `capacity`.
    mutating func withMutableWords(capacity: Int, _ body: (UnsafeMutableBufferPointer<UInt64>) -> Void) {
        let needed = (capacity + 63) / 64
        if words.count < needed { words.append(contentsOf: repeatElement(0, count: needed - words.count)) }
        words.withUnsafeMutableBufferPointer { body($0) }
    }

    @inline(__always)
    private mutating func combine(_ other: Bitmap, _ operation: (UInt64, UInt64) -> UInt64) {
        let count = Swift.min(words.count, other.words.count)
        words.withUnsafeMutableBufferPointer { mine in
            other.words.withUnsafeBufferPointer { others in
                for index in 0..<count { mine[index] = operation(mine[index], others[index]) }
            }
        }
    }
}

extension Bitmap: Hashable {
    /// Equal when they hold the same numbers, whatever room they keep.
    public static func == (left: Bitmap, right: Bitmap) -> Bool {
        let shared = Swift.min(left.words.count, right.words.count)
        return left.words.prefix(shared) == right.words.prefix(shared)
            && left.words.dropFirst(shared).allSatisfy { $0 == 0 }
            && right.words.dropFirst(shared).allSatisfy { $0 == 0 }
    }

    public func hash(into hasher: inout Hasher) {
        for word in words where word != 0 { hasher.combine(word) }
    }
}

extension Bitmap: Sequence {
    public struct Iterator: IteratorProtocol {
        private let words: [UInt64]
        private var index = 0
        private var word: UInt64

        init(_ words: [UInt64]) {
            self.words = words
            word = words.first ?? 0
        }

        public mutating func next() -> UInt32? {
            while word == 0 {
                index += 1
                guard index < words.count else { return nil }
                word = words[index]
            }
            defer { word &= word &- 1 }
            return UInt32(index * 64 + word.trailingZeroBitCount)
        }
    }

    /// The numbers in rising order.
    public func makeIterator() -> Iterator { Iterator(words) }
}
