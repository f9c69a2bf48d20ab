/// Numbers whose rising order is the order of what they stand for: what `SortColumn` holds.
public enum SortKey {
    public static func ascending(_ number: Int64) -> UInt64 { UInt64(bitPattern: number) ^ (1 << 63) }
    public static func descending(_ number: Int64) -> UInt64 { ~ascending(number) }

    /// Not-a-number comes last.
    public static func ascending(_ number: Double) -> UInt64 {
        guard !number.isNaN else { return .max }
        let bits = (number == 0 ? 0 : number).bitPattern  // -0 is 0
        return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
    }

    /// Not-a-number comes last.
    public static func descending(_ number: Double) -> UInt64 {
        number.isNaN ? .max : ~ascending(number)
    }
}

/// One key for each document, by slot. A document without a key comes last.
public struct SortColumn: Sendable {
    private var keys: [UInt64] = []

    public init() {}

    public mutating func set(_ key: UInt64, at slot: UInt32) {
        if Int(slot) >= keys.count {
            keys.append(contentsOf: repeatElement(.max, count: Int(slot) + 1 - keys.count))
        }
        keys[Int(slot)] = key
    }

    public func key(at slot: UInt32) -> UInt64 {
        Int(slot) < keys.count ? keys[Int(slot)] : .max
    }
}

/// Where a page ended. Its description goes into the next page's address.
public struct PageCursor: Sendable, Hashable, Comparable, LosslessStringConvertible {
    public let key: UInt64
    public let tie: UInt64

    public init(key: UInt64, tie: UInt64) {
        self.key = key
        self.tie = tie
    }

    /// Nil for anything but what `description` writes.
    public init?(_ description: String) {
        let parts = description.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let key = UInt64(parts[0], radix: 36), let tie = UInt64(parts[1], radix: 36),
            !description.contains("+")
        else { return nil }
        self.init(key: key, tie: tie)
    }

    public var description: String { "\(String(key, radix: 36))-\(String(tie, radix: 36))" }

    public static func < (left: PageCursor, right: PageCursor) -> Bool {
        (left.key, left.tie) < (right.key, right.tie)
    }
}

public struct ResultPage: Sendable, Hashable {
    public let slots: [UInt32]
    /// Nil on the last page.
    public let next: PageCursor?
}

/// Takes one page out of a set of documents without sorting the set.
public enum Paging {
    /// The first `limit` documents after `cursor`, by `column`.
    ///
    /// `tie` decides between equal keys. It must be different for each document, and the same on each node, or documents could
    /// be passed over; the last eight bytes of a UUIDv7 serve.
    public static func page(
        of documents: Bitmap, by column: SortColumn, tie: SortColumn, after cursor: PageCursor? = nil, limit: Int
    ) -> ResultPage {
        page(of: documents, after: cursor, limit: limit) { slot in
            PageCursor(key: column.key(at: slot), tie: tie.key(at: slot))
        }
    }

    /// The same with the best match first. `documents` are those of the result that passed the filters.
    public static func page(
        of documents: Bitmap, byScoreIn result: SearchResult, tie: SortColumn, after cursor: PageCursor? = nil,
        limit: Int
    ) -> ResultPage {
        page(of: documents, after: cursor, limit: limit) { slot in
            PageCursor(key: SortKey.descending(Double(result.score(of: slot))), tie: tie.key(at: slot))
        }
    }

    @inline(__always)
    private static func page(
        of documents: Bitmap, after cursor: PageCursor?, limit: Int, place: (UInt32) -> PageCursor
    ) -> ResultPage {
        // A heap of the best so far with the worst on top; one more than asked for tells whether there is a next page.
        let room = max(limit, 0) + 1
        var heap: [(place: PageCursor, slot: UInt32)] = []
        documents.forEach { slot in
            let entry = (place: place(slot), slot: slot)
            if let cursor, entry.place <= cursor { return }
            if heap.count < room {
                heap.append(entry)
                siftUp(&heap)
            } else if entry.place < heap[0].place {
                heap[0] = entry
                siftDown(&heap)
            }
        }
        heap.sort { $0.place < $1.place }
        let page = heap.prefix(room - 1)
        return ResultPage(slots: page.map(\.slot), next: heap.count == room ? page.last?.place : nil)
    }

    private static func siftUp(_ heap: inout [(place: PageCursor, slot: UInt32)]) {
        var index = heap.count - 1
        while index > 0, heap[(index - 1) / 2].place < heap[index].place {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    private static func siftDown(_ heap: inout [(place: PageCursor, slot: UInt32)]) {
        var index = 0
        while true {
            var worst = index
            for child in [2 * index + 1, 2 * index + 2] where child < heap.count {
                if heap[worst].place < heap[child].place { worst = child }
            }
            if worst == index { return }
            heap.swapAt(index, worst)
            index = worst
        }
    }
}
