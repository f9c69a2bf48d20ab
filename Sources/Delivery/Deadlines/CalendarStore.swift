public import Platform
public import SQL
import Synchronization

/// All reading and writing of calendars and their versions.
public enum CalendarStore {
    /// The number of the version that new cases begin with.
    public static func currentVersion(_ connection: any Connection, key: String) throws -> Int? {
        try connection.value("SELECT current_version FROM calendar WHERE key = \(key)")
    }

    /// A version made ready to count with. A version never changes, so it is made once.
    public static func ready(_ connection: any Connection, key: String, version: Int) throws -> WorkingCalendar? {
        let text: String? = try connection.value(
            "SELECT definition FROM calendar_version WHERE calendar_key = \(key) AND number = \(version)")
        return try text.map { try ready(key: key, version: version, text: $0) }
    }

    /// The same from the text that was read along.
    static func ready(key: String, version: Int, text: String) throws -> WorkingCalendar {
        let name = "\(key) \(version)"
        if let known = made.withLock({ $0[name] }), known.text == text { return known.calendar }
        let calendar = try WorkingCalendar(Coding.decode(from: text))
        made.withLock { made in
            if made.count >= 200 { made.removeAll() }
            made[name] = (text, calendar)
        }
        return calendar
    }

    /// Compared by their text, for one process can have several databases open (as tests do).
    private static let made = Mutex<[String: (text: String, calendar: WorkingCalendar)]>([:])

    /// Writes a new calendar with its first version, or a further version of one that is there.
    ///
    /// - Returns: the version's number.
    @discardableResult
    public static func save(
        _ connection: any Connection, key: String, name: LocalText, organisation: ID<Organisation>?,
        _ definition: CalendarDefinition, at now: Timestamp, by person: String
    ) throws -> Int {
        let number = (try currentVersion(connection, key: key) ?? 0) + 1
        if number == 1 {
            try connection.execute("""
                INSERT INTO calendar (key, name, organisation_id, current_version)
                VALUES (\(key), \(try Coding.encode(name)), \(organisation), \(number))
                """)
        } else {
            try connection.execute("""
                UPDATE calendar SET name = \(try Coding.encode(name)), current_version = \(number) WHERE key = \(key)
                """)
        }
        try connection.execute("""
            INSERT INTO calendar_version (calendar_key, number, definition, saved_at, saved_by)
            VALUES (\(key), \(number), \(try Coding.encode(definition)), \(now), \(person))
            """)
        // Days that are declared late move the due dates of open cases.
        if number > 1 {
            try LateHolidays.kind.enqueue(connection, .init(calendar: key, version: number), at: now, uniqueKey: "\(key) \(number)")
        }
        return number
    }
}
