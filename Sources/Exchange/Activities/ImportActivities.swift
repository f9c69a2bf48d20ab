import Platform
public import SQL

/// Takes activities over from CSV: a known slug is changed, another added; any fault refuses all of it.
public enum ImportActivities {
    public static func run(_ connection: any Connection, _ act: Act, csv bytes: [UInt8]) throws -> ImportOutcome {
        try Activity.takeOver(connection, act, try ActivityCSV.read(bytes)) { entry, problem in
            var content = entry.content
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
            return content
        }
    }
}
