import Platform

/// Opportunities as CSV: the columns that `ImportOpportunities` reads.
enum OpportunityCSV {
    static let columns = ["reference", "event", "country_code", "theme", "text", "follow_up", "follow_up_note"]

    static func row(_ one: Opportunity) -> [String] {
        [
            one.reference, one.event, one.country, one.theme.rawValue, one.text, one.followUp.rawValue,
            one.followUpNote,
        ]
    }
}
