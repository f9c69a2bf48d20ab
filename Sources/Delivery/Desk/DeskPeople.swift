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
