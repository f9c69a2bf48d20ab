import Platform
import SQL

/// Reads the figures that are kept while cases move. None of it counts cases.
enum StatisticsStore {
    /// Open cases of offices, by phase and by whose turn it is.
    struct OpenCases: Sendable {
        var byPhase: [CasePhase: Int] = [:]
        var byTurn: [CaseTurn: Int] = [:]
    }

    /// By office; one without any is left out.
    static func open(_ connection: any Connection, offices: [ID<Office>]) throws -> [ID<Office>: OpenCases] {
        var figures: [ID<Office>: OpenCases] = [:]
        func add(_ row: Row, _ sign: Int) throws {
            let (phase, turn, cases): (CasePhase, CaseTurn, Int) = (try row["phase"], try row["turn"], try row["cases"])
            guard phase.isOpen else { return }
            let office: ID<Office> = try row["office_id"]
            figures[office, default: OpenCases()].byPhase[phase, default: 0] += sign * cases
            figures[office, default: OpenCases()].byTurn[turn, default: 0] += sign * cases
        }
        for row in try connection.query(
            "SELECT office_id, phase, turn, cases FROM case_count WHERE cases <> 0 AND office_id IN \(in: offices)")
        { try add(row, 1) }
        // They name an office, so what is sealed is taken out again; an index holds the sealed ones alone.
        for row in try connection.query("""
            SELECT office_id, phase, turn, COUNT(*) AS cases FROM case_record
            WHERE office_id IN \(in: offices) AND visibility = 'sealed' AND \(CaseList.isOpen) GROUP BY office_id, phase, turn
            """)
        { try add(row, -1) }
        return figures
    }

    /// How many clocks ended in time and late, by quarter and office; one without any is left out.
    ///
    /// - Parameter quarters: without gaps, in order.
    static func ended(
        _ connection: any Connection, offices: [ID<Office>], _ quarters: [Quarter]
    ) throws -> [Quarter: [ID<Office>: (inTime: Int, late: Int)]] {
        guard let first = quarters.first, let last = quarters.last else { return [:] }
        var figures: [Quarter: [ID<Office>: (inTime: Int, late: Int)]] = [:]
        for row in try connection.query("""
            SELECT office_id, month, in_time, late FROM case_end_count
            WHERE office_id IN \(in: offices) AND month >= \(first.months.lowerBound) AND month <= \(last.months.upperBound)
            """)
        {
            let (office, month, inTime, late): (ID<Office>, Int, Int, Int) = (
                try row["office_id"], try row["month"], try row["in_time"], try row["late"])
            let sum = figures[Quarter(month: month), default: [:]][office] ?? (0, 0)
            figures[Quarter(month: month), default: [:]][office] = (sum.inTime + inTime, sum.late + late)
        }
        return figures
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
