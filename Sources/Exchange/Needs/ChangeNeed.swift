public import Platform
public import SQL

/// Changes a need's content, its state, or both.
public enum ChangeNeed {
    /// Throws `Refusal.changedMeanwhile` when the need is no longer the `version` that was opened.
    public static func run(
        _ connection: any Connection, _ act: Act, need id: ID<Need>, version: Int, _ checked: CheckedNeed,
        state: Need.State
    ) throws -> Need {
        guard let need = try NeedStore.find(connection, id: id) else { throw Refusal.notFound }
        try NeedRules.mayWrite(act.principal, organisation: need.organisation, country: need.country).orRefuse()
        guard need.version == version else { throw Refusal.changedMeanwhile(by: "", at: need.updatedAt) }
        if need.content == checked.content, need.state == state { return need }
        try NeedStore.update(connection, need, checked, state: state, at: act.now)
        try act.audit(
            connection, "need.changed", "need", id.description,
            before: Audited(state: need.state, content: try JSONText(encoding: need.content)),
            after: Audited(state: state, content: checked.text))
        return Need(
            id: need.id, slug: need.slug, organisation: need.organisation, country: need.country, state: state,
            content: checked.content, version: need.version + 1, createdAt: need.createdAt, updatedAt: act.now)
    }

    private struct Audited: Encodable {
        let state: Need.State
        let content: JSONText
    }
}
