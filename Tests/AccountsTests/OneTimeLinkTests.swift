import Platform
import SQL
import Testing

@testable import Accounts

@Suite struct OneTimeLinkTests {
    @Test(arguments: Engine.allCases)
    func aLinkWorksOnceAndForItsPurpose(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let person = try await house.person("a@office.example")
            let now = house.now
            let secret = try await house.write { try OneTimeLink.make($0, .reset, for: person.id, at: now) }
            try await house.write { connection throws in
                #expect(try OneTimeLink.use(connection, .invitation, secret: secret, at: now) == nil)
                #expect(try OneTimeLink.use(connection, .reset, secret: secret + "x", at: now) == nil)
                #expect(try OneTimeLink.owner(connection, .reset, secret: secret, at: now) == person.id)
                #expect(try OneTimeLink.use(connection, .reset, secret: secret, at: now) == person.id)
                #expect(try OneTimeLink.use(connection, .reset, secret: secret, at: now) == nil)
                #expect(try OneTimeLink.owner(connection, .reset, secret: secret, at: now) == nil)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func aLinkExpires(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let person = try await house.person("a@office.example")
            let start = house.now
            try await house.write { connection throws in
                for (purpose, life) in [(OneTimeLink.Purpose.reset, Duration.minutes(30)), (.invitation, .days(7))] {
                    let secret = try OneTimeLink.make(connection, purpose, for: person.id, at: start)
                    let last = start.adding(life).adding(.milliseconds(-1))
                    #expect(try OneTimeLink.owner(connection, purpose, secret: secret, at: last) == person.id)
                    #expect(try OneTimeLink.use(connection, purpose, secret: secret, at: start.adding(life)) == nil)
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func aNewLinkReplacesTheOld(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let person = try await house.person("a@office.example")
            let now = house.now
            try await house.write { connection throws in
                let old = try OneTimeLink.make(connection, .reset, for: person.id, at: now)
                let new = try OneTimeLink.make(connection, .reset, for: person.id, at: now)
                #expect(try OneTimeLink.owner(connection, .reset, secret: old, at: now) == nil)
                #expect(try OneTimeLink.owner(connection, .reset, secret: new, at: now) == person.id)
            }
        }
    }

    /// The database holds nothing that opens an account.
    @Test(arguments: Engine.allCases)
    func theSecretIsNotStored(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let person = try await house.person("a@office.example")
            let now = house.now
            try await house.write { connection throws in
                let secret = try OneTimeLink.make(connection, .reset, for: person.id, at: now)
                let stored: String? = try connection.value("SELECT digest FROM one_time_link")
                #expect(stored != secret)
                #expect(stored == Secrets.digest(secret))
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func ofTwoAtOnceOneGetsIt(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let person = try await house.person("a@office.example")
            let now = house.now
            let secret = try await house.write { try OneTimeLink.make($0, .reset, for: person.id, at: now) }
            let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await house.write { try OneTimeLink.use($0, .reset, secret: secret, at: now) != nil }
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(taken == 1)
        }
    }
}
