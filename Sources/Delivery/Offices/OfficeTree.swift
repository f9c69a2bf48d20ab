import Platform
import SQL

/// Offices with those below them. Pure: what is summed are values that somebody read.
struct OfficeTree {
    /// An office with how far it stands below the top.
    struct Place {
        let office: Office
        let depth: Int
    }

    private let children: [ID<Office>?: [Office]]

    /// An office whose parent is not among them stands at the top.
    init(_ offices: [Office]) {
        let known = Dictionary(offices.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        children = Dictionary(grouping: known.values.sorted { $0.key < $1.key }) { office in office.parent.flatMap { known[$0]?.id } }
    }

    /// From the top down, each office before those below it. A ring, which no form of ours makes, is left out.
    var places: [Place] { (children[ID<Office>?.none] ?? []).flatMap { places(from: $0, depth: 0) } }

    func places(from office: Office, depth: Int) -> [Place] {
        guard depth < OfficeStore.mostLevels else { return [] }
        return [Place(office: office, depth: depth)] + below(office.id).flatMap { places(from: $0, depth: depth + 1) }
    }

    /// Directly below.
    func below(_ office: ID<Office>) -> [Office] { children[office] ?? [] }

    /// An office's own value and those of all offices below it.
    func sum<Value>(_ office: Office, of own: [ID<Office>: Value], _ none: Value, _ add: (Value, Value) -> Value) -> Value {
        places(from: office, depth: 0).reduce(none) { add($0, own[$1.office.id] ?? none) }
    }
}

extension OfficeStore {
    /// An office and all below it, of whichever organisation.
    static func tree(_ connection: any Connection, from office: Office) throws -> [Office] {
        let ids: [ID<Office>] = try connection.query("""
            WITH RECURSIVE below (id, level) AS (
                SELECT id, 1 FROM office WHERE id = \(office.id)
                UNION ALL
                SELECT o.id, b.level + 1 FROM office o JOIN below b ON o.parent_id = b.id WHERE b.level < \(mostLevels)
            )
            SELECT DISTINCT id FROM below ORDER BY id LIMIT 5000
            """).map { try $0["id"] }
        return try connection.ask(list(ids: ids))
    }
}
