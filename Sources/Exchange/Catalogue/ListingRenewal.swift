import Language
import Platform
import SQL

/// Cuts the words of all listings anew whose words were cut by another version of the rules, once a day and so after an upgrade.
///
/// Until then `CatalogueIndex` cuts them when it reads them: nothing is missing from the search, only the first search after a start
/// takes longer. Nodes of two versions can run beside each other for a while.
enum ListingRenewal {
    struct Nothing: Codable, Sendable {}

    /// Few enough that other writes need not wait long.
    private static let batch = 100

    private static let job = JobKind<Nothing>("renew-search-words")

    static let handler = JobHandler(job) { _, context in
        try await run(context.services.database)
    }

    static let schedule = JobSchedule(
        name: "renew-search-words", every: .days(1), offset: .hours(1), kind: job, payload: Nothing())

    /// Returns how many there were.
    @discardableResult
    static func run(_ database: any Database) async throws -> Int {
        var count = 0
        var last = ""
        while true {
            let after = last
            let ids = try await database.read { connection -> [ID<Solution>] in
                try connection.query(
                    """
                    SELECT solution_id FROM solution_listing
                    WHERE substr(terms, 1, 1) <> \([DocumentTokens.version]) AND solution_id > \(after)
                    ORDER BY solution_id LIMIT \(batch)
                    """
                ).map { try $0["solution_id"] }
            }
            guard let end = ids.last else { return count }
            try await database.write { connection in
                for id in ids { try SolutionListing.refresh(connection, id) }
            }
            count += ids.count
            last = end.description
        }
    }
}
