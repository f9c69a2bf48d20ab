import Platform

/// What a token's scopes leave of its owner's powers. Pure.
enum TokenPrincipal {
    /// The owner as this token: without the scope `admin` the role of administrator is not there, so that every rule that
    /// asks for it refuses by itself.
    static func make(of owner: Principal, token: ID<APIToken>, person: ID<Person>, scopes: Set<Scope>) -> Principal {
        Principal(
            kind: .token(token, of: person, scopes: scopes), name: owner.name,
            memberships: owner.memberships.filter { $0.role != .administrator || scopes.contains(.admin) })
    }
}
