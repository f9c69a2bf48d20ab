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

    /// How many records there are with the chosen values, and for each facet how many have which value among those that the
    /// other facets leave.
    struct Figures: Sendable {
        var count = 0
        var tallies: [String: [Tally]] = [:]
    }

    /// One statement for all facets of one value, one more for each that may have several.
    func figures(_ connection: any Connection, _ chosen: [String: String], readable: SQL) throws -> Figures {
        var figures = Figures()
        let single = facets.filter { $0.source == nil }
        var counts: [String: [String: Int]] = [:]
        for (values, count) in try crossTable(connection, single, chosen, readable: readable) {
            let misses = single.filter { facet in chosen[facet.name].map { $0 != values[facet.name] } ?? false }
            if misses.isEmpty { figures.count += count }
            // What only the facet's own choice leaves out is still counted beside it.
            for facet in misses.isEmpty ? single : misses.count == 1 ? misses : [] {
                if let value = values[facet.name] { counts[facet.name, default: [:]][value, default: 0] += count }
            }
        }
        figures.tallies = counts.mapValues { $0.map { Tally(value: $0.key, label: nil, count: $0.value) } }
        for facet in facets {
            guard let source = facet.source else { continue }
            figures.tallies[facet.name] = try tallies(connection, facet, source, chosen, readable: readable)
        }
        return figures
    }

    /// How many records have which values together; a value that a record does not have is left out.
    private func crossTable(
        _ connection: any Connection, _ single: [Facet], _ chosen: [String: String], readable: SQL
    ) throws -> [(values: [String: String], count: Int)] {
        let names = single.indices.map { "v\($0)" }
        let columns = zip(single, names).map { facet, name -> SQL in "\(facet.value) AS \(SQL(trusted: name)), " }
        // By its place: a value that holds parameters is not the same text twice.
        let places = single.indices.map { SQL(trusted: String($0 + 1)) }
        let left = RecordListing(table: table, day: day, key: key, facets: facets.filter { $0.source != nil })
        let all = [readable] + left.conditions(chosen)
        return try connection.query("""
            SELECT \(columns.joined(""))COUNT(*) AS n FROM \(table) r WHERE \(all.joined(" AND "))
            GROUP BY \(places.joined(", "))
            """).map { row in
                var values: [String: String] = [:]
                for (facet, name) in zip(single, names) { values[facet.name] = try row[name] as String? }
                return (values, try row["n"])
            }
    }

    private func tallies(
        _ connection: any Connection, _ facet: Facet, _ source: Source, _ chosen: [String: String], readable: SQL
    ) throws -> [Tally] {
        let all = [readable, source.on, "\(facet.value) IS NOT NULL"] + conditions(chosen, but: facet.name)
        return try connection.query("""
            SELECT \(facet.value) AS value, MIN(\(facet.label ?? facet.value)) AS label, COUNT(DISTINCT \(key)) AS n
            FROM \(table) r, \(source.from) WHERE \(all.joined(" AND "))
            GROUP BY 1 ORDER BY n DESC, value LIMIT \(Self.most)
            """).map { Tally(value: try $0["value"], label: try $0["label"], count: try $0["n"]) }
    }
}

/// A kind of record that is listed so.
protocol ListedRecord: Sendable {
    /// Its permanent name, the column `slug` of its table.
    var slug: String { get }
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
        let chosen = address.values
        let found = try Record.list(
            connection, for: principal, chosen, today: today,
            after: try address.cursor.map { try RecordListing.Place(cursor: $0) }, limit: size + 1)
        let shown = Array(found.prefix(size))
        let figures = try Record.listing(today: today).figures(
            connection, chosen, readable: Record.readable(by: principal))
        return RecordPage(
            address: address, shown: shown, count: figures.count, tallies: figures.tallies,
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
