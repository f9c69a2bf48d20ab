import Platform
public import SQL

/// Takes activities over from CSV: a known slug is changed, another added; any fault refuses all of it.
public enum ImportActivities {
    public static func run(_ connection: any Connection, _ act: Act, csv bytes: [UInt8]) throws -> ImportOutcome {
        var problems: [ImportProblem] = []
        var outcome = ImportOutcome()
        for entry in try ActivityCSV.read(bytes) {
            var content = entry.content
            let before = problems.count
            func problem(_ field: String, _ key: String, _ value: String) {
                problems.append(ImportProblem(record: entry.row, field: field, key: key, facts: ["value": value]))
            }
            for key in entry.organisations {
                if let one = try PeopleStore.organisation(connection, key: key) {
                    content.organisations.append(Contribution.Side(one))
                } else {
                    problem("organisations", "import.organisation-unknown", key)
                }
            }
            if !entry.partnership.isEmpty {
                content.partnership = try PartnershipLink.find(connection, slug: entry.partnership)?.id
                if content.partnership == nil { problem("partnership", "agreement.error.partnership", entry.partnership) }
            }
            guard problems.count == before else { continue }
            do {
                let known = try ActivityStore.find(connection, slug: entry.slug)
                let saved = try SaveActivity.run(
                    connection, act, slug: known?.slug, version: known?.version ?? 0, content: content, newSlug: entry.slug)
                if known == nil {
                    outcome.added += 1
                } else if saved.version == known?.version {
                    outcome.unchanged += 1
                } else {
                    outcome.changed += 1
                }
            } catch Refusal.invalid(let issues) {
                problems += issues.map { ImportProblem(record: entry.row, field: $0.field, key: $0.key, facts: $0.facts) }
            }
        }
        // Thrown out of the transaction, which undoes what was written before the fault was met.
        guard problems.isEmpty else { throw ImportRefused(problems) }
        return outcome
    }
}
