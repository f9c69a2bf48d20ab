public import Platform
public import SQL

/// All records of a kind as CSV, with the columns of the import, so that export → import → export is identical.
public enum ExportFiles {
    /// Public solutions in the order of their slugs: ids are made anew by an import, slugs stay.
    public static func solutions(_ connection: any Connection) throws -> [UInt8] {
        try file(connection, columns: SolutionCSV.columns, slugs: "SELECT slug FROM solution_listing") { slugs in
            try solutionRows(connection, "s.slug IN \(in: slugs)").sorted { $0.slug < $1.slug }.map(\.cells)
        }
    }

    /// The rows of public solutions, by a condition on the table `s`, in no order.
    static func solutionRows(
        _ connection: any Connection, _ condition: SQL
    ) throws -> [(id: ID<Solution>, slug: String, cells: [String])] {
        let found = try SolutionStore.current(connection, condition)
        let linked = try LinkedSlugs(connection, organisations: found.map(\.solution.organisation))
        let origins = try SolutionStore.links(connection, to: Set(found.compactMap(\.solution.derivedFrom)))
        let adoptions = try SolutionStore.adoptions(connection, of: found.map(\.solution.id))
        return try found.map { solution, revision in
            let record = SolutionFileRecord(
                slug: solution.slug, organisation: linked.cell(solution.organisation), country: solution.country,
                state: solution.state, origin: solution.origin,
                derivedFrom: solution.derivedFrom.flatMap { origins[$0]?.slug },
                adoptions: (adoptions[solution.id] ?? []).map(SolutionFileRecord.AdoptionEntry.init), content: revision.content)
            return (solution.id, solution.slug, try SolutionCSV.row(record))
        }
    }

    /// The needs that the principal may read, in the order of their slugs.
    public static func needs(_ connection: any Connection, for principal: Principal) throws -> [UInt8] {
        try file(
            connection, columns: NeedCSV.columns, slugs: "SELECT slug FROM need WHERE \(NeedRules.readable(by: principal))"
        ) { slugs in
            let needs = try NeedStore.needs(connection, slugs: slugs)
            let linked = try LinkedSlugs(connection, organisations: needs.map(\.organisation))
            return try needs.sorted { $0.slug < $1.slug }.map { need in
                try NeedCSV.row(
                    NeedFileRecord(
                        slug: need.slug, organisation: linked.cell(need.organisation), state: need.state, content: need.content))
            }
        }
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
