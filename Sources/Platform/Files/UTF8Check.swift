/// Follows a stream of bytes and tells whether it is UTF-8 text without control characters (tabs, line ends and form feeds may be).
struct UTF8Check {
    private(set) var isText = true
    /// How many continuation bytes are still to come, and what the next may be.
    private var expected = 0
    private var range: ClosedRange<UInt8> = 0x80...0xBF

    /// Whether the stream may end here: not in the middle of a character.
    var isWhole: Bool { isText && expected == 0 }

    mutating func feed(_ bytes: some Sequence<UInt8>) {
        guard isText else { return }
        for byte in bytes {
            guard accept(byte) else {
                isText = false
                return
            }
        }
    }

    /// The table of well-formed sequences of the Unicode Standard, section 3.9 (3-7).
    private mutating func accept(_ byte: UInt8) -> Bool {
        if expected > 0 {
            guard range.contains(byte) else { return false }
            expected -= 1
            range = 0x80...0xBF
            return true
        }
        switch byte {
        case 0x09, 0x0A, 0x0C, 0x0D, 0x20...0x7E: return true
        case 0xC2...0xDF: expected = 1
        case 0xE0: (expected, range) = (2, 0xA0...0xBF)
        case 0xED: (expected, range) = (2, 0x80...0x9F)
        case 0xE1...0xEF: expected = 2
        case 0xF0: (expected, range) = (3, 0x90...0xBF)
        case 0xF1...0xF3: expected = 3
        case 0xF4: (expected, range) = (3, 0x80...0x8F)
        default: return false
        }
        return true
    }
}
