public import Platform
public import SQL

/// Days on which a person is away, and who does their work meanwhile.
public struct Absence: Sendable, Equatable {
    public let id: ID<Absence>
    public let person: ID<Person>
    public let cover: ID<Person>
    public let first: Day
    /// The last day, included.
    public let last: Day

    public init(id: ID<Absence>, person: ID<Person>, cover: ID<Person>, first: Day, last: Day) {
        self.id = id
        self.person = person
        self.cover = cover
        self.first = first
        self.last = last
    }

    /// Longer than any leave; who is gone for good leaves the organisation instead.
    public static let mostDays = 400
}

/// Whose work is on whose desk. Pure: absences and a day in, people out.
public enum Cover {
    /// Who does a person's work on a day: their cover, or the cover's cover. When all of them are away, it stays with the person.
    public static func worker(for person: ID<Person>, on day: Day, _ absences: [Absence]) -> ID<Person> {
        var seen: Set<ID<Person>> = [person]
        var current = person
        while let away = absences.first(where: { $0.person == current && ($0.first...$0.last).contains(day) }) {
            guard seen.insert(away.cover).inserted else { return person }
            current = away.cover
        }
        return current
    }

    /// Everybody whose work is on this person's desk on a day: their own, if they are there, and that of those they cover for.
    public static func people(atDeskOf person: ID<Person>, on day: Day, _ absences: [Absence]) -> Set<ID<Person>> {
        let candidates = Set(absences.map(\.person)).union([person])
        return candidates.filter { worker(for: $0, on: day, absences) == person }
    }
}

/// All reading and writing of absences.
public enum AbsenceStore {
    /// Everybody's that touch a day: what `Cover` needs.
    public static func current(_ connection: any Connection, on day: Day) throws -> [Absence] {
        try connection.query("SELECT * FROM absence WHERE first_day <= \(day.number) AND last_day >= \(day.number) ORDER BY id LIMIT 5000").map(absence)
    }

    /// Those of some people that are not over yet, the next first.
    public static func list(_ connection: any Connection, of people: some Sequence<ID<Person>>, from day: Day) throws -> [Absence] {
        try connection.query("""
            SELECT * FROM absence WHERE person_id IN \(in: people) AND last_day >= \(day.number) ORDER BY first_day, id LIMIT 500
            """
        ).map(absence)
    }

    static func find(_ connection: any Connection, _ id: ID<Absence>) throws -> Absence? {
        try connection.first("SELECT * FROM absence WHERE id = \(id)").map(absence)
    }

    static func insert(_ connection: any Connection, _ absence: Absence, at now: Timestamp) throws {
        try connection.execute("""
            INSERT INTO absence (id, person_id, cover_id, first_day, last_day, created_at)
            VALUES (\(absence.id), \(absence.person), \(absence.cover), \(absence.first.number), \(absence.last.number), \(now))
            """)
    }

    static func remove(_ connection: any Connection, _ id: ID<Absence>) throws {
        try connection.execute("DELETE FROM absence WHERE id = \(id)")
    }

    private static func absence(_ row: Row) throws -> Absence {
        Absence(
            id: try row["id"], person: try row["person_id"], cover: try row["cover_id"], first: Day(number: try row["first_day"]),
            last: Day(number: try row["last_day"]))
    }
}
