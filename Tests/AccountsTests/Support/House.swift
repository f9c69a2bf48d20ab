import Platform
import SQL
import TestSupport
import Web

@testable import Accounts

/// A house with the room of Accounts in it, on a real database of the engine, with a clock that a test moves.
struct House: Sendable {
    let services: Services
    let clock: FixedClock
    let mailer: RecordingMailer
    let hasher: PasswordHasher

    static let password = "paper lanterns 1987"

    var now: Timestamp { clock.now }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value {
        try await services.database.read(body)
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value {
        try await services.database.write(body)
    }

    /// An organisation, or the one that has the key already.
    @discardableResult
    func organisation(_ key: String, country: String? = nil) async throws -> Organisation {
        let now = now
        return try await write { connection in
            if let known = try PeopleStore.organisation(connection, key: key) { return known }
            let made = Organisation(
                id: ID(at: now), key: key, name: "Office \(key)", kind: .government, country: country, parent: nil)
            try PeopleStore.insert(connection, made, by: .program("test"), at: now)
            return made
        }
    }

    /// Somebody with the password of all tests.
    @discardableResult
    func person(
        _ email: String, name: String = "Somebody", roles: [Role] = [], state: Person.State = .active
    ) async throws -> Person {
        let person = Person(id: services.newID(), name: name, email: email, language: "en", state: state)
        let organisation = try await organisation("office")
        let hash = try await hasher.hash(Self.password)
        let now = now
        try await write { connection in
            try PeopleStore.insert(connection, person, by: .program("test"), at: now)
            for role in roles {
                try PeopleStore.addMembership(
                    connection, person: person.id, organisation: organisation.id, role: role, by: .program("test"),
                    at: now)
            }
            if state != .invited {
                try PasswordStore.set(connection, of: person.id, to: hash, by: .program("test"), at: now)
            }
        }
        return person
    }

    /// Somebody whose second factor is on, with the secret of the app and the recovery codes.
    func secondFactor(of person: Person) async throws -> (secret: [UInt8], codes: [String]) {
        let (secret, now) = (TOTP.newSecret(), now)
        let code = TOTP.code(secret: secret, counter: TOTP.counter(at: now))
        let codes = try await write { connection in
            try SecondFactorStore.begin(connection, for: person.id, secret: secret)
            return try SecondFactorStore.confirm(
                connection, for: person.id, code: code, by: person.acting, at: now)
        }
        clock.advance(by: .minutes(1))
        return (secret, codes ?? [])
    }

    func code(_ secret: [UInt8]) -> String { TOTP.code(secret: secret, counter: TOTP.counter(at: now)) }
}

func withHouse<Value: Sendable>(
    _ engine: Engine, _ body: @Sendable (House) async throws -> Value
) async throws -> Value {
    let hasher = try PasswordHasher.cheapForTests()
    return try await withServices(
        engine, migrations: platformMigrations + webMigrations + Accounts.migrations,
        folders: [Catalogue.platformFolder, Web.languages, Accounts.languages]
    ) { test in
        try await body(House(services: test.services, clock: test.clock, mailer: test.mailer, hasher: hasher))
    }
}
