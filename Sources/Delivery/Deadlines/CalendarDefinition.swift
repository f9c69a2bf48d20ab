public import Platform

/// Which days an office works, as people write it down: time zone, weekend, holidays and closures.
public struct CalendarDefinition: Sendable, Equatable, Codable {
    public struct Holiday: Sendable, Hashable, Codable {
        public var date: Day
        public var name: String

        public init(date: Day, name: String) {
            self.date = date
            self.name = name
        }
    }

    /// A name of the IANA database: `Asia/Dhaka`.
    public var timeZone: String
    public var weekend: [Weekday]
    public var holidays: [Holiday]

    public init(timeZone: String, weekend: [Weekday], holidays: [Holiday] = []) {
        self.timeZone = timeZone
        self.weekend = weekend
        self.holidays = holidays
    }

    public static let mostHolidays = 5_000
    public static let nameLimit = 200

    /// Reads the JSON document. Throws `FieldIssues` that name each field.
    public init(document: JSONValue) throws {
        var reader = DocumentReader(document, keys: ["timeZone", "weekend", "holidays"])
        timeZone = reader.text("timeZone") ?? ""
        weekend = []
        for (index, item) in reader.list("weekend").enumerated() {
            guard let day = item.text.flatMap(Weekday.init(rawValue:)) else {
                reader.add(
                    "weekend[\(index)]", "error.unknown-value",
                    ["value": item.text ?? item.canonical, "known": Weekday.allCases.map(\.rawValue).joined(separator: ", ")])
                continue
            }
            weekend.append(day)
        }
        holidays = []
        for (index, item) in reader.list("holidays").enumerated() {
            var holiday = DocumentReader(item, path: "holidays[\(index)]", keys: ["date", "name"])
            let text = holiday.text("date")
            let date = text.flatMap(Day.init)
            if let text, date == nil { holiday.add("date", "error.day", ["value": text]) }
            let name = holiday.text("name")
            reader.add(holiday.issues)
            if let date, let name { holidays.append(Holiday(date: date, name: name)) }
        }
        let issues = reader.issues + (reader.issues.isEmpty ? self.issues() : [])
        guard issues.isEmpty else { throw FieldIssues(issues) }
    }

    /// Everything that keeps a calendar from being used.
    public func issues() -> [FieldIssue] {
        var found: [FieldIssue] = []
        if ZoneOffsets(timeZone) == nil { found.append(FieldIssue("timeZone", "error.time-zone", ["value": timeZone])) }
        if Set(weekend).count == Weekday.allCases.count { found.append(FieldIssue("weekend", "error.no-working-day")) }
        if holidays.count > Self.mostHolidays {
            found.append(FieldIssue("holidays", "error.more-than", ["limit": String(Self.mostHolidays)]))
        }
        for (index, holiday) in holidays.enumerated() {
            if !Day.range.contains(holiday.date) {
                found.append(FieldIssue("holidays[\(index)].date", "error.date-range", ["value": holiday.date.description]))
            }
            if holiday.name.count > Self.nameLimit {
                found.append(
                    FieldIssue(
                        "holidays[\(index)].name", "error.longer",
                        ["limit": String(Self.nameLimit), "length": String(holiday.name.count)]))
            }
        }
        return found
    }
}
