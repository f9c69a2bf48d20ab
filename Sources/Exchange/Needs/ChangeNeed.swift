public import Platform
public import SQL

/// Changes a need's content, its state, or both.
public enum ChangeNeed {
    /// Throws `Refusal.changedMeanwhile` when the need is no longer the `version` that was opened.
    public static func run(
        _ connection: any Connection, _ act: Act, need id: ID<Need>, version: Int, content: NeedContent,
        state: Need.State
    ) throws -> Need {
        guard let need = try NeedStore.find(connection, id: id) else { throw Refusal.notFound }
        try NeedRules.mayWrite(act.principal, organisation: need.organisation, country: need.country).orRefuse()
        guard need.version == version else { throw Refusal.changedMeanwhile(by: "", at: need.updatedAt) }
        let issues = content.issues()
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        if need.content == content, need.state == state { return need }
        try NeedStore.update(connection, need, content: content, state: state, at: act.now)
        try act.audit(
            connection, "need.changed", "need", id.description, before: Audited(need.state, need.content),
            after: Audited(state, content))
        return try NeedStore.find(connection, id: id) ?? need
    }

    private struct Audited: Encodable {
        let state: Need.State
        let content: NeedContent

        init(_ state: Need.State, _ content: NeedContent) {
            self.state = state
            self.content = content
        }
    }
}
