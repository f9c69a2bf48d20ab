import Platform
public import SQL

/// Takes contributions over from CSV: a known slug is changed, another added; any fault refuses all of it.
public enum ImportContributions {
    public static func run(_ connection: any Connection, _ act: Act, csv bytes: [UInt8]) throws -> ImportOutcome {
        let entries = try ContributionCSV.read(bytes)
        var sides: [String: Contribution.Side] = [:]
        // Commitments first: a delivery may stand in the file before the promise that it fulfils.
        let ordered = entries.filter(\.fulfils.isEmpty) + entries.filter { !$0.fulfils.isEmpty }
        return try Contribution.takeOver(connection, act, ordered) { entry, problem in
            var content = entry.content
            func side(_ field: String, _ key: String) throws -> Contribution.Side? {
                guard !key.isEmpty else { return nil }
                if sides[key] == nil { sides[key] = try PeopleStore.organisation(connection, key: key).map(Contribution.Side.init) }
                if sides[key] == nil { problem(field, "import.organisation-unknown", key) }
                return sides[key]
            }
            func link<Found>(_ field: String, _ slug: String, _ key: String, _ find: (String) throws -> Found?) rethrows -> Found? {
                guard !slug.isEmpty else { return nil }
                let found = try find(slug)
                if found == nil { problem(field, key, slug) }
                return found
            }
            content.giver = try side("giver", entry.giver)
            content.receiver = try side("receiver", entry.receiver)
            content.payer = try side("payer", entry.payer)
            content.fulfils = try link("fulfils", entry.fulfils, "contribution.error.unknown") {
                try ContributionStore.find(connection, slug: $0)?.id
            }
            content.partnership = try link("partnership", entry.partnership, "agreement.error.partnership") {
                try PartnershipLink.find(connection, slug: $0)?.id
            }
            content.activity = try link("activity", entry.activity, "activity.error.unknown") {
                try ActivityStore.find(connection, slug: $0)?.id
            }
            return content
        }
    }
}
