import Language
import Platform
import SQL

/// A page of a long list in the order of names, with an optional search.
///
/// The search reads on in batches until the page is full: names are folded in Swift, so that it finds the same on both
/// engines and in every script.
enum NameList {
    struct Page<Item: Sendable>: Sendable {
        let items: [Item]
        /// Where the next page begins; nil on the last one.
        let next: PeopleStore.Cursor?
    }

    static func organisations(
        _ connection: any Connection, search: String?, country: String? = nil, after cursor: PeopleStore.Cursor?,
        limit: Int
    ) throws -> Page<Organisation> {
        try page(
            search: search, after: cursor, limit: limit, text: { "\($0.name) \($0.key)" },
            also: { country == nil || $0.country == country },
            position: { .init(name: $0.name, id: $0.id.description) },
            batch: { try PeopleStore.organisations(connection, after: $0, limit: $1) })
    }

    static func people(
        _ connection: any Connection, search: String?, after cursor: PeopleStore.Cursor?, limit: Int
    ) throws -> Page<Person> {
        try page(
            search: search, after: cursor, limit: limit, text: { "\($0.name) \($0.email)" }, also: { _ in true },
            position: { .init(name: $0.name, id: $0.id.description) },
            batch: { try PeopleStore.people(connection, after: $0, limit: $1) })
    }

    private static func page<Item: Sendable>(
        search: String?, after cursor: PeopleStore.Cursor?, limit: Int, text: (Item) -> String,
        also: (Item) -> Bool, position: (Item) -> PeopleStore.Cursor,
        batch: (PeopleStore.Cursor?, Int) throws -> [Item]
    ) rethrows -> Page<Item> {
        let wanted = search.map(TextFolder.fold)
        // One more than the page shows, to know whether there is a next page.
        let size = wanted == nil ? limit + 1 : max(200, limit + 1)
        var found: [Item] = []
        var place = cursor
        while true {
            let items = try batch(place, size)
            for item in items where also(item) && (wanted.map { TextFolder.fold(text(item)).contains($0) } ?? true) {
                found.append(item)
                if found.count > limit {
                    return Page(items: Array(found.prefix(limit)), next: position(found[limit - 1]))
                }
            }
            guard items.count == size, let last = items.last else { return Page(items: found, next: nil) }
            place = position(last)
        }
    }
}

extension PeopleStore.Cursor {
    /// For a link.
    var fields: [String] { [name, id] }

    init?(fields: [String]) {
        guard fields.count == 2 else { return nil }
        self.init(name: fields[0], id: fields[1])
    }
}
