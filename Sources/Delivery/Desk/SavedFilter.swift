import HTML
import Platform
import SQL

/// A view of the desk that somebody keeps under a name. It is theirs alone.
struct SavedFilter: Sendable, Equatable {
    let id: ID<SavedFilter>
    let name: String
    /// The address's query: `view=team&due=late`.
    let query: String

    static let nameLimit = 80
    static let most = 50

    var address: String { "/work/cases?\(query)" }
}

enum SavedFilterStore {
    static func list(of person: ID<Person>?) -> Question<[SavedFilter]> {
        Question(
            "SELECT id, name, query FROM desk_filter WHERE person_id = \(person) ORDER BY name, id LIMIT \(SavedFilter.most)",
            each: { SavedFilter(id: try $0["id"], name: try $0["name"], query: try $0["query"]) })
    }

    /// A name that is there already gets the new filter.
    static func save(_ connection: any Connection, _ act: Act, person: ID<Person>, name: String, _ query: DeskQuery) throws {
        var issues = PlainText.issues(name, "name", most: SavedFilter.nameLimit)
        if name.isEmpty { issues.append(FieldIssue("name", "error.empty")) }
        let known = try connection.ask(list(of: person))
        if known.count >= SavedFilter.most, !known.contains(where: { $0.name == name }) {
            issues.append(FieldIssue("name", "error.more-than", ["limit": String(SavedFilter.most)]))
        }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        let id: ID<SavedFilter> = act.newID()
        let text = Link.query(query.values)
        try connection.execute("""
            INSERT INTO desk_filter (id, person_id, name, query, created_at) VALUES (\(id), \(person), \(name), \(text), \(act.now))
            ON CONFLICT (person_id, name) DO UPDATE SET query = excluded.query
            """)
        try act.audit(connection, "desk-filter.saved", "person", person.description, before: String?.none, after: text)
    }

    static func remove(_ connection: any Connection, _ act: Act, person: ID<Person>, _ id: ID<SavedFilter>) throws {
        let removed = try connection.execute("DELETE FROM desk_filter WHERE id = \(id) AND person_id = \(person)")
        guard removed > 0 else { throw Refusal.notFound }
        try act.audit(connection, "desk-filter.removed", "person", person.description, before: id.description, after: String?.none)
    }
}
