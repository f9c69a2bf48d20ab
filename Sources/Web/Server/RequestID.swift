import Synchronization

/// Names of requests: a random part for the process and a counter, 16 hexadecimal digits.
final class RequestIDs: Sendable {
    private let process = UInt64.random(in: 0...UInt64.max) << 32
    private let counter = Atomic<UInt32>(UInt32.random(in: 0...UInt32.max))

    func next() -> String {
        let number = process | UInt64(counter.wrappingAdd(1, ordering: .relaxed).newValue)
        return String(unsafeUninitializedCapacity: 16) { buffer in
            for place in 0..<16 {
                let digit = UInt8(truncatingIfNeeded: number >> UInt64(60 - place * 4)) & 15
                buffer[place] = digit < 10 ? digit + 48 : digit + 87
            }
            return 16
        }
    }

    /// An id given by a proxy that we trust. A stranger's is not taken: it would put their words into our log.
    static func isWellFormed(_ id: String) -> Bool {
        (8...64).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
                default: false
                }
            }
    }
}
