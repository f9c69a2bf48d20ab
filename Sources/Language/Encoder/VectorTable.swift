internal import CEncoder

/// Many short vectors in one piece of memory for each thousand, and how near each is to a query: all of them are compared.
///
/// A value: a changed copy shares the blocks that did not change. Rows are named by slots (see `Slots`).
public struct VectorTable: Sendable {
    static let rowsInBlock = 1_024

    private struct Block: Sendable {
        var numbers: [Int8]
        /// Of a row without a vector: NaN, which makes its nearness NaN.
        var scales: [Float]

        init(dimension: Int) {
            numbers = [Int8](repeating: 0, count: dimension * rowsInBlock)
            scales = [Float](repeating: .nan, count: rowsInBlock)
        }
    }

    public let dimension: Int
    private var blocks: [Block] = []

    public init(dimension: Int) { self.dimension = dimension }

    /// The memory that it takes, in bytes.
    public var byteCount: Int { blocks.count * Self.rowsInBlock * (dimension + MemoryLayout<Float>.size) }

    /// The vector must have `dimension` numbers.
    public mutating func set(_ vector: ShortVector, at slot: UInt32) {
        precondition(vector.numbers.count == dimension, "All vectors of a table are of one length.")
        let (block, row) = Int(slot).quotientAndRemainder(dividingBy: Self.rowsInBlock)
        while blocks.count <= block { blocks.append(Block(dimension: dimension)) }
        blocks[block].numbers.replaceSubrange(row * dimension..<(row + 1) * dimension, with: vector.numbers)
        blocks[block].scales[row] = vector.scale
    }

    public mutating func remove(_ slot: UInt32) {
        let (block, row) = Int(slot).quotientAndRemainder(dividingBy: Self.rowsInBlock)
        if block < blocks.count { blocks[block].scales[row] = .nan }
    }

    /// The dot product of the query with each row, by slot; NaN where there is no vector.
    ///
    /// The query is taken in sixteen bits, so that it adds no error worth speaking of.
    public func nearness(to query: [Float]) -> [Float] {
        precondition(query.count == dimension, "A query is as long as the vectors.")
        let greatest = query.reduce(0) { max($0, abs($1)) }
        // So small that no sum of products leaves 32 bits, whatever the vectors are.
        let top = min(8_191, Float(Int32.max / 128 / Int32(dimension)))
        let scale = greatest / top
        let numbers = query.map { greatest > 0 ? Int16(($0 / greatest * top).rounded(.towardZero)) : 0 }
        var found = [Float](repeating: .nan, count: blocks.count * Self.rowsInBlock)
        found.withUnsafeMutableBufferPointer { out in
            for (index, block) in blocks.enumerated() {
                guard let start = out.baseAddress else { return }
                sangam_nearness(
                    block.numbers, block.scales, Int32(Self.rowsInBlock), numbers, scale, Int32(dimension),
                    start + index * Self.rowsInBlock)
            }
        }
        return found
    }
}
