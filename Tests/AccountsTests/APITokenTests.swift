import Platform
import SQL
import TestSupport
import Testing

@testable import Accounts

@Suite struct APITokenTests {
    private func token(
        _ house: House, _ person: Person, scopes: Set<Scope> = [.read], days: Int = 30
    ) async throws -> (secret: String, record: APITokenRecord) {
        let now = house.now
        return try await house.write {
            try APITokenStore.make(
                $0, for: person.id, name: "report", scopes: scopes, expiresAt: now.adding(.days(days)),
                by: person.acting, at: now)
        }
    }

    @Test(arguments: Engine.allCases)
    func actsForItsPersonUntilItExpires(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let person = try await house.person("a@office.example", roles: [.focalPoint])
            let (secret, record) = try await token(house, person, scopes: [.read, .write])
            let bearer = Accounts.bearer(house.services)
            let principal = try #require(try await bearer(secret))
            #expect(principal.kind == .token(record.id, of: person.id, scopes: [.read, .write]))
            #expect(principal.has(.focalPoint))
            #expect(try await bearer(secret + "x") == nil)
            #expect(try await bearer(String(secret.dropLast()) + "-") == nil)
            #expect(try await bearer("") == nil)
            house.clock.advance(by: .days(30))
            #expect(try await bearer(secret) == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func stopsWhenRevokedOrWhenThePersonIsDisabled(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let person = try await house.person("a@office.example")
            let other = try await house.person("b@office.example")
            let (secret, record) = try await token(house, person)
            let (otherSecret, _) = try await token(house, other)
            let now = house.now
            let bearer = Accounts.bearer(house.services)
            // Nobody else's id will do.
            #expect(
                try await house.write {
                    try !APITokenStore.revoke($0, record.id, of: other.id, by: other.acting, at: now)
                })
            #expect(try await bearer(secret) != nil)
            #expect(
                try await house.write {
                    try APITokenStore.revoke($0, record.id, of: person.id, by: person.acting, at: now)
                })
            #expect(try await bearer(secret) == nil)
            try await house.write { connection throws in
                _ = try PeopleChanges.disable(connection, other.id, by: .program("test"), at: now)
            }
            #expect(try await bearer(otherSecret) == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func withoutTheScopeAnAdministratorIsNone(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let person = try await house.person("a@office.example", roles: [.administrator, .secretariat])
            let bearer = Accounts.bearer(house.services)
            for scopes: Set<Scope> in [[.read], [.write], [.read, .write], [.admin], [.read, .write, .admin]] {
                let principal = try #require(try await bearer(try await token(house, person, scopes: scopes).secret))
                #expect(principal.has(.administrator) == scopes.contains(.admin))
                #expect(principal.has(.secretariat))
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func lastUseIsWrittenOnceAnHour(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let person = try await house.person("a@office.example")
            let (secret, _) = try await token(house, person)
            let bearer = Accounts.bearer(house.services)
            var seen: [Timestamp?] = []
            for _ in 0..<3 {
                _ = try await bearer(secret)
                seen.append(try await house.read { try APITokenStore.list($0, of: person.id).first?.lastUsedAt })
                house.clock.advance(by: .minutes(40))
            }
            #expect(seen[0] != nil)
            #expect(seen[0] == seen[1])
            #expect(seen[1] != seen[2])
        }
    }

    @Test(arguments: Engine.allCases)
    func livesAYearAtMostAndKeepsItsSecretToItself(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let person = try await house.person("a@office.example")
            let (secret, record) = try await token(house, person, days: 4000)
            #expect(record.expiresAt == house.now.adding(.days(365)))
            let entries = try await house.read { try Audit.entries($0, kind: "api-token", limit: 10) }
            #expect(entries.count == 1)
            let shown = entries.first?.after?.canonical ?? ""
            #expect(!shown.contains(secret.dropFirst(4)))
            let stored: String? = try await house.read { try $0.value("SELECT digest FROM api_token") }
            #expect(stored == Secrets.digest(secret))
        }
    }
}
