/// A calendar that other programs can take over (iCalendar, RFC 5545), served as `text/calendar; charset=utf-8`.
///
///     ICalendar(name: "Meetings of Fiji", events: [event]).text
///
/// Times are written in UTC, so that no time zone has to be described. A program that has read an event before replaces it when it
/// reads the same `uid` with a greater `sequence`.
public struct ICalendar: Sendable, Equatable {
    public struct Event: Sendable, Equatable {
        /// The same for the same event for ever, and for no other one anywhere.
        public var uid: String
        /// Greater each time the event is changed.
        public var sequence: Int
        /// When this was written.
        public var stamp: Timestamp
        public var start: Timestamp
        public var end: Timestamp
        public var summary: String
        public var description: String
        public var location: String
        public var url: String
        public var isCancelled = false
        /// The event takes whole days, wherever its reader is: from the day of `start` to the day before that of `end`.
        public var isWholeDays = false

        public init(
            uid: String, sequence: Int = 0, stamp: Timestamp, start: Timestamp, end: Timestamp, summary: String,
            description: String = "", location: String = "", url: String = ""
        ) {
            self.uid = uid
            self.sequence = sequence
            self.stamp = stamp
            self.start = start
            self.end = end
            self.summary = summary
            self.description = description
            self.location = location
            self.url = url
        }
    }

    public var name: String
    public var events: [Event]

    public init(name: String, events: [Event]) {
        self.name = name
        self.events = events
    }

    /// Lines end with CR LF and are folded at 75 octets, never within a character.
    public var text: String {
        var lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sangam//Sangam//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
        lines.append("X-WR-CALNAME:\(Self.escaped(name))")
        for event in events {
            lines += ["BEGIN:VEVENT", "UID:\(Self.escaped(event.uid))", "DTSTAMP:\(Self.time(event.stamp))"]
            lines.append("SEQUENCE:\(event.sequence)")
            lines += [("DTSTART", event.start), ("DTEND", event.end)].map { name, moment in
                event.isWholeDays ? "\(name);VALUE=DATE:\(Self.time(moment).prefix(8))" : "\(name):\(Self.time(moment))"
            }
            lines.append("SUMMARY:\(Self.escaped(event.summary))")
            for (name, text) in [("DESCRIPTION", event.description), ("LOCATION", event.location)] where !text.isEmpty {
                lines.append("\(name):\(Self.escaped(text))")
            }
            // An address is no text: nothing in it is escaped, and what cannot stand in one is left out.
            if !event.url.isEmpty { lines.append("URL:\(event.url.filter { !$0.isWhitespace })") }
            lines += ["STATUS:\(event.isCancelled ? "CANCELLED" : "CONFIRMED")", "END:VEVENT"]
        }
        lines.append("END:VCALENDAR")
        return lines.map { Self.folded($0) + "\r\n" }.joined()
    }

    /// A text value (RFC 5545, 3.3.11). Control characters other than the tab have no place in one.
    static func escaped(_ text: String) -> String {
        var result = ""
        var isAfterReturn = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case ";": result += "\\;"
            case ",": result += "\\,"
            case "\r", "\u{2028}", "\u{2029}", "\u{85}": result += "\\n"
            case "\n": if !isAfterReturn { result += "\\n" }
            case "\t": result += "\t"
            case "\u{0}"..."\u{1F}", "\u{7F}": break
            default: result.unicodeScalars.append(scalar)
            }
            isAfterReturn = scalar == "\r"
        }
        return result
    }

    static func folded(_ line: String) -> String {
        var result = ""
        var octets = 0
        for scalar in line.unicodeScalars {
            let width = UTF8.width(scalar)
            if octets + width > 75 {
                result += "\r\n "
                octets = 1
            }
            result.unicodeScalars.append(scalar)
            octets += width
        }
        return result
    }

    private static func time(_ moment: Timestamp) -> String {
        ISOTime.dateTime(moment).filter { $0 != "-" && $0 != ":" }
    }
}
