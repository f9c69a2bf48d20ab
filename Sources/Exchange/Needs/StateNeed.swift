public import Platform
public import SQL

/// States a need for an organisation. A title is enough to begin with.
public enum StateNeed {
    public static func run(
        _ connection: any Connection, _ act: Act, organisation: ID<Organisation>, content: NeedContent,
        state: Need.State = .open, slug: String? = nil
    ) throws -> Need {
        guard let owner = try PeopleStore.organisation(connection, organisation) else { throw Refusal.notFound }
        try NeedRules.mayWrite(act.principal, organisation: owner.id, country: owner.country).orRefuse()
        let issues = content.issues()
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        let need = Need(
            id: act.newID(),
            slug: try slug ?? Slug.unique(content.title, fallback: "need") { try NeedStore.slugExists(connection, $0) },
            organisation: owner.id, country: owner.country, state: state, content: content, version: 1,
            createdAt: act.now, updatedAt: act.now)
        try NeedStore.insert(connection, need)
        try act.audit(
            connection, "need.stated", "need", need.id.description, before: NeedContent?.none, after: content)
        return need
    }
}
