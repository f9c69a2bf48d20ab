public import Foundation
public import Platform
import SQL

/// The sample network's organisations and people, from two JSON files.
public enum SampleAccounts {
    /// How many records were new. A second run finds all of them and changes nothing.
    public struct Outcome: Sendable, Equatable {
        public var organisations = 0
        public var people = 0
    }

    /// One sample sign-in.
    public struct Account: Sendable, Codable, Equatable {
        public let key: String
        public let name: String
        public let email: String
        public let role: Role
        /// The organisation's key.
        public let organisation: String
    }

    /// The accounts as the file lists them, for printing the sample sign-ins.
    public static func accounts(_ file: URL) throws -> [Account] {
        try JSONDecoder().decode([Account].self, from: Data(contentsOf: file))
    }

    /// Creates what is not there yet. All accounts get the one password, which the caller chose.
    ///
    /// For samples only: whoever reads the files knows every sign-in.
    @discardableResult
    public static func load(
        _ services: Services, organisations: URL, accounts: URL, password: String, hasher: PasswordHasher
    ) async throws -> Outcome {
        let entries = try JSONDecoder().decode([OrganisationEntry].self, from: Data(contentsOf: organisations))
        let accounts = try Self.accounts(accounts)
        let rows = entries.enumerated().map { (line: $0 + 1, draft: $1.draft) }
        let hash = try await hasher.hash(password)
        let now = services.now
        let program = Principal.program("command:sample")
        return try await services.database.write { connection in
            var outcome = Outcome()
            // What somebody changed since stays as it is.
            let new = try rows.filter { try PeopleStore.organisation(connection, key: $0.draft.key) == nil }
            outcome.organisations = try OrganisationCSV.store(connection, new, by: program, at: now).created
            for account in accounts where try PeopleStore.person(connection, email: account.email) == nil {
                guard let organisation = try PeopleStore.organisation(connection, key: account.organisation) else {
                    throw AccountsCommands.Refusal(
                        "Account “\(account.key)” names the organisation “\(account.organisation)”, which there is not.")
                }
                let person = Person(
                    id: ID(at: now), name: account.name, email: PeopleStore.email(account.email), language: "en",
                    state: .active)
                try PeopleStore.insert(connection, person, by: program, at: now)
                try PeopleStore.addMembership(
                    connection, person: person.id, organisation: organisation.id, role: account.role, by: program,
                    at: now)
                try PasswordStore.set(connection, of: person.id, to: hash, by: program, at: now)
                outcome.people += 1
            }
            return outcome
        }
    }

    private struct OrganisationEntry: Decodable {
        let key: String
        let name: String
        let kind: String
        let country: String?
        let parent: String?

        var draft: OrganisationDraft {
            OrganisationDraft(key: key, name: name, kind: kind, countryCode: country, parentKey: parent)
        }
    }
}
