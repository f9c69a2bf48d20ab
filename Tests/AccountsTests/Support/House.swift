import Platform
import SQL
import TestSupport
import Testing
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
        on: engine, migrations: platformMigrations + webMigrations + Accounts.migrations,
        languages: [Catalogue.platformFolder, WebRoom.languages, Accounts.languages]
    ) { test in
        try await body(House(services: test.services, clock: test.clock, mailer: test.mailer, hasher: hasher))
    }
}

extension House {
    /// A browser at the room's pages.
    func browse(_ body: @Sendable (Browser) async throws -> Void) async throws {
        let settings = WebSettings(
            baseURL: services.baseURL, bearer: Accounts.bearer(services), accessLog: AccessLog { _ in })
        let application = try buildApplication(
            rooms: [Accounts.room(hasher: hasher)], services: services, settings: settings)
        try await Browser.open(application, body)
    }

    /// Runs the jobs that are due, mails among them.
    func runJobs() async throws {
        let runner = JobRunner(
            handlers: Accounts.room(hasher: hasher).jobs + [Mail.handler], schedules: [], services: services)
        while try await runner.runDue() > 0 {}
    }

    /// The path of the link in the last mail to somebody.
    func mailedPath(to email: String) throws -> String {
        let text = mailer.messages.last { $0.to == email }?.text ?? ""
        let link = try #require(
            text.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix(services.baseURL) })
        return String(link.dropFirst(services.baseURL.count))
    }
}

extension Browser {
    @discardableResult
    func signIn(_ email: String, _ password: String = House.password) async throws -> WebPage {
        try await visit("/sign-in?next=/account")
        return try await submit(["E-mail": .text(email), "Password": .text(password)], button: "Sign in")
    }

    /// Presses a button that a page may not show, as somebody who forges a form does.
    @discardableResult
    func press(_ path: String, _ body: String = "") async throws -> WebPage {
        try await request(
            .post, path,
            headers: ["content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"],
            body: Array(body.utf8))
    }
}
