/// A vector in whole numbers from −127 to 127 and one scale: a quarter of the room, and a cosine that differs by less than 0.005 from the exact one.
public struct ShortVector: Sendable, Equatable {
    public let scale: Float
    public let numbers: [Int8]

    public init(_ vector: [Float]) {
        let greatest = vector.reduce(0) { max($0, abs($1)) }
        scale = greatest / 127
        numbers = vector.map { greatest > 0 ? Int8(($0 / greatest * 127).rounded()) : 0 }
    }

    /// From the database: four bytes of scale (little-endian), then a byte a number; nil for anything else.
    public init?(stored bytes: [UInt8]) {
        guard bytes.count > 4 else { return nil }
        let bits = bytes[..<4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let scale = Float(bitPattern: bits)
        guard scale.isFinite, scale >= 0 else { return nil }
        self.scale = scale
        numbers = bytes[4...].map { Int8(bitPattern: $0) }
    }

    public var stored: [UInt8] {
        let bits = scale.bitPattern
        return (0..<4).map { UInt8(truncatingIfNeeded: bits >> UInt32(8 * $0)) } + numbers.map { UInt8(bitPattern: $0) }
    }
}
