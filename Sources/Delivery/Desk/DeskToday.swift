import Platform
import SQL

/// Which day it is where the offices are.
struct DeskToday {
    let number: Int
    /// What the clock there is ahead of UTC now.
    let secondsEast: Int

    /// By the calendar of one of their open cases; in UTC while there is none.
    init(_ connection: any Connection, _ organisations: [ID<Organisation>], at now: Timestamp) throws {
        let row = organisations.isEmpty ? nil : try connection.first(Self.statement(organisations))
        guard let row else {
            (number, secondsEast) = (Day(now, offset: 0).number, 0)
            return
        }
        let calendar = try CalendarStore.ready(
            key: try row["calendar_key"], version: try row["calendar_version"], text: try row["definition"])
        (number, secondsEast) = (calendar.day(of: now).number, calendar.secondsEast(at: now))
    }

    /// The first of an index, for each of them (one at least): a search for any open case could go through all that ended.
    static func statement(_ organisations: [ID<Organisation>]) -> SQL {
        let firsts = organisations.map { organisation -> SQL in
            """
            SELECT * FROM (SELECT calendar_key, calendar_version FROM case_record
            WHERE organisation_id = \(organisation) AND turn = 'office' AND \(CaseList.isOpen) ORDER BY due, id LIMIT 1) part
            """
        }
        return """
            SELECT c.calendar_key, c.calendar_version, k.definition FROM (\(firsts.joined(" UNION ALL "))) c
            JOIN calendar_version k ON k.calendar_key = c.calendar_key AND k.number = c.calendar_version LIMIT 1
            """
    }
}
