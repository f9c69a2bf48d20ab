import NIOCore

/// Tells two versions of a reply apart: 128 bits, far quicker than a cryptographic hash, which nobody needs here
/// (whoever could make two pages collide would only fool their own browser).
enum ContentHash {
    static func text(of buffer: ByteBuffer) -> String {
        let (first, second) = buffer.withUnsafeReadableBytes { hash($0) }
        return String(first, radix: 36) + String(second, radix: 36)
    }

    static func hash(_ bytes: UnsafeRawBufferPointer) -> (UInt64, UInt64) {
        var first: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
        var second: UInt64 = 0xC2B2_AE3D_27D4_EB4F
        var at = 0
        while at + 16 <= bytes.count {
            let left = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            let right = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self))
            first = fold(first ^ left, 0xA076_1D64_78BD_642F ^ right)
            second = fold(second ^ right, 0xE703_7ED1_A0B4_28DB ^ left) &+ first
            at += 16
        }
        var rest: (UInt64, UInt64) = (0, 0)
        withUnsafeMutableBytes(of: &rest) { rest in
            rest.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[at...]))
        }
        first = fold(first ^ UInt64(littleEndian: rest.0), 0x8EBC_6AF0_9C88_C6E3 ^ UInt64(littleEndian: rest.1))
        second = fold(second ^ first, 0x5899_65CC_7537_4CC3 ^ UInt64(littleEndian: rest.1))
        return (first, second)
    }

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
