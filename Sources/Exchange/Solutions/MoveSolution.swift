public import Platform
public import SQL

/// Confirms a public solution as still true, archives it or brings it back.
public enum MoveSolution {
    public static func run(
        _ connection: any Connection, _ act: Act, solution id: ID<Solution>, _ step: SolutionStep, note: String = ""
    ) throws {
        guard let solution = try SolutionStore.find(connection, id: id) else { throw Refusal.notFound }
        try SolutionRules.may(act.principal, step, in: solution.state, solution.ownership).orRefuse()
        if step.needsNote, note.isEmpty {
            throw Refusal.invalid([ContentIssue("note", "error.note-wanted")])
        }
        try SolutionStore.move(
            connection, solution, to: step.to, revision: solution.currentRevision,
            publishedAt: solution.publishedAt,
            confirmedAt: step == .confirm ? act.now : solution.confirmedAt,
            archiveReason: step == .archive ? note : nil, now: act.now)
        try SolutionStore.add(
            connection,
            SolutionReview(
                id: act.newID(), revision: solution.currentRevision, step: step.rawValue, note: note,
                byName: act.name, at: act.now),
            to: id, by: act.principal.personID)
        try SolutionListing.refresh(connection, id)
        try act.audit(
            connection, "solution.\(step.rawValue)", "solution", id.description,
            before: ["state": solution.state.rawValue], after: ["state": step.to.rawValue, "note": note])
    }
}
