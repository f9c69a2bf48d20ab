public import Platform
public import SQL

/// States a need for an organisation. A title is enough to begin with.
public enum StateNeed {
    /// The need, and whose it is.
    public typealias Stated = (need: Need, owner: Organisation)

    public static func run(
        _ connection: any Connection, _ act: Act, organisation: ID<Organisation>, _ checked: CheckedNeed,
        state: Need.State = .open, slug: String? = nil
    ) throws -> Stated {
        let (found, isTaken) = try connection.ask(
            PeopleStore.organisation(organisation), NeedStore.isTaken(checked.slug))
        guard let owner = found else { throw Refusal.notFound }
        try NeedRules.mayWrite(act.principal, organisation: owner.id, country: owner.country).orRefuse()
        let free = try slug
            ?? Slug.unique(made: checked.slug, fallback: "need") { candidate in
                try candidate == checked.slug ? isTaken : connection.ask(NeedStore.isTaken(candidate))
            }
        let need = Need(
            id: act.newID(), slug: free, organisation: owner.id, country: owner.country, state: state,
            content: checked.content, version: 1, createdAt: act.now, updatedAt: act.now)
        try NeedStore.insert(connection, need, text: checked.text)
        try act.audit(
            connection, "need.stated", "need", need.id.description, before: NeedContent?.none, after: checked.text)
        return (need, owner)
    }
}
