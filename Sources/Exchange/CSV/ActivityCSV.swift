public import Platform
public import SQL

/// Activities as CSV. The outcome report's document is not in it: a file cannot hold another.
enum ActivityCSV {
    static let required = ["slug", "kind", "title", "from", "organisations"]
    static let optional = [
        "state", "reason", "to", "place", "link", "programme", "women", "men", "not_stated", "outcome", "partnership",
        "agreement",
    ]
    static let columns = required + optional

    struct Entry: SidedFileEntry {
        let slug: String
        let row: String
        var content: ActivityContent
        /// Keys of organisations and the partnership's slug, which are looked up when all rows are known.
        let organisations: [String]
        let partnership: String
    }

    static func row(_ one: Activity, _ linked: LinkedSlugs) -> [String] {
        let content = one.content
        func count(_ number: Int?) -> String { number.map(String.init) ?? "" }
        let cells: [String: String] = [
            "slug": one.slug, "kind": content.kind.rawValue, "title": content.title, "from": content.from,
            "organisations": CSVCell.codes(content.organisations.map(\.key)), "state": content.state.rawValue,
            "reason": content.reason, "to": content.to, "place": content.place, "link": content.link,
            "programme": content.programme, "women": count(content.women), "men": count(content.men),
            "not_stated": count(content.notStated), "outcome": content.outcome,
            "partnership": linked.cell(content.partnership),
            "agreement": content.agreement ?? "",
        ]
        return columns.map { cells[$0] ?? "" }
    }

    static func read(_ bytes: [UInt8]) throws -> [Entry] {
        var slugs: Set<String> = []
        return try CSVTable.read(bytes, required: required, optional: optional, rows: 50_000) { cells in
            let slug = cells.slug(&slugs)
            var content = ActivityContent()
            if !cells.needed("kind").isEmpty { content.kind = cells.choice("kind") ?? .training }
            content.title = cells.needed("title")
            content.from = cells.needed("from")
            content.state = cells.choice("state") ?? .planned
            content.reason = cells.text("reason")
            content.to = cells.text("to")
            content.place = cells.text("place")
            content.link = cells.text("link")
            content.programme = cells.text("programme")
            content.women = cells.wholeNumber("women")
            content.men = cells.wholeNumber("men")
            content.notStated = cells.wholeNumber("not_stated")
            content.outcome = cells.text("outcome")
            content.agreement = cells.optional("agreement")
            let organisations = cells.needed("organisations").split(separator: " ").map(String.init)
            return Entry(
                slug: slug, row: cells.label, content: content, organisations: organisations,
                partnership: cells.text("partnership"))
        }
    }
}

extension ExportFiles {
    /// The activities that the principal may read, in the order of their slugs.
    public static func activities(_ connection: any Connection, for principal: Principal) throws -> [UInt8] {
        try records(
            connection, for: principal, columns: ActivityCSV.columns,
            read: { try Activity.read(connection, $0, limit: $1) },
            rows: { some in
                let linked = try LinkedSlugs(connection, partnerships: some.compactMap(\.content.partnership))
                return some.map { ActivityCSV.row($0, linked) }
            })
    }
}
