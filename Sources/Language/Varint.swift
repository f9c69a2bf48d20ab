/// Numbers in as few bytes as they need: seven bits a byte, the low ones first, the high bit says "more".
enum Varint {
    static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// How many bytes a number takes.
    @inline(__always)
    static func length(_ number: UInt32) -> Int { max(1, (38 - number.leadingZeroBitCount) / 7) }

    /// Writes into room that is there already; `position` moves past it.
    @inline(__always)
    static func write(_ number: UInt32, to bytes: UnsafeMutableBufferPointer<UInt8>, at position: inout Int) {
        var rest = number
        while rest >= 0x80 {
            bytes[position] = UInt8(truncatingIfNeeded: rest) | 0x80
            position &+= 1
            rest >>= 7
        }
        bytes[position] = UInt8(truncatingIfNeeded: rest)
        position &+= 1
    }

    /// For bytes that this module wrote or has checked.
    @inline(__always)
    static func read(_ bytes: UnsafeBufferPointer<UInt8>, at position: inout Int) -> UInt32 {
        var byte = bytes[position]
        position &+= 1
        if byte < 0x80 { return UInt32(byte) }
        var number = UInt32(byte & 0x7F)
        var shift: UInt32 = 7
        repeat {
            byte = bytes[position]
            position &+= 1
            number |= UInt32(byte & 0x7F) &<< shift
            shift &+= 7
        } while byte >= 0x80
        return number
    }

    /// For bytes from elsewhere: nil when they end early or hold more than 32 bits.
    static func readChecked(_ bytes: UnsafeBufferPointer<UInt8>, at position: inout Int) -> UInt32? {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 28, by: 7) {
            guard position < bytes.count else { return nil }
            let byte = bytes[position]
            position += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return UInt32(exactly: number) }
        }
        return nil
    }
}
