import Platform
import SQL
import Web

/// What an administrator does to people. Each is one transaction, audited, and throws the refusal of its rule.
enum PeopleChanges {
    /// Invites somebody: a person, their roles and a mail with a link. Throws `FieldErrors`.
    static func invite(
        _ connection: any Connection, email: String, name: String, language: String, organisation key: String,
        roles: [Role], services: Services, by principal: Principal, at now: Timestamp
    ) throws -> Person {
        var errors = FieldErrors()
        if try PeopleStore.person(connection, email: email) != nil {
            errors.add("email", "accounts.email.taken")
        }
        let organisation = try PeopleStore.organisation(connection, key: key)
        if organisation == nil {
            errors.add("organisation", "accounts.organisation.unknown", ["key": key])
        }
        try errors.throwIfAny()
        let person = Person(
            id: ID(at: now), name: name, email: PeopleStore.email(email), language: language, state: .invited)
        try PeopleStore.insert(connection, person, by: principal, at: now)
        for role in roles {
            guard let organisation else { continue }
            try PeopleStore.addMembership(
                connection, person: person.id, organisation: organisation.id, role: role, by: principal, at: now)
        }
        try LinkMails.queue(connection, .invitation, for: person, services: services, at: now)
        return person
    }

    /// Sends the invitation or, to somebody active, a link for a new password.
    static func sendLink(
        _ connection: any Connection, to id: ID<Person>, services: Services, by principal: Principal,
        at now: Timestamp
    ) throws -> Person {
        let person = try found(connection, id)
        guard let purpose = OneTimeLink.Purpose(for: person) else {
            throw Problem.forbidden(.deny("accounts.rule.disabled"))
        }
        try LinkMails.queue(connection, purpose, for: person, services: services, at: now)
        try Audit.record(
            connection, by: principal, at: now, "send-link", "person", id.description, before: nil,
            after: ["purpose": .string(purpose.rawValue)])
        return person
    }

    /// Nobody disabled can sign in, and what they were signed in to ends now.
    static func disable(
        _ connection: any Connection, _ id: ID<Person>, by principal: Principal, at now: Timestamp
    ) throws -> Person {
        var person = try found(connection, id)
        let isAdministrator = try PeopleStore.memberships(connection, person: id).contains { $0.role == .administrator }
        try require(
            PeopleRules.mayDisable(
                id, isAdministrator: isAdministrator, otherAdministrators: try otherAdministrators(connection, id),
                by: principal))
        person.state = .disabled
        try PeopleStore.update(connection, person, by: principal, at: now)
        try Sessions.revokeAll(connection, of: id, except: nil)
        try OneTimeLink.withdraw(connection, .invitation, of: id)
        try OneTimeLink.withdraw(connection, .reset, of: id)
        return person
    }

    /// Lets somebody in again: as invited, if they never chose a password.
    static func enable(
        _ connection: any Connection, _ id: ID<Person>, by principal: Principal, at now: Timestamp
    ) throws -> Person {
        var person = try found(connection, id)
        guard person.state == .disabled else { return person }
        person.state = try PasswordStore.hash(connection, of: id) == nil ? .invited : .active
        try PeopleStore.update(connection, person, by: principal, at: now)
        return person
    }

    static func resetSecondFactor(
        _ connection: any Connection, _ id: ID<Person>, by principal: Principal, at now: Timestamp
    ) throws -> Person {
        let person = try found(connection, id)
        try require(PeopleRules.mayResetSecondFactor(id, by: principal))
        try SecondFactorStore.turnOff(connection, for: id, by: principal, at: now)
        return person
    }

    static func endSessions(
        _ connection: any Connection, _ id: ID<Person>, keeping session: SessionInfo?, by principal: Principal,
        at now: Timestamp
    ) throws -> Person {
        let person = try found(connection, id)
        let count = try Sessions.revokeAll(connection, of: id, except: session?.id)
        try Audit.record(
            connection, by: principal, at: now, "end-sessions", "person", id.description, before: nil,
            after: ["count": .integer(Int64(count))])
        return person
    }

    /// Gives a role. Throws `FieldErrors` when there is no such organisation.
    static func addRole(
        _ connection: any Connection, _ role: Role, to id: ID<Person>, organisation key: String,
        by principal: Principal, at now: Timestamp
    ) throws -> Person {
        let person = try found(connection, id)
        guard let organisation = try PeopleStore.organisation(connection, key: key) else {
            throw FieldErrors([FieldError("organisation", "accounts.organisation.unknown", ["key": key])])
        }
        try PeopleStore.addMembership(
            connection, person: id, organisation: organisation.id, role: role, by: principal, at: now)
        return person
    }

    static func removeRole(
        _ connection: any Connection, _ role: Role, of id: ID<Person>, organisation: ID<Organisation>,
        by principal: Principal, at now: Timestamp
    ) throws -> Person {
        let person = try found(connection, id)
        let elsewhere = try PeopleStore.memberships(connection, person: id).contains {
            $0.role == role && $0.organisation != organisation
        }
        try require(
            PeopleRules.mayTakeAway(
                role, sameRoleElsewhere: elsewhere, otherAdministrators: try otherAdministrators(connection, id)))
        try PeopleStore.removeMembership(
            connection, person: id, organisation: organisation, role: role, by: principal, at: now)
        return person
    }

    private static func found(_ connection: any Connection, _ id: ID<Person>) throws -> Person {
        guard let person = try PeopleStore.person(connection, id) else { throw Problem.notFound }
        return person
    }

    private static func otherAdministrators(_ connection: any Connection, _ id: ID<Person>) throws -> Int {
        try PeopleStore.people(connection, role: .administrator).count { $0.id != id }
    }

    private static func require(_ decision: Decision) throws {
        if !decision.allowed { throw Problem.forbidden(decision) }
    }
}

extension OneTimeLink.Purpose {
    /// The link that lets this person choose a password; nil for somebody disabled.
    init?(for person: Person) {
        switch person.state {
        case .invited: self = .invitation
        case .active: self = .reset
        case .disabled: return nil
        }
    }
}
