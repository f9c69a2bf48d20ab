public import Platform
public import SQL

/// Takes a revision one step on (or back): submit, withdraw, check, validate, send back, publish.
public enum MoveRevision {
    /// Throws `Refusal.denied` with the rule's reason, or `.invalid` with what is missing or a note that is wanted.
    public static func run(
        _ connection: any Connection, _ act: Act, solution id: ID<Solution>, _ step: RevisionStep, note: String = ""
    ) throws -> SolutionRevision {
        guard let solution = try SolutionStore.find(connection, id: id),
            let open = try SolutionStore.openRevision(connection, id)
        else { throw Refusal.notFound }
        try SolutionRules.may(act.principal, step, in: open.state, solution.ownership).orRefuse()
        if step.needsNote, note.isEmpty {
            throw Refusal.invalid([ContentIssue("note", "error.note-wanted")])
        }
        if step == .submit {
            let missing = Completeness.missing(in: open.content)
            guard missing.isEmpty else { throw Refusal.invalid(missing) }
        }
        if step == .publish {
            try publish(connection, act, solution, open)
        } else {
            try SolutionStore.move(connection, id, number: open.number, to: step.to)
        }
        try SolutionStore.add(
            connection,
            SolutionReview(
                id: act.newID(), revision: open.number, step: step.rawValue, note: note, byName: act.name, at: act.now),
            to: id, by: act.principal.personID)
        try act.audit(
            connection, "solution.\(step.rawValue)", "solution", id.description,
            before: ["revision": "\(open.number)", "state": open.state.rawValue],
            after: ["revision": "\(open.number)", "state": step.to.rawValue, "note": note])
        return SolutionRevision(
            solution: id, number: open.number, state: step.to, content: open.content, savedAt: open.savedAt,
            savedBy: open.savedBy, version: open.version + 1)
    }

    /// The revision becomes what the public reads; the one before it stays in the history.
    private static func publish(
        _ connection: any Connection, _ act: Act, _ solution: Solution, _ revision: SolutionRevision
    ) throws {
        if let current = solution.currentRevision {
            try SolutionStore.move(connection, solution.id, number: current, to: .superseded)
        }
        try SolutionStore.move(connection, solution.id, number: revision.number, to: .published)
        try SolutionStore.move(
            connection, solution, to: .published, revision: revision.number,
            publishedAt: solution.publishedAt ?? act.now, confirmedAt: act.now, archiveReason: nil, now: act.now)
        try SolutionStore.replaceClaims(connection, of: solution.id, with: revision.content.sdgs)
        try SolutionListing.refresh(connection, solution.id)
    }
}
