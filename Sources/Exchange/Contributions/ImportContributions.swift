import Platform
public import SQL

/// Takes contributions over from CSV: a known slug is changed, another added; any fault refuses all of it.
public enum ImportContributions {
    public static func run(_ connection: any Connection, _ act: Act, csv bytes: [UInt8]) throws -> ImportOutcome {
        let entries = try ContributionCSV.read(bytes)
        var problems: [ImportProblem] = []
        var sides: [String: Contribution.Side] = [:]
        var outcome = ImportOutcome()
        // Commitments first: a delivery may stand in the file before the promise that it fulfils.
        for entry in entries.filter(\.fulfils.isEmpty) + entries.filter({ !$0.fulfils.isEmpty }) {
            var content = entry.content
            func problem(_ field: String, _ key: String, _ value: String) {
                problems.append(ImportProblem(record: entry.row, field: field, key: key, facts: ["value": value]))
            }
            func side(_ field: String, _ key: String) throws -> Contribution.Side? {
                guard !key.isEmpty else { return nil }
                if sides[key] == nil { sides[key] = try PeopleStore.organisation(connection, key: key).map(Contribution.Side.init) }
                if sides[key] == nil { problem(field, "import.organisation-unknown", key) }
                return sides[key]
            }
            let before = problems.count
            content.giver = try side("giver", entry.giver)
            content.receiver = try side("receiver", entry.receiver)
            content.payer = try side("payer", entry.payer)
            if !entry.fulfils.isEmpty {
                content.fulfils = try ContributionStore.find(connection, slug: entry.fulfils)?.id
                if content.fulfils == nil { problem("fulfils", "contribution.error.unknown", entry.fulfils) }
            }
            if !entry.partnership.isEmpty {
                content.partnership = try PartnershipLink.find(connection, slug: entry.partnership)?.id
                if content.partnership == nil { problem("partnership", "agreement.error.partnership", entry.partnership) }
            }
            if !entry.activity.isEmpty {
                content.activity = try ActivityStore.find(connection, slug: entry.activity)?.id
                if content.activity == nil { problem("activity", "activity.error.unknown", entry.activity) }
            }
            guard problems.count == before else { continue }
            do {
                let known = try ContributionStore.find(connection, slug: entry.slug)
                let saved = try SaveContribution.run(
                    connection, act, slug: known?.slug, version: known?.version ?? 0, content: content, newSlug: entry.slug)
                if known == nil { outcome.added += 1 }
                else if saved.version == known?.version { outcome.unchanged += 1 }
                else { outcome.changed += 1 }
            } catch Refusal.invalid(let issues) {
                problems += issues.map { ImportProblem(record: entry.row, field: $0.field, key: $0.key, facts: $0.facts) }
            }
        }
        // Thrown out of the transaction, which undoes what was written before the fault was met.
        guard problems.isEmpty else { throw ImportRefused(problems) }
        return outcome
    }
}
