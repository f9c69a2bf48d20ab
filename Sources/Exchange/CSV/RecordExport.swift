import Platform
import SQL

extension ExportFiles {
    /// Records that are in memory at once while a file is written.
    static let batch = 200

    /// A file of records in the order of their slugs, which are read first.
    ///
    /// Only the slugs are held all at once, so that a file of a hundred thousand records needs no more than its own bytes.
    ///
    /// - Parameter rows: the cells of the records with some slugs, in the same order, with what they point to looked up for all of
    ///   them together.
    static func file(
        _ connection: any Connection, columns: [String], slugs query: SQL, rows: (_ slugs: ArraySlice<String>) throws -> [[String]]
    ) throws -> [UInt8] {
        var csv = CSVWriter(lineEnding: .crlf)
        csv.row(columns)
        var slugs: [String] = []
        try connection.forEach(query) { row in
            slugs.append(try row[0])
            return true
        }
        // Not by SQL: the engines' collations may differ.
        slugs.sort()
        for start in stride(from: 0, to: slugs.count, by: batch) {
            for row in try rows(slugs[start..<min(start + batch, slugs.count)]) { csv.row(row) }
        }
        return csv.take()
    }

    /// All records of a kind of the work between organisations that the principal may read.
    ///
    /// - Parameters:
    ///   - read: records by a condition on the table `r`.
    ///   - rows: the cells of some records, with what they point to looked up for all of them together.
    static func records<Record: ListedRecord>(
        _ connection: any Connection, for principal: Principal, columns: [String],
        read: (_ condition: SQL, _ limit: Int) throws -> [Record], rows: (_ records: [Record]) throws -> [[String]]
    ) throws -> [UInt8] {
        let table = Record.listing(today: "").table
        return try file(
            connection, columns: columns, slugs: "SELECT r.slug FROM \(table) r WHERE \(Record.readable(by: principal))"
        ) { slugs in
            try rows(try read("r.slug IN \(in: slugs)", slugs.count).sorted { $0.slug < $1.slug })
        }
    }
}

/// The slugs, references or keys of what records point to by id, read for many at once.
struct LinkedSlugs {
    private let slugs: [String: String]

    init(
        _ connection: any Connection, partnerships: [ID<Partnership>] = [],
        contributions: [ID<Contribution>] = [], activities: [ID<Activity>] = [], solutions: [ID<Solution>] = [],
        needs: [ID<Need>] = [], opportunities: [ID<Opportunity>] = [], organisations: [ID<Organisation>] = []
    ) throws {
        var slugs: [String: String] = [:]
        func read(_ table: SQL, _ ids: [String], named column: SQL = "slug") throws {
            for some in Array(Set(ids)).powersOfTwo(most: 256) {
                for row in try connection.query("SELECT id, \(column) FROM \(table) WHERE id IN \(in: some)") {
                    slugs[try row[0]] = try row[1]
                }
            }
        }
        try read("solution", solutions.map(\.description))
        try read("need", needs.map(\.description))
        try read("opportunity", opportunities.map(\.description), named: "reference")
        try read("organisation", organisations.map(\.description), named: "key")
        try read("partnership", partnerships.map(\.description))
        try read("contribution", contributions.map(\.description))
        try read("activity", activities.map(\.description))
        self.slugs = slugs
    }

    /// As a cell: nothing for what points nowhere.
    func cell<Record>(_ id: ID<Record>?) -> String { id.flatMap { slugs[$0.description] } ?? "" }
}
