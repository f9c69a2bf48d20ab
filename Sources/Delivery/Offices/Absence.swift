public import Platform

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
