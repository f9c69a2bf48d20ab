public import Platform
public import SQL

/// Agreements as CSV, with the conventions of `SolutionCSV`. Texts and signatories stand in it only for those who may read them.
enum AgreementCSV {
    static let required = ["slug", "kind", "subject", "parties"]
    static let optional = [
        "state", "as_of", "signed_on", "from", "to", "remind_days", "language", "event", "partnership", "renews",
        "signatories", "sources", "text",
    ]
    static let columns = required + optional

    static func row(_ agreement: Agreement, partnership: String, showsPaper: Bool) throws -> [String] {
        let content = agreement.content
        let signatories = content.parties.filter { !$0.signatory.isEmpty || !$0.office.isEmpty }.map {
            AgreementFileRecord.Signatory(party: $0.key, name: $0.signatory, office: $0.office)
        }
        let cells: [String: String] = [
            "slug": agreement.slug, "kind": content.kind.rawValue, "subject": content.subject,
            "parties": CSVCell.codes(content.parties.map(\.key)), "state": agreement.state.rawValue,
            "as_of": agreement.asOf, "signed_on": agreement.signedOn, "from": content.from, "to": content.to,
            "remind_days": String(content.remindDays), "language": content.language, "event": content.event ?? "",
            "partnership": partnership, "renews": agreement.renews ?? "",
            "signatories": showsPaper ? try CSVCell.json(signatories) : "",
            "sources": try CSVCell.json(content.sources), "text": showsPaper ? content.text : "",
        ]
        return columns.map { cells[$0] ?? "" }
    }

    static func read(_ bytes: [UInt8]) throws -> [AgreementFileRecord] {
        try CSVTable.read(bytes, required: required, optional: optional, rows: 10_000) { record(&$0) }
    }

    private static func record(_ cells: inout CSVCells) -> AgreementFileRecord {
        // The kind is asked for first: an empty one is told as missing, a wrong one by its choices.
        let kindIsGiven = !cells.needed("kind").isEmpty
        let kind: Agreement.Kind? = kindIsGiven ? cells.choice("kind") : nil
        return AgreementFileRecord(
            slug: cells.needed("slug"), kind: kind ?? .mou, subject: cells.needed("subject"),
            parties: cells.needed("parties").split(separator: " ").map(String.init), state: cells.choice("state"),
            asOf: cells.optional("as_of"), signedOn: cells.given("signed_on"),
            signatories: cells.given("signatories").map { $0.isEmpty } == true ? [] : cells.json("signatories"),
            from: cells.given("from"), to: cells.given("to"), remindDays: cells.wholeNumber("remind_days"),
            language: cells.optional("language"), text: cells.given("text"), event: cells.given("event"),
            partnership: cells.given("partnership"), renews: cells.given("renews"),
            sources: cells.given("sources").map { $0.isEmpty } == true ? [] : cells.json("sources"))
    }
}

extension ExportFiles {
    /// The agreements that the principal may read, in the order of their slugs.
    public static func agreements(_ connection: any Connection, for principal: Principal) throws -> [UInt8] {
        try records(
            connection, for: principal, columns: AgreementCSV.columns,
            read: { try AgreementStore.agreements(connection, $0, withTexts: true, limit: $1) },
            rows: { some in
                let linked = try LinkedSlugs(connection, partnerships: some.compactMap(\.content.partnership))
                return try some.map { one in
                    try AgreementCSV.row(
                        one, partnership: linked.cell(one.content.partnership),
                        showsPaper: AgreementRules.mayReadPaper(principal, one.content.parties).allowed)
                }
            })
    }
}
