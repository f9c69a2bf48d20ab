import Platform
import SQL

/// How many countries each provider already helps in a year, by solution: what its stated capacity has to cover first.
///
/// A country counts once, whether it is known from a noted adoption, from a partnership, or from both.
enum CapacityInUse {
    /// In these the provider's people are at work with the other side.
    static let stages: [PartnershipStage] = [.agreed, .adapting, .piloting, .scaling]

    static func read(_ connection: any Connection, year: Int) throws -> [ID<Solution>: Int] {
        guard let begin = Day.start(String(year)), let end = Day.start(String(year + 1)) else { return [:] }
        // A partnership counts if it was in one of the stages at any moment of the year: it entered before the year's end and did
        // not leave before its beginning.
        let rows = try connection.query("""
            SELECT solution_id, country AS taker FROM adoption
            WHERE status IN ('planned', 'pilot') AND since LIKE \(String(year) + "%")
            UNION
            SELECT p.solution_id, COALESCE(o.country, p.id) AS taker FROM partnership p
                JOIN partnership_step s ON s.partnership_id = p.id AND s.to_stage IN \(in: stages) AND s.at < \(end)
                LEFT JOIN partnership_step n ON n.partnership_id = p.id AND n.number = s.number + 1
                LEFT JOIN partnership_party y ON y.partnership_id = p.id AND y.side = 'asking'
                LEFT JOIN organisation o ON o.id = y.organisation_id
            WHERE p.solution_id IS NOT NULL AND (n.at IS NULL OR n.at >= \(begin))
            """)
        var used: [ID<Solution>: Int] = [:]
        for row in rows { used[try row["solution_id"], default: 0] += 1 }
        return used
    }
}
