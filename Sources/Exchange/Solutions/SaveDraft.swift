public import Platform
public import SQL

/// Keeps what was typed, finished or not: by a button or by itself while the owner writes.
public enum SaveDraft {
    /// Saves `content` as the draft that was opened with `version`.
    ///
    /// A published solution without an open revision gets a new draft (`version` is then 0). Throws
    /// `Refusal.changedMeanwhile` when somebody else saved since, so that neither text is lost.
    public static func run(
        _ connection: any Connection, _ act: Act, solution id: ID<Solution>, content: SolutionContent, version: Int,
        thisYear: Int
    ) throws -> SolutionRevision {
        guard let solution = try SolutionStore.find(connection, id: id) else { throw Refusal.notFound }
        try SolutionRules.mayEdit(act.principal, solution.ownership).orRefuse()
        let issues = Completeness.faults(of: content, thisYear: thisYear)
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        guard let open = try SolutionStore.openRevision(connection, id) else {
            return try begin(connection, act, solution, content: content, version: version)
        }
        guard open.state == .draft else { throw Refusal.denied(.deny("rule.under-review")) }
        guard open.version == version else {
            throw Refusal.changedMeanwhile(by: open.savedBy, at: open.savedAt)
        }
        if open.content == content { return open }
        try SolutionStore.save(connection, open, content: content, by: act.name, at: act.now)
        // Only the fields that changed: a draft is saved every few seconds while somebody writes.
        let change = try AuditChange(from: open.content, to: content)
        try act.audit(
            connection, "solution.draft-saved", "solution-draft", id.description, before: change.before,
            after: change.after)
        return SolutionRevision(
            solution: id, number: open.number, state: .draft, content: content, savedAt: act.now,
            savedBy: act.name, version: open.version + 1)
    }

    private static func begin(
        _ connection: any Connection, _ act: Act, _ solution: Solution, content: SolutionContent, version: Int
    ) throws -> SolutionRevision {
        guard version == 0 else {
            throw Refusal.changedMeanwhile(by: "", at: solution.updatedAt)
        }
        let newest = try SolutionStore.revisions(connection, solution.id).first
        let revision = SolutionRevision(
            solution: solution.id, number: (newest?.number ?? 0) + 1, state: .draft, content: content,
            savedAt: act.now, savedBy: act.name, version: 1)
        try SolutionStore.insert(connection, revision)
        try act.audit(
            connection, "solution.revision-begun", "solution-draft", solution.id.description,
            before: newest?.content, after: content)
        return revision
    }
}
