import Platform
import SQL
import Web

/// How the database lists a kind of record: latest day first, narrowed down by single values, with the counts of each value.
///
/// The table is called `r` in all of its SQL. A page reads the records that it shows and one more; it goes on after the last of
/// them, by day and key, so that the last page costs what the first does.
struct RecordListing: Sendable {
    /// A filter by one value.
    struct Facet: Sendable {
        let name: String
        /// What a record has under the name.
        let value: SQL
        /// Where a record may have several: the tables, and what ties them to `r`.
        var source: Source?
        /// What a value is called, where only the database knows.
        var label: SQL?
    }

    struct Source: Sendable {
        let from: SQL
        let on: SQL
    }

    /// How many records have a value.
    struct Tally: Sendable, Equatable {
        let value: String
        let label: String?
        let count: Int
    }

    /// Where a page ends: the day and the key of its last record.
    struct Place: Sendable, Equatable {
        let day: String
        let key: String

        init(_ day: String, _ key: String) {
            self.day = day
            self.key = key
        }

        /// Throws a 400 problem for anything that `cursor` did not make.
        init(cursor: String) throws {
            let parts = try Cursor.decode(cursor, count: 2)
            self.init(parts[0], parts[1])
        }

        var cursor: String { Cursor.encode([day, key]) }
    }

    let table: SQL
    /// The columns of the order.
    let day: SQL
    let key: SQL
    var facets: [Facet] = []

    /// Values of a facet that are counted at most.
    static let most = 500

    var order: SQL { "\(day) DESC, \(key) DESC" }

    func after(_ place: Place) -> SQL {
        "(\(day) < \(place.day) OR (\(day) = \(place.day) AND \(key) < \(place.key)))"
    }

    /// The chosen values as conditions, but for the facet that is named.
    func conditions(_ chosen: [String: String], but left: String? = nil) -> [SQL] {
        facets.compactMap { facet in
            guard facet.name != left, let value = chosen[facet.name] else { return nil }
            let fits: SQL = "\(facet.value) = \(value)"
            return facet.source.map { "EXISTS (SELECT 1 FROM \($0.from) WHERE \($0.on) AND \(fits))" } ?? fits
        }
    }

    func count(_ connection: any Connection, _ chosen: [String: String], readable: SQL) throws -> Int {
        let all = [readable] + conditions(chosen)
        return try connection.value("SELECT COUNT(*) FROM \(table) r WHERE \(all.joined(" AND "))") ?? 0
    }

    /// The values of each facet among the records that the other facets leave, by name.
    func tallies(
        _ connection: any Connection, _ chosen: [String: String], readable: SQL
    ) throws -> [String: [Tally]] {
        var found: [String: [Tally]] = [:]
        for facet in facets {
            let from: SQL = facet.source.map { "\(table) r, \($0.from)" } ?? "\(table) r"
            let all = [readable, "\(facet.value) IS NOT NULL"] + conditions(chosen, but: facet.name)
                + (facet.source.map { [$0.on] } ?? [])
            found[facet.name] = try connection.query("""
                SELECT \(facet.value) AS value, MIN(\(facet.label ?? facet.value)) AS label, COUNT(DISTINCT \(key)) AS n
                FROM \(from) WHERE \(all.joined(" AND "))
                GROUP BY \(facet.value) ORDER BY n DESC, value LIMIT \(Self.most)
                """).map { Tally(value: try $0["value"], label: try $0["label"], count: try $0["n"]) }
        }
        return found
    }
}

/// A kind of record that is listed so.
protocol ListedRecord: Sendable {
    /// - Parameter today: for what depends on the day.
    static func listing(today: String) -> RecordListing
    /// What the principal may read, as a condition on the table `r`.
    static func readable(by principal: Principal) -> SQL
    /// In the listing's order.
    static func read(_ connection: any Connection, _ condition: SQL, limit: Int) throws -> [Self]
    var place: RecordListing.Place { get }
}

extension ListedRecord {
    /// What the principal may read with the values that were chosen, after a place.
    static func list(
        _ connection: any Connection, for principal: Principal, _ chosen: [String: String] = [:], today: String,
        after place: RecordListing.Place?, limit: Int
    ) throws -> [Self] {
        let listing = listing(today: today)
        let all = [readable(by: principal)] + listing.conditions(chosen) + (place.map { [listing.after($0)] } ?? [])
        return try read(connection, all.joined(" AND "), limit: limit)
    }
}

/// A page of a list with what stands beside it.
struct RecordPage<Record: ListedRecord>: Sendable {
    let address: ListAddress
    let shown: [Record]
    let count: Int
    let tallies: [String: [RecordListing.Tally]]
    let next: RecordListing.Place?

    static func read(
        _ connection: any Connection, _ address: ListAddress, for principal: Principal, today: String, size: Int = 50
    ) throws -> RecordPage {
        let (listing, readable, chosen) = (Record.listing(today: today), Record.readable(by: principal), address.values)
        let found = try Record.list(
            connection, for: principal, chosen, today: today,
            after: try address.cursor.map { try RecordListing.Place(cursor: $0) }, limit: size + 1)
        let shown = Array(found.prefix(size))
        return RecordPage(
            address: address, shown: shown, count: try listing.count(connection, chosen, readable: readable),
            tallies: try listing.tallies(connection, chosen, readable: readable),
            next: found.count > size ? shown.last?.place : nil)
    }
}

extension Call {
    /// A page of a list for programs, with `?limit=&cursor=`.
    func listed<Record: ListedRecord, Document: Encodable & Sendable>(
        _ type: Record.Type, chosen: [String: String] = [:],
        _ document: @escaping @Sendable (any Connection, Record) throws -> Document
    ) async throws -> Reply {
        let page = try pageRequest()
        let after = try page.cursor.map { try RecordListing.Place(cursor: $0) }
        let (principal, today) = (principal, CivilDay.of(now))
        let (documents, next) = try await services.database.read { connection -> ([Document], RecordListing.Place?) in
            let found = try Record.list(
                connection, for: principal, chosen, today: today, after: after, limit: page.limit + 1)
            let shown = Array(found.prefix(page.limit))
            return (try shown.map { try document(connection, $0) }, found.count > page.limit ? shown.last?.place : nil)
        }
        return try list(items: documents, next: next?.cursor)
    }
}
