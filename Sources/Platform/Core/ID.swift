public import SQL
import Synchronization

/// A permanent identifier: a UUID of version 7 (RFC 9562), so that ids made later sort later.
///
/// `Record` keeps the ids of different records apart: an `ID<Need>` cannot be passed where an `ID<Solution>` is wanted.
public struct ID<Record>: Sendable, Hashable, Comparable, LosslessStringConvertible, Codable, SQLBindable,
    SQLDecodable
{
    private let high: UInt64
    private let low: UInt64

    /// A new id: the injected clock's time, a counter within the millisecond, and 48 random bits.
    ///
    /// The counter (RFC 9562, 6.2, method 1) keeps the ids that one process makes in one millisecond in their order, so that
    /// the rows of a file keep theirs.
    public init(at now: Timestamp, using generator: inout some RandomNumberGenerator) {
        let time = UInt64(bitPattern: now.milliseconds) & 0xFFFF_FFFF_FFFF
        let count = idCounter.next(at: now, seed: generator.next())
        high = time << 16 | 0x7000 | count >> 14
        low = 0x8000_0000_0000_0000 | (count & 0x3FFF) << 48 | generator.next() & 0xFFFF_FFFF_FFFF
    }

    public init(at now: Timestamp) {
        var generator = SystemRandomNumberGenerator()
        self.init(at: now, using: &generator)
    }

    /// Reads the usual 36 characters; nil for anything else.
    public init?(_ description: String) {
        var digits: [UInt64] = []
        digits.reserveCapacity(32)
        var position = 0
        for byte in description.utf8 {
            switch position {
            case 8, 13, 18, 23:
                guard byte == UInt8(ascii: "-") else { return nil }
            default:
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(UInt64(byte - 48))
                case UInt8(ascii: "a")...UInt8(ascii: "f"): digits.append(UInt64(byte - 87))
                case UInt8(ascii: "A")...UInt8(ascii: "F"): digits.append(UInt64(byte - 55))
                default: return nil
                }
            }
            position += 1
            if position > 36 { return nil }
        }
        guard position == 36 else { return nil }
        high = digits[..<16].reduce(0) { $0 << 4 | $1 }
        low = digits[16...].reduce(0) { $0 << 4 | $1 }
    }

    public var description: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var out = 0
            for (word, marks) in [(high, [8, 13]), (low, [18, 23])] {
                var shift = 60
                while shift >= 0 {
                    if marks.contains(out) || out == 18 {
                        buffer[out] = UInt8(ascii: "-")
                        out += 1
                    }
                    let digit = UInt8(truncatingIfNeeded: word >> UInt64(shift)) & 0xF
                    buffer[out] = digit < 10 ? digit + 48 : digit + 87
                    out += 1
                    shift -= 4
                }
            }
            return out
        }
    }

    public static func < (left: ID, right: ID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }

    public var sqlValue: SQLValue { .text(description) }

    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(text)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = ID(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an id: “\(text)”")
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension ID {
    /// The random half, as a tie-breaker for orders that is the same on each node.
    public var tieBreaker: UInt64 { low }
}

/// Counts the ids made in one millisecond, from a random start with room for 33 million more.
private final class IDCounter: Sendable {
    private let last = Mutex<(time: Int64, count: UInt64)>((.min, 0))

    func next(at now: Timestamp, seed: UInt64) -> UInt64 {
        last.withLock { last in
            last = last.time == now.milliseconds
                ? (last.time, (last.count + 1) & 0x3FF_FFFF) : (now.milliseconds, seed & 0x1FF_FFFF)
            return last.count
        }
    }
}

private let idCounter = IDCounter()
