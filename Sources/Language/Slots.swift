/// Gives each document a small number, and finds the document of a number again.
///
/// `SearchIndex`, `FacetIndex` and `SortColumn` speak of documents by these numbers ("slots"), so that their answers can be
/// combined bit by bit. A released number is used again; keep one `Slots` with the indexes of the same snapshot.
public struct Slots<Key: Hashable & Sendable>: Sendable {
    private var numbers: [Key: UInt32] = [:]
    private var keys: [Key?] = []
    private var free: [UInt32] = []

    public init() {}

    public var count: Int { numbers.count }

    /// Past the greatest slot that was ever given.
    public var end: UInt32 { UInt32(keys.count) }

    /// The document's slot; a new one when it has none yet.
    public mutating func slot(for key: Key) -> UInt32 {
        if let known = numbers[key] { return known }
        let slot: UInt32
        if let reused = free.popLast() {
            slot = reused
            keys[Int(slot)] = key
        } else {
            slot = UInt32(keys.count)
            keys.append(key)
        }
        numbers[key] = slot
        return slot
    }

    /// The document's slot, if it has one.
    public func existing(_ key: Key) -> UInt32? { numbers[key] }

    /// Gives the document's slot up and returns it, to be removed from the indexes.
    public mutating func release(_ key: Key) -> UInt32? {
        guard let slot = numbers.removeValue(forKey: key) else { return nil }
        keys[Int(slot)] = nil
        free.append(slot)
        return slot
    }

    /// The document at a slot.
    public subscript(slot: UInt32) -> Key? {
        Int(slot) < keys.count ? keys[Int(slot)] : nil
    }
}
