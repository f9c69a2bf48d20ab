import Platform
import SQL

/// An introduction that there is already between a need and a solution, so that nobody proposes it twice.
struct MatchIntroduction: Sendable, Equatable {
    let id: ID<Introduction>
    let state: IntroductionState

    /// Open or accepted: then there is nothing to propose.
    var stands: Bool { state.isOpen || state == .accepted }

    /// Those of a need that the principal may read, by solution: one that stands before one that has ended, else the latest.
    static func of(_ connection: any Connection, need: ID<Need>, for principal: Principal) throws -> [ID<Solution>: MatchIntroduction] {
        let rows = try connection.query("""
            SELECT i.id, i.solution_id, i.state FROM introduction i
            WHERE i.need_id = \(need) AND \(IntroductionRules.readable(by: principal)) ORDER BY i.id DESC LIMIT 1000
            """)
        return Dictionary(
            try rows.map { (try $0["solution_id"] as ID<Solution>, MatchIntroduction(id: try $0["id"], state: try $0["state"])) },
            uniquingKeysWith: { latest, older in latest.stands || !older.stands ? latest : older })
    }
}
