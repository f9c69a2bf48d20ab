public import Platform
public import SQL

/// All reading and writing of absences.
public enum AbsenceStore {
    /// Everybody's that touch a day: what `Cover` needs to tell of anybody.
    public static func current(_ connection: any Connection, on day: Day) throws -> [Absence] {
        try connection.query("SELECT * FROM absence WHERE \(touches(day)) ORDER BY id LIMIT 5000").map(absence)
    }

    /// Those that bring work to somebody's desk on a day, however long the way, and their own: as much as `Cover.people(atDeskOf:)` needs.
    static func leading(to person: ID<Person>, on day: Day) -> Question<[Absence]> {
        chain(of: person, on: day, next: "a.person_id", known: "a.cover_id")
    }

    /// Those by which somebody's work goes on to others on a day: as much as `Cover.worker(for:)` needs.
    static func leading(from person: ID<Person>, on day: Day) -> Question<[Absence]> {
        chain(of: person, on: day, next: "a.cover_id", known: "a.person_id")
    }

    /// - Parameter next: whom an absence leads to from the `known` one, on the way from the first person.
    private static func chain(of person: ID<Person>, on day: Day, next: SQL, known: SQL) -> Question<[Absence]> {
        Question(
            """
            WITH RECURSIVE way (id) AS (
                SELECT id FROM person WHERE id = \(person)
                UNION
                SELECT \(next) FROM absence a JOIN way w ON \(known) = w.id WHERE \(touches(day))
            )
            SELECT * FROM absence WHERE person_id IN (SELECT id FROM way) AND \(touches(day)) ORDER BY id LIMIT 5000
            """, each: absence)
    }

    private static func touches(_ day: Day) -> SQL { "first_day <= \(day.number) AND last_day >= \(day.number)" }

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
