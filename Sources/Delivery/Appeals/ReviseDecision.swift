import Platform
import SQL

/// What the decision of an appeal does to the first one, in the same transaction. The first stays in the history.
enum ReviseDecision {
    static func follow(_ connection: any Connection, _ act: Act, _ appeal: Case, _ facts: CaseFacts) throws {
        guard appeal.kind == .appeal, facts.outcome == .changed, let key = facts.outcomeReason, let revised = RevisedDecision(key: key),
            let first = try GrievanceStore.chain(connection, appeal).last, first.id != appeal.id
        else { return }
        var own = CaseFacts()
        (own.outcome, own.outcomeReason) = (revised.outcome, revised.reason)
        (own.text, own.reference) = (facts.text, appeal.reference)
        own.authority = try OfficeStore.find(connection, id: appeal.office)?.name
        try ActOnCase.run(connection, act, first, .revise, as: .appeals, own)
    }
}

/// A decision as it stands in a case's history.
struct StandingDecision: Sendable, Equatable {
    let event: CaseEvent
    /// Did an appeal put it in the place of another?
    let isRevision: Bool

    /// All decisions of a case that were not taken back, the first one first.
    static func all(_ record: Case) -> [StandingDecision] {
        let undone = Set(record.events.compactMap(\.facts.undoes))
        return record.events.filter { !undone.contains($0.number) && ($0.action == .decide || $0.action == .revise) }
            .map { StandingDecision(event: $0, isRevision: $0.action == .revise) }
    }
}
