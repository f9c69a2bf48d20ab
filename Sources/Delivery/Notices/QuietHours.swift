import Platform

/// When a telephone is left alone: at night, by the clock of the office's calendar.
public struct QuietHours: Sendable, Equatable {
    let firstHour: Int
    /// From this hour on nothing is sent any more.
    let lastHour: Int

    public init() { (firstHour, lastHour) = (8, 20) }

    /// `8-20`: from eight in the morning to eight in the evening; nil for anything that is no such hours.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let first = parts[0], let last = parts[1], first >= 0, first < last, last <= 24 else { return nil }
        (firstHour, lastHour) = (first, last)
    }

    /// The moment itself, or the next morning.
    func next(from now: Timestamp, zone: String) -> Timestamp {
        let offset = ZoneOffsets(zone)?.offset(now) ?? 0
        let (day, hour): (Int64, Int64) = (86_400_000, 3_600_000)
        let local = now.milliseconds + offset
        var midnight = local / day * day
        if local < 0, local % day != 0 { midnight -= day }
        let ofDay = local - midnight
        if ofDay >= Int64(lastHour) * hour {
            return Timestamp(milliseconds: midnight + day + Int64(firstHour) * hour - offset)
        }
        return ofDay < Int64(firstHour) * hour ? Timestamp(milliseconds: midnight + Int64(firstHour) * hour - offset) : now
    }
}
