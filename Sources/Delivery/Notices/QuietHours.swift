import Platform

/// When a telephone is left alone: at night, by the clock of the office's calendar.
struct QuietHours: Sendable {
    var firstHour = 8
    /// From this hour on nothing is sent any more.
    var lastHour = 20

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
