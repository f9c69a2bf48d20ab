public import Platform
public import SQL
import Web

/// A partnership as a file holds it: everything by its key, so that it means the same in another database.
struct PartnershipFileRecord: Sendable, Equatable {
    struct Step: Codable, Sendable, Equatable {
        let at: JSONTime
        var from: PartnershipStage?
        let to: PartnershipStage
        var note: String?
        var by: String?
    }

    var slug = ""
    var title = ""
    var stage = PartnershipStage.interest
    /// The day on which it came to its stage.
    var since = ""
    /// While stalled: where it stood.
    var resume: PartnershipStage?
    /// Keys of organisations, by side.
    var parties: [Partnership.Side: [String]] = [:]
    var solution = ""
    var need = ""
    var opportunity = ""
    var summary = ""
    var isPublic = false
    var publicSummary = ""
    var sources: [SolutionContent.Source] = []
    /// Empty in a file that somebody wrote by hand: then it begins with its stage.
    var history: [Step] = []
}

/// Partnerships as CSV: the columns of the import and the export.
enum PartnershipCSV {
    static let required = ["slug", "title", "stage"]
    static let optional = [
        "since", "stalled_from", "asking", "giving", "supporting", "undecided", "solution", "need", "opportunity", "summary",
        "public", "public_summary", "sources", "history",
    ]
    static let columns = required + optional

    static func row(_ record: PartnershipFileRecord) throws -> [String] {
        var cells: [String: String] = [
            "slug": record.slug, "title": record.title, "stage": record.stage.rawValue, "since": record.since,
            "stalled_from": record.resume?.rawValue ?? "", "solution": record.solution, "need": record.need,
            "opportunity": record.opportunity, "summary": record.summary, "public": record.isPublic ? "yes" : "no",
            "public_summary": record.publicSummary, "sources": try CSVCell.json(record.sources),
            "history": try CSVCell.json(record.history),
        ]
        for side in Partnership.Side.allCases { cells[side.rawValue] = CSVCell.codes(record.parties[side] ?? []) }
        return columns.map { cells[$0] ?? "" }
    }

    static func read(_ bytes: [UInt8]) throws -> [PartnershipFileRecord] {
        try CSVTable.read(bytes, required: required, optional: optional) { record(&$0) }
    }

    private static func record(_ cells: inout CSVCells) -> PartnershipFileRecord {
        var record = PartnershipFileRecord()
        record.slug = cells.needed("slug")
        record.title = cells.needed("title")
        record.stage = cells.needed("stage").isEmpty ? .interest : cells.choice("stage") ?? .interest
        record.since = cells.text("since")
        record.resume = cells.choice("stalled_from")
        for side in Partnership.Side.allCases {
            let keys = cells.codes(side.rawValue)
            if !keys.isEmpty { record.parties[side] = keys }
        }
        record.solution = cells.text("solution")
        record.need = cells.text("need")
        record.opportunity = cells.text("opportunity")
        record.summary = cells.text("summary")
        record.isPublic = cells.yes("public")
        record.publicSummary = cells.text("public_summary")
        record.sources = cells.json("sources") ?? []
        record.history = cells.json("history") ?? []
        return record
    }
}

extension ExportFiles {
    /// The partnerships that the principal reads in full, in the order of their slugs.
    public static func partnerships(
        _ connection: any Connection, for principal: Principal,
        _ filter: PartnershipStore.Filter = PartnershipStore.Filter()
    ) throws -> [UInt8] {
        try file(
            connection, columns: PartnershipCSV.columns,
            slugs: "SELECT p.slug FROM partnership p WHERE \(PartnershipStore.conditions(filter, principal).joined(" AND "))"
        ) { slugs in
            let found = try PartnershipStore.find(connection, slugs: slugs)
                .filter { PartnershipRules.mayReadAll(principal, $0.parties).allowed }.sorted { $0.slug < $1.slug }
            let histories = try PartnershipHistory.steps(connection, of: found.map(\.id))
            let linked = try LinkedSlugs(
                connection, solutions: found.compactMap(\.content.solution), needs: found.compactMap(\.content.need),
                opportunities: found.compactMap(\.opportunity))
            return try found.map { try PartnershipCSV.row(PartnershipFileRecord($0, histories[$0.id] ?? [], linked)) }
        }
    }

    /// The actions that the principal answers for, in the order of their references.
    public static func actions(_ connection: any Connection, for principal: Principal) throws -> [UInt8] {
        let all = try PartnershipActionStore.all(connection, for: principal)
        let linked = try LinkedSlugs(
            connection, partnerships: all.compactMap(\.partnership), organisations: all.compactMap(\.organisation))
        var csv = CSVWriter(lineEnding: .crlf)
        csv.row(ActionCSV.columns)
        for one in all {
            csv.row([
                one.reference, one.what, one.who, one.due, one.state.rawValue, one.outcome, linked.cell(one.organisation),
                one.event ?? "", linked.cell(one.partnership),
            ])
        }
        return csv.take()
    }
}

extension PartnershipFileRecord {
    init(_ one: Partnership, _ steps: [PartnershipStep], _ linked: LinkedSlugs) {
        slug = one.slug
        title = one.content.title
        stage = one.stage
        since = Day.text(one.stageSince)
        resume = one.resume
        parties = Dictionary(grouping: one.parties, by: \.side).mapValues { $0.map(\.organisation.key) }
        solution = linked.cell(one.content.solution)
        need = linked.cell(one.content.need)
        opportunity = linked.cell(one.opportunity)
        summary = one.content.summary
        isPublic = one.content.isPublic
        publicSummary = one.content.publicSummary
        sources = one.content.sources
        history = steps.map {
            .init(
                at: JSONTime($0.at), from: $0.from, to: $0.to, note: $0.note.isEmpty ? nil : $0.note,
                by: $0.byName.isEmpty ? nil : $0.byName)
        }
    }
}
