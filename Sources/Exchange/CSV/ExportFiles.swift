public import Platform
public import SQL

/// All records of a kind as CSV, with the columns of the import, so that export → import → export is identical.
public enum ExportFiles {
    /// Public solutions in the order of their slugs: ids are made anew by an import, slugs stay.
    public static func solutions(_ connection: any Connection) throws -> [UInt8] {
        var csv = CSVWriter(lineEnding: .crlf)
        csv.row(SolutionCSV.columns)
        var found: [(slug: String, id: ID<Solution>)] = []
        try connection.forEach("SELECT slug, solution_id FROM solution_listing") { row in
            found.append((try row[0], try row[1]))
            return true
        }
        // Not by SQL: the engines' collations may differ.
        for one in found.sorted(by: { $0.slug < $1.slug }) {
            if let row = try solutionRow(connection, one.id) { csv.row(row) }
        }
        return csv.take()
    }

    /// The row of one public solution; nil for any other.
    static func solutionRow(_ connection: any Connection, _ id: ID<Solution>) throws -> [String]? {
        guard let solution = try SolutionStore.find(connection, id: id), let number = solution.currentRevision,
            let revision = try SolutionStore.revision(connection, id, number: number),
            let owner = try PeopleStore.organisation(connection, solution.organisation)
        else { return nil }
        return try SolutionCSV.row(
            SolutionFileRecord(
                slug: solution.slug, organisation: owner.key, country: solution.country, state: solution.state,
                origin: solution.origin,
                derivedFrom: try solution.derivedFrom.flatMap { try SolutionStore.link(connection, to: $0)?.slug },
                adoptions: try SolutionStore.adoptions(connection, of: id).map(
                    SolutionFileRecord.AdoptionEntry.init),
                content: revision.content))
    }

    /// The needs that the principal may read, in the order of their slugs.
    public static func needs(_ connection: any Connection, for principal: Principal) throws -> [UInt8] {
        var csv = CSVWriter(lineEnding: .crlf)
        csv.row(NeedCSV.columns)
        var rows: [(slug: String, cells: [String])] = []
        var after: ID<Need>?
        var more = true
        while more {
            let needs = try NeedStore.list(connection, for: principal, after: after, limit: 200)
            for need in needs {
                let owner = try PeopleStore.organisation(connection, need.organisation)
                let record = NeedFileRecord(
                    slug: need.slug, organisation: owner?.key ?? "", state: need.state, content: need.content)
                rows.append((need.slug, try NeedCSV.row(record)))
            }
            after = needs.last?.id
            more = needs.count == 200
        }
        for row in rows.sorted(by: { $0.slug < $1.slug }) { csv.row(row.cells) }
        return csv.take()
    }

    /// Opportunities in the order of their events and files.
    public static func opportunities(
        _ connection: any Connection, _ filter: OpportunityStore.Filter = OpportunityStore.Filter()
    ) throws -> [UInt8] {
        var csv = CSVWriter(lineEnding: .crlf)
        csv.row(OpportunityCSV.columns)
        var after: OpportunityStore.Cursor?
        var more = true
        while more {
            let batch = try OpportunityStore.list(connection, filter, after: after, limit: 1_000)
            for one in batch { csv.row(OpportunityCSV.row(one)) }
            after = batch.last.map { .init(event: $0.event, position: $0.position, id: $0.id) }
            more = batch.count == 1_000
        }
        return csv.take()
    }
}
