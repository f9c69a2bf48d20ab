import Platform

/// Whole days out of an iCalendar file (RFC 5545): what a ministry's list of holidays usually comes as.
///
/// Read are `VEVENT`s with `DTSTART;VALUE=DATE`, `DTEND` (the day after the last one), `SUMMARY`, `STATUS:CANCELLED` and a plain yearly
/// `RRULE`. A time of day or another rule is refused with its line: a holiday that was read wrongly would move due dates.
struct ICalendarDays {
    private(set) var days: [CalendarDefinition.Holiday] = []
    private(set) var issues: [FieldIssue] = []

    static let mostBytes = 1024 * 1024
    private static let longest = 400
    /// How far a yearly holiday is written out, in years after its first.
    static let years = 10

    private struct Event {
        let line: Int
        var start: Day?
        var end: Day?
        var summary = ""
        var rule: String?
        var isCancelled = false
    }

    init(_ text: String) {
        var event: Event?
        var isCalendar = false
        for (line, content) in Self.unfolded(text) {
            guard let property = Property(content) else { continue }
            switch (property.name, property.value.uppercased()) {
            case ("BEGIN", "VCALENDAR"): isCalendar = true
            case ("BEGIN", "VEVENT"): event = Event(line: line)
            case ("END", "VEVENT"):
                if let event { take(event) }
                event = nil
            case ("DTSTART", _): event?.start = day(property, line)
            case ("DTEND", _): event?.end = day(property, line)
            case ("SUMMARY", _): event?.summary = Self.unescaped(property.value)
            case ("RRULE", _): event?.rule = property.value.uppercased()
            case ("STATUS", "CANCELLED"): event?.isCancelled = true
            case ("RDATE", _), ("EXDATE", _), ("RECURRENCE-ID", _), ("DURATION", _):
                if event != nil { issues.append(FieldIssue("\(line)", "error.ical-property", ["name": property.name])) }
            default: break
            }
        }
        if !isCalendar { issues.append(FieldIssue("1", "error.ical-none")) }
        if days.isEmpty, issues.isEmpty { issues.append(FieldIssue("1", "error.ical-empty")) }
        days.sort { ($0.date, $0.name) < ($1.date, $1.name) }
    }

    private mutating func day(_ property: Property, _ line: Int) -> Day? {
        let digits = property.value
        let isDate = digits.utf8.count == 8
        let text = isDate ? "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))" : ""
        guard let day = Day(text), Day.range.contains(day) else {
            issues.append(FieldIssue("\(line)", "error.ical-day", ["value": String(digits.prefix(40))]))
            return nil
        }
        return day
    }

    private mutating func take(_ event: Event) {
        guard !event.isCancelled else { return }
        // What is wrong with its days was told at their lines.
        guard let start = event.start else {
            if !issues.contains(where: { Int($0.field).map { $0 > event.line } ?? false }) {
                issues.append(FieldIssue("\(event.line)", "error.ical-start"))
            }
            return
        }
        let last = event.end.map { $0.adding(days: -1) } ?? start
        guard last >= start, last.number - start.number < Self.longest else {
            issues.append(FieldIssue("\(event.line)", "error.ical-length", ["most": String(Self.longest)]))
            return
        }
        let name = event.summary.isEmpty ? "–" : String(event.summary.prefix(CalendarDefinition.nameLimit))
        guard let starts = starts(event, start) else {
            issues.append(FieldIssue("\(event.line)", "error.ical-rule", ["rule": String((event.rule ?? "").prefix(80))]))
            return
        }
        for first in starts {
            for offset in 0...(last.number - start.number) where Day.range.contains(first.adding(days: offset)) {
                guard days.count < CalendarDefinition.mostHolidays else { return tooMany() }
                days.append(.init(date: first.adding(days: offset), name: name))
            }
        }
    }

    private mutating func tooMany() {
        let issue = FieldIssue("1", "error.more-than", ["limit": String(CalendarDefinition.mostHolidays)])
        if !issues.contains(issue) { issues.append(issue) }
    }

    /// The first days of each time that it happens; nil for a rule that is not plainly yearly.
    private func starts(_ event: Event, _ start: Day) -> [Day]? {
        guard let rule = event.rule else { return [start] }
        var parts: [String: String] = [:]
        for part in rule.split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2 else { return nil }
            parts[pair[0]] = pair[1]
        }
        let (year, month, day) = start.parts
        guard parts.removeValue(forKey: "FREQ") == "YEARLY", (parts.removeValue(forKey: "INTERVAL") ?? "1") == "1" else { return nil }
        parts["WKST"] = nil
        // Saying the same month and day again changes nothing.
        if let own = parts.removeValue(forKey: "BYMONTH"), own != String(month) { return nil }
        if let own = parts.removeValue(forKey: "BYMONTHDAY"), own != String(day) { return nil }
        var count = Self.years
        if let text = parts.removeValue(forKey: "COUNT") {
            guard let wanted = Int(text), wanted > 0 else { return nil }
            count = min(wanted, Self.years)
        }
        var until: Day?
        if let text = parts.removeValue(forKey: "UNTIL") {
            guard let day = Day("\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.dropFirst(6).prefix(2))") else { return nil }
            until = day
        }
        guard parts.isEmpty else { return nil }
        // 29 February is left out in the years that do not have it.
        let last = until ?? Day.range.upperBound
        return (0..<count).compactMap { Day("\(year + $0)-\(Self.two(month))-\(Self.two(day))") }.filter { $0 <= last }
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

    // MARK: Lines

    /// Logical lines with the number of their first line: a line that begins with a blank goes on with the one before.
    private static func unfolded(_ text: String) -> [(line: Int, content: String)] {
        var lines: [(line: Int, content: String)] = []
        let plain = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        for (index, line) in plain.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if let first = line.first, first == " " || first == "\t", !lines.isEmpty {
                lines[lines.count - 1].content += line.dropFirst()
            } else if !line.isEmpty {
                lines.append((index + 1, String(line)))
            }
        }
        return lines
    }

    /// `NAME;PARAMETER=…:value`. A parameter's quoted value may hold a colon.
    private struct Property {
        let name: String
        let value: String

        init?(_ line: String) {
            var isQuoted = false
            guard let colon = line.firstIndex(where: { character in
                if character == "\"" { isQuoted.toggle() }
                return character == ":" && !isQuoted
            }) else { return nil }
            name = line[..<colon].prefix { $0 != ";" }.uppercased()
            value = String(line[line.index(after: colon)...])
        }
    }

    private static func unescaped(_ text: String) -> String {
        var result = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                result.append(character == "n" || character == "N" ? " " : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                result.append(character)
            }
        }
        return result
    }
}
