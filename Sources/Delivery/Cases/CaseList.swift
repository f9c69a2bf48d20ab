public import Platform
public import SQL

/// Which open cases a list of the desk shows.
public struct CaseFilter: Sendable, Equatable {
    public enum View: String, Sendable, CaseIterable {
        /// What is mine and our turn.
        case mine
        /// What nobody has taken.
        case queue
        /// All that is our turn.
        case team
        /// What waits for somebody else.
        case waiting
    }

    public enum Due: String, Sendable, CaseIterable {
        /// The day has passed.
        case late
        case today
        /// Today and the six days after it.
        case week
    }

    public var view: View
    public var office: ID<Office>?
    public var service: ID<Service>?
    public var phase: CasePhase?
    public var due: Due?

    public init(
        _ view: View, office: ID<Office>? = nil, service: ID<Service>? = nil, phase: CasePhase? = nil, due: Due? = nil
    ) {
        self.view = view
        self.office = office
        self.service = service
        self.phase = phase
        self.due = due
    }
}

/// The lists of the desk, by due date. A page costs what it shows: each part of a list is a range of one index.
public enum CaseList {
    /// A place in a list: what comes after it is the next page.
    public struct Place: Sendable, Equatable {
        public let due: Int
        public let id: ID<Case>

        public init(due: Int, id: ID<Case>) {
            self.due = due
            self.id = id
        }
    }

    /// - Parameters:
    ///   - desk: whose work `mine` shows: who asks, and those they cover for.
    ///   - organisations: those for whose offices they work; cases of others do not exist for them.
    ///   - access: what else a case must be for them to see it.
    ///   - today: the number of the day, for the filter by due date.
    ///   - limit: one of few, for it stands in the statement.
    public static func rows(
        _ filter: CaseFilter, desk: Set<ID<Person>>, organisations: [ID<Organisation>], seenBy access: SQL? = nil, today: Int,
        after: Place? = nil, limit: Int
    ) -> Question<[CaseRow]> {
        Question(
            statement(filter, desk: desk, organisations: organisations, seenBy: access, today: today, after: after, limit: limit), each: row)
    }

    static func statement(
        _ filter: CaseFilter, desk: Set<ID<Person>>, organisations: [ID<Organisation>], seenBy access: SQL? = nil, today: Int,
        after: Place?, limit: Int
    ) -> SQL {
        // Each part is one range of an index that is in the list's order already; the parts are merged by what they show only.
        let turns: [CaseTurn] = filter.view == .waiting ? CaseTurn.allCases.filter { $0 != .office } : [.office]
        let isByOrganisation = filter.office == nil && filter.service == nil && filter.view != .mine
        let owners: [[ID<Organisation>]] = isByOrganisation ? organisations.map { [$0] } : [organisations]
        let assignees: [SQL?] =
            switch filter.view {
            case .mine: desk.sorted().map { "assignee_id = \($0)" }
            case .queue: ["assignee_id IS NULL"]
            case .team, .waiting: [nil]
            }
        let parts = turns.flatMap { turn in
            owners.flatMap { owner in assignees.map { (owner, $0) } }.map { owner, assignee -> SQL in
                let conditions = conditions(filter, turn: turn, owner, today: today, after: after) + [assignee, access].compactMap(\.self)
                return "SELECT * FROM (\(columns) WHERE \(conditions.joined(" AND ")) ORDER BY due, id LIMIT \(fixed: limit)) part"
            }
        }
        guard !parts.isEmpty else { return "\(columns) WHERE 1 = 0" }
        return "\(parts.joined(" UNION ALL ")) ORDER BY due, id LIMIT \(fixed: limit)"
    }

    private static let columns: SQL = """
        SELECT id, reference, kind, service_id, service_version, applicant, phase, step, outcome, turn, due, step_due, assignee_id, office_id,
            events, received_at
        FROM case_record
        """

    static let isOpen: SQL = "phase IN ('submitted', 'accepted', 'in-step', 'decided', 'delivered')"

    private static func conditions(
        _ filter: CaseFilter, turn: CaseTurn, _ organisations: [ID<Organisation>], today: Int, after: Place?
    ) -> [SQL] {
        var conditions: [SQL] = [isOpen, "turn = \(turn)"]
        if organisations.count == 1, let only = organisations.first {
            conditions.append("organisation_id = \(only)")
        } else {
            conditions.append("organisation_id IN \(in: organisations)")
        }
        if let office = filter.office { conditions.append("office_id = \(office)") }
        if let service = filter.service { conditions.append("service_id = \(service)") }
        if let phase = filter.phase { conditions.append("phase = \(phase)") }
        switch filter.due {
        case .late: conditions.append("due < \(today)")
        case .today: conditions.append("due = \(today)")
        case .week: conditions.append("due >= \(today) AND due < \(today + 7)")
        case nil: break
        }
        // The bound on `due` alone is what the index begins at.
        if let after { conditions.append("due >= \(after.due) AND (due > \(after.due) OR id > \(after.id))") }
        return conditions
    }

    private static func row(_ row: Row) throws -> CaseRow {
        let due: Int = try row["due"]
        return CaseRow(
            id: try row["id"], reference: try row["reference"], kind: try row["kind"], service: try row["service_id"],
            serviceVersion: try row["service_version"], applicant: try row["applicant"],
            phase: try row["phase"], step: try row["step"], outcome: try row["outcome"], turn: try row["turn"],
            due: due == CaseStore.noDate ? nil : Day(number: due), stepDue: (try row["step_due"] as Int?).map(Day.init(number:)),
            assignee: try row["assignee_id"], office: try row["office_id"],
            events: try row["events"], receivedAt: try row["received_at"])
    }
}
