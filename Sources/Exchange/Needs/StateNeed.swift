public import Platform
public import SQL

/// States a need for an organisation. A title is enough to begin with.
public enum StateNeed {
    /// - Parameter owner: as it was read in the same transaction.
    public static func run(
        _ connection: any Connection, _ act: Act, owner: Organisation, _ checked: CheckedNeed,
        state: Need.State = .open, slug: String? = nil
    ) throws -> Need {
        try NeedRules.mayWrite(act.principal, organisation: owner.id, country: owner.country).orRefuse()
        let need = Need(
            id: act.newID(),
            slug: try slug
                ?? Slug.unique(made: checked.slug, fallback: "need") { try NeedStore.slugExists(connection, $0) },
            organisation: owner.id, country: owner.country, state: state, content: checked.content, version: 1,
            createdAt: act.now, updatedAt: act.now)
        try NeedStore.insert(connection, need, text: checked.text)
        try act.audit(
            connection, "need.stated", "need", need.id.description, before: NeedContent?.none, after: checked.text)
        return need
    }
}
