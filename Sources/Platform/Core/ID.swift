public import SQL

/// A permanent identifier: a UUID of version 7 (RFC 9562), so that ids made later sort later.
///
/// `Record` keeps the ids of different records apart: an `ID<Need>` cannot be passed where an `ID<Solution>` is wanted.
public struct ID<Record>: Sendable, Hashable, Comparable, LosslessStringConvertible, Codable, SQLBindable,
    SQLDecodable
{
    private let high: UInt64
    private let low: UInt64

    /// A new id. The time comes from the injected clock, the rest is random.
    public init(at now: Timestamp, using generator: inout some RandomNumberGenerator) {
        let time = UInt64(bitPattern: now.milliseconds) & 0xFFFF_FFFF_FFFF
        high = time << 16 | 0x7000 | (generator.next() & 0x0FFF)
        low = 0x8000_0000_0000_0000 | (generator.next() & 0x3FFF_FFFF_FFFF_FFFF)
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
