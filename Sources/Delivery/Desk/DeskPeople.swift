import Platform
import SQL

/// Who works in an organisation's offices, and how the ids of a list are called.
enum DeskPeople {
    /// Officers and service managers who can sign in, by name.
    static func list(_ connection: any Connection, _ organisations: [ID<Organisation>]) throws -> [(id: ID<Person>, name: String)] {
        try connection.query("""
            SELECT DISTINCT p.id, p.name FROM person p JOIN membership m ON m.person = p.id
            WHERE p.state = 'active' AND m.role IN ('officer', 'service-manager') AND m.organisation IN \(in: organisations)
            ORDER BY p.name, p.id LIMIT 300
            """).map { (try $0["id"], try $0["name"]) }
    }

    /// The name of somebody who may be given a case of this organisation; nil for anybody else.
    static func name(_ connection: any Connection, _ person: ID<Person>, in organisation: ID<Organisation>) throws -> String? {
        try connection.value("""
            SELECT p.name FROM person p JOIN membership m ON m.person = p.id
            WHERE p.id = \(person) AND p.state = 'active' AND m.organisation = \(organisation)
                AND m.role IN ('officer', 'service-manager') LIMIT 1
            """)
    }
}

enum PersonNames {
    static func question(_ ids: Set<ID<Person>>) -> Question<[ID<Person>: String]> {
        Question("SELECT id, name FROM person WHERE id IN \(in: ids.sorted())") { rows in
            Dictionary(try rows.map { (try $0["id"] as ID<Person>, try $0["name"] as String) }, uniquingKeysWith: { first, _ in first })
        }
    }
}

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

    /// The first of an index, for each of them: a search for any open case could go through all that ended.
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
