import Platform
import SQL

/// Who works on cases of an organisation, and in which of its offices they sit.
enum OfficerStore {
    /// Officers and service managers, each once, in the order of their names.
    static func officers(_ connection: any Connection, of organisation: ID<Organisation>) throws -> [Person] {
        var found: [Person] = []
        for (person, role) in try PeopleStore.members(connection, organisation: organisation)
        where role == .officer || role == .serviceManager {
            if !found.contains(where: { $0.id == person.id }), person.state == .active { found.append(person) }
        }
        return found
    }

    static func seated(_ connection: any Connection, in office: ID<Office>) throws -> Set<ID<Person>> {
        Set(try connection.query("SELECT person_id FROM office_officer WHERE office_id = \(office)").map { try $0["person_id"] })
    }

    static func set(_ connection: any Connection, _ people: Set<ID<Person>>, in office: ID<Office>) throws {
        try connection.execute("DELETE FROM office_officer WHERE office_id = \(office)")
        for person in people.sorted(by: { $0.description < $1.description }) {
            try connection.execute("INSERT INTO office_officer (office_id, person_id) VALUES (\(office), \(person))")
        }
    }
}
