public import Platform
public import SQL

/// States a need for an organisation. A title is enough to begin with.
public enum StateNeed {
    /// The need, and whose it is.
    public typealias Stated = (need: Need, owner: Organisation)

    /// What a new need rests on: its owner, and whether another has the name that it would be given.
    public typealias Ground = (Organisation?, Bool)

    /// To be asked with the write, or in it.
    ///
    /// - Parameter owner: `PeopleStore.organisation(id)`, for example.
    public static func ground(_ owner: Question<Organisation?>, _ checked: CheckedNeed) -> Question<Ground> {
        owner.and(NeedStore.isTaken(checked.slug))
    }

    public static func run(
        _ connection: any Connection, _ act: Act, organisation: ID<Organisation>, _ checked: CheckedNeed,
        state: Need.State = .open, slug: String? = nil
    ) throws -> Stated {
        let ground = try connection.ask(ground(PeopleStore.organisation(organisation), checked))
        return try run(connection, act, on: ground, checked, state: state, slug: slug)
    }

    /// - Parameter ground: without an owner it is refused as not found.
    public static func run(
        _ connection: any Connection, _ act: Act, on ground: Ground, _ checked: CheckedNeed, state: Need.State = .open,
        slug: String? = nil
    ) throws -> Stated {
        let (owner, isTaken) = ground
        guard let owner else { throw Refusal.notFound }
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
