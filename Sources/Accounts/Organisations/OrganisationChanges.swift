import Platform
import SQL
import Web

/// Creating and changing an organisation from a draft: what needs the database to be checked, and the write.
enum OrganisationChanges {
    /// Creates one. Throws `FieldErrors` when the draft cannot be.
    static func create(
        _ connection: any Connection, _ draft: OrganisationDraft, by principal: Principal, at now: Timestamp
    ) throws -> Organisation {
        let organisation = try checked(connection, draft, id: ID(at: now), key: nil)
        try PeopleStore.insert(connection, organisation, by: principal, at: now)
        return organisation
    }

    /// Changes the organisation that has `key` now. Throws `FieldErrors`, or `Problem.notFound`.
    static func update(
        _ connection: any Connection, key: String, _ draft: OrganisationDraft, by principal: Principal,
        at now: Timestamp
    ) throws -> Organisation {
        guard let old = try PeopleStore.organisation(connection, key: key) else { throw Problem.notFound }
        let organisation = try checked(connection, draft, id: old.id, key: key)
        try PeopleStore.update(connection, organisation, by: principal, at: now)
        return organisation
    }

    /// The organisation as others see it: keys instead of ids.
    static func draft(_ connection: any Connection, of organisation: Organisation) throws -> OrganisationDraft {
        OrganisationDraft(
            key: organisation.key, name: organisation.name, kind: organisation.kind.rawValue,
            countryCode: organisation.country,
            parentKey: try organisation.parent.flatMap { try PeopleStore.organisation(connection, $0)?.key })
    }

    private static func checked(
        _ connection: any Connection, _ draft: OrganisationDraft, id: ID<Organisation>, key: String?
    ) throws -> Organisation {
        var errors = FieldErrors(draft.errors())
        if draft.key != key, try PeopleStore.organisation(connection, key: draft.key) != nil {
            errors.add("key", "accounts.organisation.key-taken")
        }
        var parent: Organisation?
        if let parentKey = draft.parentKey {
            parent = try PeopleStore.organisation(connection, key: parentKey)
            if parent == nil {
                errors.add("parentKey", "accounts.organisation.parent-unknown", ["key": parentKey])
            } else if let key {
                let decision = try OrganisationDraft.mayStand(key, under: parentKey) { current in
                    guard let grandparent = try PeopleStore.organisation(connection, key: current)?.parent else {
                        return nil
                    }
                    return try PeopleStore.organisation(connection, grandparent)?.key
                }
                if !decision.allowed { errors.add("parentKey", decision.reason) }
            }
        }
        try errors.throwIfAny()
        guard let kind = Organisation.Kind(rawValue: draft.kind) else {
            throw FieldErrors([FieldError("kind", "accounts.organisation.kind-wrong")])
        }
        return Organisation(
            id: id, key: draft.key, name: draft.name, kind: kind, country: draft.countryCode, parent: parent?.id)
    }
}
