import Foundation
import Platform
import Synchronization

/// How far a time zone is from UTC at each moment, as a short table: asking Foundation for each event would cost more than the
/// whole deadline.
struct ZoneOffsets: Sendable {
    /// From when on, in milliseconds; ascending. The first holds for everything before, too.
    private let starts: [Int64]
    /// In milliseconds east of UTC.
    private let offsets: [Int64]

    /// nil for a name that is no time zone.
    init?(_ name: String) {
        if let known = Self.known.withLock({ $0[name] }) {
            self = known
            return
        }
        // Foundation also takes abbreviations, which differ from country to country.
        guard name == "UTC" || name == "GMT" || name.contains("/"), let zone = TimeZone(identifier: name) else { return nil }
        self.init(zone)
        let made = self
        Self.known.withLock { $0[name] = made }
    }

    private init(_ zone: TimeZone) {
        func offset(_ second: Int) -> Int64 {
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))) * 1000
        }
        let first = (Day.range.lowerBound.number - 1) * 86_400
        let last = (Day.range.upperBound.number + 1) * 86_400
        var starts = [Int64(first) * 1000]
        var offsets = [offset(first)]
        var second = first
        while second < last {
            let next = second + 86_400
            let here = offsets[offsets.count - 1]
            if offset(next) != here {
                // The change lies within this day: halve until it is found to the second.
                var (low, high) = (second, next)
                while high - low > 1 {
                    let middle = low + (high - low) / 2
                    if offset(middle) == here { low = middle } else { high = middle }
                }
                starts.append(Int64(high) * 1000)
                offsets.append(offset(next))
            }
            second = next
        }
        self.starts = starts
        self.offsets = offsets
    }

    func offset(_ moment: Timestamp) -> Int64 {
        if starts.count == 1 { return offsets[0] }
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= moment.milliseconds { low = middle } else { high = middle }
        }
        return offsets[low]
    }

    /// Names come from calendars that somebody may edit, and a table takes a moment to make.
    private static let known = Mutex<[String: ZoneOffsets]>([:])
}
