import Platform
import SQL

/// What the rules of grievances and appeals add to an action: obstacles, faults of what is said, and what follows from it.
enum GrievanceActs {
    /// What takes more time: not before the interim reply that is owed.
    private static let prolonging: Set<CaseAction> = [.advance, .ask, .wait]
    private static let byOffice: Set<CaseActor> = [.officer, .manager]

    /// Why an action is not possible, beside the table; nil when it is.
    ///
    /// The conflict rule is asked here once more, by what is in the database now: a page may have been open for long.
    static func obstacle(
        _ connection: any Connection, _ act: Act, _ record: Case, _ action: CaseAction, _ part: CaseActor
    ) throws -> String? {
        guard byOffice.contains(part) else { return nil }
        if let office = try OfficeStore.find(connection, id: record.office), act.principal.isSignedIn {
            let decision = CaseRules.part(act.principal, office: office, record.confidence)
            if decision.part == nil { return decision.decision.reason }
        }
        // An appeal is heard as a whole.
        if action == .interim && record.kind == .request || action == .split && record.kind == .appeal { return "case.obstacle.not-now" }
        guard prolonging.contains(action) else { return nil }
        return try record.owesInterimReply(at: act.now) ? "case.obstacle.interim-first" : nil
    }

    static func faults(
        _ connection: any Connection, _ record: Case, _ action: CaseAction, _ facts: CaseFacts, at now: Timestamp
    ) throws -> [FieldIssue] {
        switch action {
        // "Not ours" is a transfer; out of scope is what a law says.
        case .decide where facts.outcome == .outOfScope:
            guard let law = facts.law, !law.isEmpty else { return [FieldIssue("law", "error.law")] }
            return PlainText.issues(law, "law", most: 300)
        // Nor is it given to whoever may not see it.
        case .assign:
            guard !record.confidence.bars.isEmpty || record.confidence.reader == .manager, let person = facts.person,
                let office = try OfficeStore.find(connection, id: record.office)
            else { return [] }
            let principal = try PeopleStore.principal(connection, person: person)
            let may = principal.map { CaseRules.part($0, office: office, record.confidence).part != nil } ?? false
            return may ? [] : [FieldIssue("person", "error.person-barred")]
        case .interim:
            guard let day = facts.expected else { return [] }
            let today = record.calendar.day(of: now)
            return day > today && day <= today.adding(days: InterimReply.farthest)
                ? [] : [FieldIssue("expected", "error.expected", ["days": String(InterimReply.farthest)])]
        case .transfer:
            guard let id = facts.office, let office = try OfficeStore.find(connection, id: id) else { return [] }
            if record.confidence.bars.contains(.organisation(office.organisation)) { return [FieldIssue("office", "error.office-barred")] }
            let allowed = try transferOffices(connection, record).contains { $0.id == id }
            return record.confidence.visibility != .sealed || allowed ? [] : [FieldIssue("office", "error.office-sealed")]
        default: return []
        }
    }

    /// Where a case can be given: for what is sealed, the offices that its scheme designates.
    static func transferOffices(_ connection: any Connection, _ record: Case) throws -> [Office] {
        let definition = record.definition
        let keys: [String]
        if record.confidence.visibility == .sealed, let scheme = definition.grievance {
            keys = [scheme.redress] + scheme.categories.filter(\.isSensitive).compactMap(\.office)
        } else {
            keys = record.kind == .request ? definition.offices : GrievanceRouting.keys(definition)
        }
        return try OfficeStore.list(connection, keys: Array(Set(keys)).sorted())
            .filter { !record.confidence.bars.contains(.organisation($0.organisation)) }
    }

    /// What follows from an event, in the same transaction.
    static func follow(_ connection: any Connection, _ act: Act, _ record: Case, _ event: CaseEvent) throws {
        switch event.action {
        // The name that was typed may be somebody's in the new office.
        case .transfer:
            guard let typed = record.about?.person, let office = try OfficeStore.find(connection, id: record.office) else { break }
            try GrievanceStore.bar(connection, record.id, try NamedPeople.bars(connection, typed, in: [office.organisation]))
        case .decide: try ReviseDecision.follow(connection, act, record, event.facts)
        default: break
        }
        // Who works on a case now cannot judge it later.
        guard byOffice.contains(event.part), record.state.appealed != nil else { return }
        for appeal in try GrievanceStore.openAppeals(connection, against: record.id) {
            try GrievanceStore.bar(connection, appeal, AppealRules.workedOn([[event]]))
        }
    }
}

/// A reply in between: why there is no answer yet, and when there will be one.
enum InterimReply {
    /// Nobody is put off for longer than that at once.
    static let farthest = 366
}
