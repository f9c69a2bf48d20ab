import Platform
import SQL

/// Reads the figures that are kept while cases move. None of it counts cases.
enum StatisticsStore {
    /// Open cases of offices, by phase and by whose turn it is.
    struct OpenCases: Sendable {
        var byPhase: [CasePhase: Int] = [:]
        var byTurn: [CaseTurn: Int] = [:]
    }

    static func open(_ connection: any Connection, offices: [ID<Office>]) throws -> OpenCases {
        var figures = OpenCases()
        for row in try connection.query("SELECT phase, turn, cases FROM case_count WHERE cases <> 0 AND office_id IN \(in: offices)") {
            let (phase, turn, cases): (CasePhase, CaseTurn, Int) = (try row["phase"], try row["turn"], try row["cases"])
            guard phase.isOpen else { continue }
            figures.byPhase[phase, default: 0] += cases
            figures.byTurn[turn, default: 0] += cases
        }
        // They name an office, so what is sealed is taken out again; an index holds the sealed ones alone.
        for row in try connection.query("""
            SELECT phase, turn, COUNT(*) AS cases FROM case_record
            WHERE office_id IN \(in: offices) AND visibility = 'sealed' AND \(CaseList.isOpen) GROUP BY phase, turn
            """)
        {
            let (phase, turn, cases): (CasePhase, CaseTurn, Int) = (try row["phase"], try row["turn"], try row["cases"])
            figures.byPhase[phase, default: 0] -= cases
            figures.byTurn[turn, default: 0] -= cases
        }
        return figures
    }

    /// How many clocks ended in time and late, from a month (`year * 12 + month - 1`) to another, both included.
    static func ended(
        _ connection: any Connection, offices: [ID<Office>], from: Int, to: Int
    ) throws -> (inTime: Int, late: Int) {
        let row = try connection.first("""
            SELECT CAST(COALESCE(SUM(in_time), 0) AS BIGINT) AS in_time, CAST(COALESCE(SUM(late), 0) AS BIGINT) AS late
            FROM case_end_count WHERE office_id IN \(in: offices) AND month >= \(from) AND month <= \(to)
            """)
        return (try row?["in_time"] ?? 0, try row?["late"] ?? 0)
    }

    /// How many cases of a service got each rating, from 1 to 5.
    static func ratings(_ connection: any Connection, _ service: ID<Service>) throws -> [Int] {
        var figures = [Int](repeating: 0, count: 5)
        for row in try connection.query("SELECT rating, cases FROM case_rating_count WHERE service_id = \(service)") {
            let (rating, cases): (Int, Int) = (try row["rating"], try row["cases"])
            if (1...5).contains(rating) { figures[rating - 1] = cases }
        }
        return figures
    }
}
