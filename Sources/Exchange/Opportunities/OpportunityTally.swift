import Platform
import SQL

/// How many opportunities share an event, a country, a theme and a state: what all counts of the lists are added up from.
struct OpportunityTally: Sendable, Equatable {
    let event: String
    let country: String
    let theme: Theme
    let followUp: Opportunity.FollowUp
    let count: Int

    func matches(_ filter: OpportunityStore.Filter) -> Bool {
        (filter.event == nil || filter.event == event) && (filter.country == nil || filter.country == country)
            && (filter.theme == nil || filter.theme == theme) && (filter.followUp == nil || filter.followUp == followUp)
    }
}

extension OpportunityStore {
    /// The tally of all events: as many rows as there are different combinations, whatever the number of opportunities.
    static func tally(_ connection: any Connection) throws -> [OpportunityTally] {
        try connection.query("""
            SELECT event, country, theme, follow_up, COUNT(*) AS n FROM opportunity
            GROUP BY event, country, theme, follow_up ORDER BY event, country, theme, follow_up
            """).map { row in
                OpportunityTally(
                    event: try row["event"], country: try row["country"], theme: try row["theme"],
                    followUp: try row["follow_up"], count: try row["n"])
            }
    }
}
