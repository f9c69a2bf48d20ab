public import Platform
public import SQL

/// Contributions as CSV: one row for a commitment or a delivery. The amount is in the unit's own decimals.
enum ContributionCSV {
    static let required = ["slug", "stage", "kind", "giver", "what", "day"]
    static let optional = [
        "receiver", "payer", "amount", "unit", "note", "fulfils", "partnership", "agreement", "activity",
    ]
    static let columns = required + optional

    struct Entry: SidedFileEntry {
        let slug: String
        let row: String
        var content: ContributionContent
        /// Slugs, which are looked up when all rows are known.
        let giver, receiver, payer, fulfils, partnership, activity: String
    }

    static func row(_ one: Contribution, _ linked: LinkedSlugs) -> [String] {
        let cells = cells(one.content, linked)
        return columns.map { $0 == "slug" ? one.slug : cells[$0] ?? "" }
    }

    /// The cells by their columns, which are the names of the form's inputs too.
    static func cells(_ content: ContributionContent, _ linked: LinkedSlugs) -> [String: String] {
        [
            "stage": content.stage.rawValue, "kind": content.kind.rawValue, "giver": content.giver?.key ?? "",
            "receiver": content.receiver?.key ?? "", "payer": content.payer?.key ?? "",
            "amount": content.quantity?.text ?? "", "unit": content.quantity?.unit.code ?? "", "what": content.what,
            "day": content.day, "note": content.note,
            "fulfils": linked.cell(content.fulfils), "partnership": linked.cell(content.partnership),
            "agreement": content.agreement ?? "", "activity": linked.cell(content.activity),
        ]
    }

    static func linked(_ connection: any Connection, _ contents: [ContributionContent]) throws -> LinkedSlugs {
        try LinkedSlugs(
            connection, partnerships: contents.compactMap(\.partnership), contributions: contents.compactMap(\.fulfils),
            activities: contents.compactMap(\.activity))
    }

    static func read(_ bytes: [UInt8]) throws -> [Entry] {
        var slugs: Set<String> = []
        return try CSVTable.read(bytes, required: required, optional: optional, rows: 100_000) { cells in
            let slug = cells.slug(&slugs)
            var content = ContributionContent()
            let hasCodes = !cells.needed("stage").isEmpty && !cells.needed("kind").isEmpty
            content.stage = cells.choice("stage") ?? .committed
            content.kind = cells.choice("kind") ?? .inKind
            content.what = cells.needed("what")
            content.day = cells.needed("day")
            content.note = cells.text("note")
            content.agreement = cells.optional("agreement")
            let (quantity, issue) = ContributionForm.quantity(
                kind: content.kind, amount: cells.text("amount"), unit: cells.text("unit"))
            content.quantity = quantity
            if hasCodes, let issue {
                cells.problem(issue.field == "currency" ? "unit" : issue.field, issue.key, issue.facts)
            }
            return Entry(
                slug: slug, row: cells.label, content: content, giver: cells.text("giver"), receiver: cells.text("receiver"),
                payer: cells.text("payer"), fulfils: cells.text("fulfils"), partnership: cells.text("partnership"),
                activity: cells.text("activity"))
        }
    }
}

extension ExportFiles {
    /// The contributions that the principal may read, in the order of their slugs.
    public static func contributions(_ connection: any Connection, for principal: Principal) throws -> [UInt8] {
        try records(
            connection, for: principal, columns: ContributionCSV.columns,
            read: { try Contribution.read(connection, $0, limit: $1) },
            rows: { some in
                let linked = try ContributionCSV.linked(connection, some.map(\.content))
                return some.map { ContributionCSV.row($0, linked) }
            })
    }
}
