public import Platform

/// Moments as interfaces write them (RFC 3339): `2026-03-02T10:15:00+06:00`, `2026-03-02T04:15:00.250Z`.
public enum RFC3339 {
    /// nil for text that is no such moment; one without its distance from UTC is none.
    public static func parse(_ text: String) -> Timestamp? {
        var rest = Array(text.utf8)[...]
        func digits(_ count: Int) -> Int? {
            guard rest.count >= count else { return nil }
            var value = 0
            for byte in rest.prefix(count) {
                guard isDigit(byte) else { return nil }
                value = value * 10 + Int(byte - zero)
            }
            rest = rest.dropFirst(count)
            return value
        }
        func sign(_ wanted: Character...) -> Bool {
            guard let byte = rest.first, wanted.contains(Character(UnicodeScalar(byte))) else { return false }
            rest = rest.dropFirst()
            return true
        }
        guard rest.count >= 20, let day = Day(String(decoding: rest.prefix(10), as: UTF8.self)) else { return nil }
        rest = rest.dropFirst(10)
        guard sign("T", "t", " "), let hour = digits(2), hour < 24, sign(":"), let minute = digits(2), minute < 60, sign(":"),
            let second = digits(2), second < 60
        else { return nil }
        var millisecond = 0
        if sign(".") {
            let fraction = rest.prefix(while: isDigit)
            guard !fraction.isEmpty else { return nil }
            // What is finer than a millisecond is dropped.
            for place in 0..<3 { millisecond = millisecond * 10 + (place < fraction.count ? Int(fraction[fraction.startIndex + place] - zero) : 0) }
            rest = rest.dropFirst(fraction.count)
        }
        var offset = 0
        if !sign("Z", "z") {
            let isWest = rest.first == UInt8(ascii: "-")
            guard sign("+", "-"), let hours = digits(2), hours < 24, sign(":"), let minutes = digits(2), minutes < 60 else {
                return nil
            }
            offset = (hours * 60 + minutes) * (isWest ? -60 : 60)
        }
        guard rest.isEmpty else { return nil }
        let seconds = day.number * 86_400 + hour * 3600 + minute * 60 + second - offset
        return Timestamp(milliseconds: Int64(seconds) * 1000 + Int64(millisecond))
    }

    /// The same moment where the clocks are `offset` milliseconds ahead: `2026-03-02T10:15:00+06:00`, to the second.
    static func text(_ moment: Timestamp, offset: Int64) -> String {
        let minutes = abs(offset) / 60_000
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : String(number) }
        let day = Day(moment, offset: offset)
        let second = (moment.milliseconds + offset - Int64(day.number) * 86_400_000) / 1000
        let local = "\(day.description)T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
        return offset == 0 ? "\(local)Z" : "\(local)\(offset < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    }

    private static let zero = UInt8(ascii: "0")

    private static func isDigit(_ byte: UInt8) -> Bool { (zero...UInt8(ascii: "9")).contains(byte) }
}
