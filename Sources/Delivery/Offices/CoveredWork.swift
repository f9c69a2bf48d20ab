import Platform
import SQL

/// What somebody finds on their desk on a day beside their own work, and who has theirs.
///
/// A cover does the work; it gives nobody a right that they have not: what is sealed stays with service managers, and who is barred from
/// a case stays barred.
struct CoveredWork: Sendable {
    let person: ID<Person>
    let day: Day
    /// Those for whom they work.
    let others: Set<ID<Person>>
    /// Their own absence, and who has their work meanwhile; nil when they are there, or when everybody who could cover is away, too.
    let away: (absence: Absence, worker: ID<Person>)?
    private let absences: [Absence]

    init(_ person: ID<Person>, on day: Day, _ absences: [Absence], worker: ID<Person>) {
        self.person = person
        self.day = day
        self.absences = absences
        others = Cover.people(atDeskOf: person, on: day, absences).subtracting([person])
        let own = absences.first { $0.person == person && ($0.first...$0.last).contains(day) }
        away = worker == person ? nil : own.map { ($0, worker) }
    }

    static func read(_ connection: any Connection, _ person: ID<Person>, on day: Day) throws -> CoveredWork {
        let (to, from) = try connection.ask(AbsenceStore.leading(to: person, on: day), AbsenceStore.leading(from: person, on: day))
        return CoveredWork(person, on: day, to, worker: Cover.worker(for: person, on: day, from))
    }

    /// Their own and those they cover for. Who is away and looks in all the same finds their own, too.
    var desk: Set<ID<Person>> { others.union([person]) }

    /// Until when somebody they cover for is away.
    func last(_ other: ID<Person>) -> Day? {
        absences.first { $0.person == other && ($0.first...$0.last).contains(day) }?.last
    }
}
