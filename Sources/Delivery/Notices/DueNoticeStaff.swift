import Platform
import SQL

/// Who is told of the limits of an office's cases, each read once for a page of them.
final class DueNoticeStaff {
    struct Level {
        let organisation: ID<Organisation>
        let heads: [Person]
    }

    private var levels: [ID<Office>: [Level]] = [:]
    private var seats: [ID<Office>: Set<ID<Person>>] = [:]
    private var members: [ID<Organisation>: [(person: Person, role: Role)]] = [:]
    private var absences: [Day: [Absence]] = [:]

    /// Who is told, from the case's own office up the tree: the service managers who sit in an office, or all of its organisation's where
    /// none does. An office that has nobody else than one below it is no level of its own; the case's own office always is one.
    func levels(_ connection: any Connection, _ office: ID<Office>) throws -> [Level] {
        if let known = levels[office] { return known }
        var (found, told): ([Level], Set<ID<Person>>) = ([], [])
        for (place, each) in try DueNoticeStore.chain(connection, office).enumerated() {
            let managers = try people(connection, of: each.organisation) { $0 == .serviceManager }
            let sitting = try seated(connection, each.id, among: managers)
            let heads = (sitting.isEmpty ? managers : sitting).filter { !told.contains($0.id) }
            if heads.isEmpty && place > 0 { continue }
            told.formUnion(heads.map(\.id))
            found.append(Level(organisation: each.organisation, heads: heads))
        }
        levels[office] = found
        return found
    }

    /// Officers and service managers who sit in an office.
    func seated(_ connection: any Connection, _ office: ID<Office>) throws -> [Person] {
        guard let found = try OfficeStore.find(connection, id: office) else { return [] }
        return try seated(connection, office, among: people(connection, of: found.organisation) { $0 == .officer || $0 == .serviceManager })
    }

    /// Who does somebody's work on a day, if it is a colleague; else they themselves.
    func worker(_ connection: any Connection, for person: Person, in organisation: ID<Organisation>, on day: Day) throws -> Person {
        let away = try absences[day] ?? AbsenceStore.current(connection, on: day)
        absences[day] = away
        let worker = Cover.worker(for: person.id, on: day, away)
        guard worker != person.id else { return person }
        let colleagues = try people(connection, of: organisation) { $0 == .officer || $0 == .serviceManager }
        return colleagues.first { $0.id == worker } ?? person
    }

    private func seated(_ connection: any Connection, _ office: ID<Office>, among people: [Person]) throws -> [Person] {
        let sitting = try seats[office] ?? OfficerStore.seated(connection, in: office)
        seats[office] = sitting
        return people.filter { sitting.contains($0.id) }
    }

    /// Each once, if they can sign in.
    private func people(
        _ connection: any Connection, of organisation: ID<Organisation>, _ fits: (Role) -> Bool
    ) throws -> [Person] {
        let all = try members[organisation] ?? PeopleStore.members(connection, organisation: organisation)
        members[organisation] = all
        var found: [Person] = []
        for (person, role) in all where fits(role) && person.state == .active && !found.contains(where: { $0.id == person.id }) {
            found.append(person)
        }
        return found
    }
}
