import Platform
import SQL

extension ExportFiles {
    /// Records of the work between organisations that are in memory at once while a file is written.
    static let batch = 200

    /// All records of a kind that the principal may read, in the order of their slugs.
    ///
    /// Only the slugs are held all at once, so that a file of a hundred thousand records needs no more than its own bytes.
    ///
    /// - Parameters:
    ///   - read: records by a condition on the table `r`.
    ///   - rows: the cells of some records, with what they point to looked up for all of them together.
    static func records<Record: ListedRecord>(
        _ connection: any Connection, for principal: Principal, columns: [String],
        read: (_ condition: SQL, _ limit: Int) throws -> [Record], rows: (_ records: [Record]) throws -> [[String]]
    ) throws -> [UInt8] {
        var csv = CSVWriter(lineEnding: .crlf)
        csv.row(columns)
        var slugs: [String] = []
        let table = Record.listing(today: "").table
        try connection.forEach("SELECT r.slug FROM \(table) r WHERE \(Record.readable(by: principal))") { row in
            slugs.append(try row[0])
            return true
        }
        // Not by SQL: the engines' collations may differ.
        slugs.sort()
        for start in stride(from: 0, to: slugs.count, by: batch) {
            let wanted = slugs[start..<min(start + batch, slugs.count)]
            let found = try read("r.slug IN \(in: wanted)", wanted.count).sorted { $0.slug < $1.slug }
            for row in try rows(found) { csv.row(row) }
        }
        return csv.take()
    }
}

/// The slugs of what records point to by id, read for many at once.
struct LinkedSlugs {
    private let slugs: [String: String]

    init(
        _ connection: any Connection, partnerships: [ID<Partnership>],
        contributions: [ID<Contribution>] = [], activities: [ID<Activity>] = []
    ) throws {
        var slugs: [String: String] = [:]
        func read(_ table: SQL, _ ids: [String]) throws {
            guard !ids.isEmpty else { return }
            for row in try connection.query("SELECT id, slug FROM \(table) WHERE id IN \(in: Set(ids))") {
                slugs[try row["id"]] = try row["slug"]
            }
        }
        try read("partnership", partnerships.map(\.description))
        try read("contribution", contributions.map(\.description))
        try read("activity", activities.map(\.description))
        self.slugs = slugs
    }

    /// As a cell: nothing for what points nowhere.
    func cell<Record>(_ id: ID<Record>?) -> String { id.flatMap { slugs[$0.description] } ?? "" }
}
