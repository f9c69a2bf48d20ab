import Platform
import SQL

/// The figures of the backlog: how many cases stand where, and how many that are our turn are due on which day. They move in the transaction of
/// the case, so that nobody ever counts all cases.
final class CaseCounters: CommitGatherer {
    private struct Place: Hashable, Comparable {
        let office: String
        let phase: CasePhase
        let turn: CaseTurn

        static func < (left: Place, right: Place) -> Bool {
            (left.office, left.phase.rawValue, left.turn.rawValue) < (right.office, right.phase.rawValue, right.turn.rawValue)
        }
    }

    private struct DueDay: Hashable, Comparable {
        let office: String
        let due: Int

        static func < (left: DueDay, right: DueDay) -> Bool { (left.office, left.due) < (right.office, right.due) }
    }

    private var places: [Place: Int] = [:]
    private var days: [DueDay: Int] = [:]

    /// Those of the transaction at hand. What is added is written once, just before the commit, however many cases it holds.
    static func of(_ connection: any Connection) -> CaseCounters {
        connection.beforeCommit("case-counters") { CaseCounters() }
    }

    /// A case stands there now (1), or no more (-1).
    func add(_ office: ID<Office>, _ phase: CasePhase, _ turn: CaseTurn, due: Int, by change: Int) {
        places[Place(office: office.description, phase: phase, turn: turn), default: 0] += change
        if phase.isOpen, turn == .office { days[DueDay(office: office.description, due: due), default: 0] += change }
    }

    func flush(_ connection: any Connection) throws {
        let places = places.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map { place, change -> SQL in
            "(\(place.office), \(place.phase), \(place.turn), \(change))"
        }
        let days = days.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map { day, change -> SQL in
            "(\(day.office), \(day.due), \(change))"
        }
        self.places = [:]
        self.days = [:]
        for rows in places.powersOfTwo(most: 512) {
            try connection.send("""
                INSERT INTO case_count (office_id, phase, turn, cases) VALUES \(rows.joined(", "))
                ON CONFLICT (office_id, phase, turn) DO UPDATE SET cases = case_count.cases + excluded.cases
                """)
        }
        for rows in days.powersOfTwo(most: 512) {
            try connection.send("""
                INSERT INTO case_due_count (office_id, due, cases) VALUES \(rows.joined(", "))
                ON CONFLICT (office_id, due) DO UPDATE SET cases = case_due_count.cases + excluded.cases
                """)
        }
    }
}
