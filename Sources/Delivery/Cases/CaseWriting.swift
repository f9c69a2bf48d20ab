import Platform
import SQL

/// A new case with its texts encoded: made before the transaction, for all other writes wait for one.
struct CaseRows: Sendable {
    let record: Case
    /// Whose officers work on it.
    let organisation: ID<Organisation>
    let similarKey: String
    let due: Int
    /// How far its notices have come: see `DueNotice`.
    var noticed = 0
    private let answers: String
    private let facts: [String]

    init(_ record: Case, organisation: ID<Organisation>, similarKey: String) throws {
        self.record = record
        self.organisation = organisation
        self.similarKey = similarKey
        due = record.listedDue
        answers = try Coding.encode(record.answers)
        facts = try record.events.map { try Coding.encode($0.facts) }
    }

    var row: SQL {
        let state = record.state
        let owner = record.codeOwner == record.id.description ? nil : record.codeOwner
        return """
            (\(record.id), \(record.reference), \(record.codeHash), \(owner), \(record.service), \(record.serviceVersion),
            \(record.calendarKey), \(record.calendarVersion), \(organisation), \(record.firstOffice), \(record.office),
            \(state.assignee), \(record.channel), \(record.language), \(record.applicant), \(similarKey), \(answers), \(state.phase),
            \(state.step), \(state.outcome), \(state.turn), \(record.visibility), \(due), \(record.listedStepDue), \(noticed), \(state.events),
            \(record.receivedAt), \(state.latest ?? record.receivedAt))
            """
    }

    var events: [SQL] { zip(record.events, facts).map { CaseStore.row($0, facts: $1, of: record.id) } }
}

extension CaseStore {
    /// Writes new cases with their histories and counters. Their order is kept.
    static func insert(_ connection: any Connection, _ cases: [CaseRows]) throws {
        let counters = CaseCounters.of(connection)
        for each in cases {
            counters.add(each.record.office, each.record.state.phase, each.record.state.turn, due: each.due, by: 1)
        }
        for each in cases {
            try connection.insert(
                into: """
                    case_record (id, reference, code_hash, code_owner, service_id, service_version, calendar_key, calendar_version,
                        organisation_id, first_office_id, office_id, assignee_id, channel, language, applicant, similar_key, answers,
                        phase, step, outcome, turn, visibility, due, step_due, noticed, events, received_at, updated_at)
                    """,
                each.row)
            for event in each.events { try connection.insert(into: eventColumns, event) }
        }
    }

    private static let eventColumns: SQL = """
        case_event (case_id, number, at, recorded_at, kind, part, actor, actor_name, facts)
        """

    static func row(_ event: CaseEvent, facts: String, of id: ID<Case>) -> SQL {
        """
        (\(id), \(event.number), \(event.at), \(event.recordedAt), \(event.action.rawValue), \(event.part.rawValue), \
        \(event.actor), \(event.actorName), \(facts))
        """
    }

    /// Writes one more event with what follows from it.
    ///
    /// - Parameter office: where the case is now.
    static func append(
        _ connection: any Connection, _ event: CaseEvent, before: Case, after: Case, organisation: ID<Organisation>? = nil,
        at now: Timestamp
    ) throws {
        let state = after.state
        let due = after.listedDue
        try connection.insert(into: eventColumns, row(event, facts: try Coding.encode(event.facts), of: after.id))
        // A case of another organisation's office is on the desk of its officers from now on. One that is opened again is told of anew.
        let moved: SQL = if let organisation { ", organisation_id = \(organisation)" } else { "" }
        let anew: SQL = event.action == .reopen ? ", noticed = 0" : ""
        try connection.send("""
            UPDATE case_record SET office_id = \(after.office), assignee_id = \(state.assignee), phase = \(state.phase),
                step = \(state.step), outcome = \(state.outcome), turn = \(state.turn), due = \(due),
                step_due = \(after.listedStepDue), events = \(state.events), calendar_version = \(after.calendarVersion), updated_at = \(now)\(moved)\(anew) WHERE id = \(after.id)
            """)
        let counters = CaseCounters.of(connection)
        counters.add(before.office, before.state.phase, before.state.turn, due: before.listedDue, by: -1)
        counters.add(after.office, state.phase, state.turn, due: due, by: 1)
    }

}
