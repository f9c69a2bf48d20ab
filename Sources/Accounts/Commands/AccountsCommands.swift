public import Platform
import SQL
import Web

/// What the command line does to accounts. Whoever can run the program on the machine may do all of it; the audit names the
/// command as the actor.
public enum AccountsCommands {
    /// Why a command was not carried out, as a sentence for the terminal.
    public struct Refusal: Error, CustomStringConvertible, Sendable, Equatable {
        public let description: String

        init(_ description: String) { self.description = description }
    }

    /// Makes a person who can run the installation, in the organisation with this key; it is made too if there is none.
    ///
    /// - Returns: the address of a page to set the password at, good for seven days.
    public static func createAdministrator(
        _ services: Services, email: String, name: String, organisation key: String = "secretariat"
    ) async throws -> String {
        let now = services.now
        let person = try administrator(services, email: email, name: name, state: .invited)
        return try await services.database.write { connection in
            try insert(connection, person, organisation: key, at: now)
            return try LinkMails.makeLink(connection, .invitation, for: person, services: services, at: now)
        }
    }

    /// The same with a password, which the caller read from where nobody sees it.
    public static func createAdministrator(
        _ services: Services, email: String, name: String, password: String, hasher: PasswordHasher,
        organisation key: String = "secretariat"
    ) async throws {
        let now = services.now
        let person = try administrator(services, email: email, name: name, state: .active)
        let words = services.catalogue.words("en")
        if let error = NewPassword.error(password, for: person) { throw Refusal(words(error.key, error.facts)) }
        let hash = try await hasher.hash(password)
        try await services.database.write { connection in
            try insert(connection, person, organisation: key, at: now)
            try PasswordStore.set(connection, of: person.id, to: hash, by: program, at: now)
        }
    }

    /// A line of the list of people.
    public struct Line: Sendable, Equatable {
        public let name: String
        public let email: String
        public let state: Person.State
        public let hasSecondFactor: Bool
        /// `administrator@secretariat`, in the order of the organisations' names.
        public let roles: [String]
    }

    /// Everybody, in the order of their names, one after the other.
    public static func list(_ services: Services, _ body: @Sendable (Line) throws -> Void) async throws {
        var cursor: PeopleStore.Cursor?
        while true {
            let start = cursor
            let (people, lines) = try await services.database.read { connection in
                let people = try PeopleStore.people(connection, after: start, limit: 200)
                return (people, try people.map { try line(connection, $0) })
            }
            for line in lines { try body(line) }
            guard people.count == 200, let last = people.last else { return }
            cursor = .init(name: last.name, id: last.id.description)
        }
    }

    /// - Returns: the address of a page to set a password at; to be handed to the person and nobody else.
    public static func resetPassword(_ services: Services, email: String) async throws -> String {
        let now = services.now
        return try await services.database.write { connection in
            let person = try found(connection, email)
            guard let purpose = OneTimeLink.Purpose(for: person) else {
                throw Refusal("\(email) is disabled: enable the person first.")
            }
            try Audit.record(
                connection, by: program, at: now, "send-link", "person", person.id.description, before: nil,
                after: ["purpose": .string(purpose.rawValue)])
            return try LinkMails.makeLink(connection, purpose, for: person, services: services, at: now)
        }
    }

    /// Nobody disabled can sign in; what they were signed in to ends. The last administrator cannot be disabled.
    public static func disable(_ services: Services, email: String) async throws {
        let now = services.now
        try await services.database.write { connection in
            let person = try found(connection, email)
            do {
                _ = try PeopleChanges.disable(connection, person.id, by: program, at: now)
            } catch let problem as Problem {
                throw Refusal(services.catalogue.words("en")(problem.detailKey ?? problem.titleKey, problem.facts))
            }
        }
    }

    public static func enable(_ services: Services, email: String) async throws {
        let now = services.now
        try await services.database.write { connection in
            _ = try PeopleChanges.enable(connection, try found(connection, email).id, by: program, at: now)
        }
    }

    /// An API token for somebody, for a script on this machine. It is shown this once only.
    ///
    /// - Parameter days: how long it is good for, 365 at most.
    public static func makeToken(
        _ services: Services, email: String, name: String, scopes: Set<Scope>, days: Int
    ) async throws -> String {
        guard (1...365).contains(days) else { throw Refusal("A token is good for 1 to 365 days, not for \(days).") }
        guard !scopes.isEmpty else { throw Refusal("Give at least one scope.") }
        let now = services.now
        return try await services.database.write { connection in
            try APITokenStore.make(
                connection, for: try found(connection, email).id, name: name, scopes: scopes,
                expiresAt: now.adding(.days(days)), by: program, at: now
            ).secret
        }
    }

    private static let program = Principal.program("command:user")

    private static func administrator(
        _ services: Services, email: String, name: String, state: Person.State
    ) throws -> Person {
        guard let address = PeopleStore.validEmail(email) else { throw Refusal("“\(email)” is no e-mail address.") }
        guard !name.isEmpty, name.count <= PersonFields.longestName else {
            throw Refusal("The name must have 1 to \(PersonFields.longestName) characters.")
        }
        return Person(id: services.newID(), name: name, email: address, language: "en", state: state)
    }

    private static func insert(
        _ connection: any Connection, _ person: Person, organisation key: String, at now: Timestamp
    ) throws {
        guard try PeopleStore.person(connection, email: person.email) == nil else {
            throw Refusal("\(person.email) has an account already.")
        }
        guard OrganisationDraft.isKey(key) else { throw Refusal("“\(key)” is no key of an organisation.") }
        let organisation: Organisation
        if let known = try PeopleStore.organisation(connection, key: key) {
            organisation = known
        } else {
            organisation = Organisation(
                id: ID(at: now), key: key, name: key.prefix(1).uppercased() + key.dropFirst(), kind: .network,
                country: nil, parent: nil)
            try PeopleStore.insert(connection, organisation, by: program, at: now)
        }
        try PeopleStore.insert(connection, person, by: program, at: now)
        try PeopleStore.addMembership(
            connection, person: person.id, organisation: organisation.id, role: .administrator, by: program, at: now)
    }

    private static func found(_ connection: any Connection, _ email: String) throws -> Person {
        guard let person = try PeopleStore.person(connection, email: email) else {
            throw Refusal("Nobody has the address \(email).")
        }
        return person
    }

    private static func line(_ connection: any Connection, _ person: Person) throws -> Line {
        let memberships = try PeopleStore.memberships(connection, person: person.id)
        let organisations = try PeopleStore.organisations(connection, ids: Set(memberships.map(\.organisation)))
        let keys = Dictionary(uniqueKeysWithValues: organisations.map { ($0.id, $0.key) })
        return Line(
            name: person.name, email: person.email, state: person.state,
            hasSecondFactor: try SecondFactorStore.isOn(connection, for: person.id),
            roles: memberships.map { "\($0.role.rawValue)@\(keys[$0.organisation] ?? "?")" })
    }
}
