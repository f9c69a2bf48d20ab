public import SQL

/// All SQL of organisations, people and memberships. Every change writes its audit entry in the same transaction.
public enum PeopleStore {
    static let migration = Migration(
        "platform/0001-people",
        """
        CREATE TABLE organisation (
            id TEXT NOT NULL CONSTRAINT organisation_pk PRIMARY KEY,
            key TEXT NOT NULL CONSTRAINT organisation_key UNIQUE,
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            country TEXT,
            parent TEXT CONSTRAINT organisation_parent REFERENCES organisation (id)
        );
        CREATE INDEX organisation_by_name ON organisation (name, id);
        CREATE INDEX organisation_by_country ON organisation (country, name);
        CREATE INDEX organisation_by_parent ON organisation (parent);

        CREATE TABLE person (
            id TEXT NOT NULL CONSTRAINT person_pk PRIMARY KEY,
            name TEXT NOT NULL,
            email TEXT NOT NULL CONSTRAINT person_email UNIQUE,
            language TEXT NOT NULL,
            state TEXT NOT NULL CONSTRAINT person_state CHECK (state IN ('invited', 'active', 'disabled'))
        );
        CREATE INDEX person_by_name ON person (name, id);

        CREATE TABLE membership (
            person TEXT NOT NULL CONSTRAINT membership_person REFERENCES person (id),
            organisation TEXT NOT NULL CONSTRAINT membership_organisation REFERENCES organisation (id),
            role TEXT NOT NULL,
            CONSTRAINT membership_pk PRIMARY KEY (person, organisation, role)
        );
        CREATE INDEX membership_by_organisation ON membership (organisation, person);
        """)

    /// Who this person is when acting, with all roles; nil when there is no such person or they are not active.
    ///
    /// One statement: it runs for every request of somebody signed in.
    public static func principal(_ connection: any Connection, person id: ID<Person>) throws -> Principal? {
        try principal(
            connection.query("SELECT \(principalColumns) FROM person p \(principalJoins) WHERE p.id = \(id) \(principalEnd)"))
    }

    /// For a statement that finds the person `p` by what they show, a token for example, and reads their roles in the same
    /// round trip: `SELECT t.scopes, \(principalColumns) FROM token t JOIN person p ON … \(principalJoins) WHERE … \(principalEnd)`.
    public static let principalColumns: SQL = "p.id AS person_id, p.name AS person_name, m.organisation, m.role, o.country"
    public static let principalJoins: SQL = """
        LEFT JOIN membership m ON m.person = p.id LEFT JOIN organisation o ON o.id = m.organisation
        """
    public static let principalEnd: SQL = "AND p.state = 'active' ORDER BY m.organisation, m.role"

    /// Reads the rows of such a statement; nil when there are none.
    public static func principal(_ rows: [Row]) throws -> Principal? {
        guard let first = rows.first else { return nil }
        let memberships = try rows.compactMap { row in
            let organisation: ID<Organisation>? = try row["organisation"]
            return try organisation.map {
                Membership(organisation: $0, country: try row["country"], role: try Role.read(row["role"]))
            }
        }
        return Principal(
            kind: .person(try first["person_id"]), name: try first["person_name"], memberships: memberships)
    }

    /// Where the next page of an alphabetical list begins: behind this name and id.
    public struct Cursor: Sendable, Hashable {
        public let name: String
        public let id: String

        public init(name: String, id: String) {
            self.name = name
            self.id = id
        }
    }

    /// The condition of a keyset page by name and id.
    static func behind(_ cursor: Cursor?) -> SQL {
        guard let cursor else { return "1 = 1" }
        return "(name > \(cursor.name) OR (name = \(cursor.name) AND id > \(cursor.id)))"
    }
}

/// A word of a closed list, read from a column.
extension RawRepresentable<String> {
    static func read(_ raw: String) throws -> Self {
        guard let value = Self(rawValue: raw) else {
            throw RowError.wrongType(column: "\(Self.self)", wanted: "\(Self.self)", found: "text “\(raw)”")
        }
        return value
    }
}
