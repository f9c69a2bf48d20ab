import Platform
import SQL
import Testing

@testable import Accounts

@Suite struct SecondFactorTests {
    @Test(arguments: Engine.allCases)
    func isOnOnlyAfterACodeProvedIt(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let person = try await house.person("a@office.example")
            let now = house.now
            let secret = TOTP.newSecret()
            try await house.write { connection throws in
                try SecondFactorStore.begin(connection, for: person.id, secret: secret)
                #expect(try !SecondFactorStore.isOn(connection, for: person.id))
                #expect(
                    try SecondFactorStore.confirm(
                        connection, for: person.id, code: "000000x", by: person.acting, at: now) == nil)
                #expect(try !SecondFactorStore.useCode(connection, of: person.id, code: house.code(secret), at: now))
                let codes = try SecondFactorStore.confirm(
                    connection, for: person.id, code: house.code(secret), by: person.acting, at: now)
                #expect(codes?.count == 10)
                #expect(try SecondFactorStore.isOn(connection, for: person.id))
                // The code that turned it on is used up.
                #expect(try !SecondFactorStore.useCode(connection, of: person.id, code: house.code(secret), at: now))
                // Starting again cannot replace a secret that is in use.
                try SecondFactorStore.begin(connection, for: person.id, secret: TOTP.newSecret())
                #expect(try SecondFactorStore.isOn(connection, for: person.id))
                #expect(try SecondFactorStore.waitingSecret(connection, for: person.id) == nil)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func aCodeIsTakenOnce(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let person = try await house.person("a@office.example")
            let (secret, _) = try await house.secondFactor(of: person)
            let (code, now) = (house.code(secret), house.now)
            let taken = try await times(8) {
                try await house.write { try SecondFactorStore.useCode($0, of: person.id, code: code, at: now) }
            }
            #expect(taken == 1)
        }
    }

    @Test(arguments: Engine.allCases)
    func aRecoveryCodeIsTakenOnceAlsoWhenManyComeAtOnce(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let person = try await house.person("a@office.example")
            let (_, codes) = try await house.secondFactor(of: person)
            let now = house.now
            let taken = try await times(8) {
                try await house.write {
                    try SecondFactorStore.useRecoveryCode($0, of: person.id, typed: codes[3], at: now)
                }
            }
            #expect(taken == 1)
            let left = try await house.read { try SecondFactorStore.recoveryCodesLeft($0, for: person.id) }
            #expect(left == 9)
        }
    }

    @Test(arguments: Engine.allCases)
    func recoveryCodesAreOnesOwnAndReplacedTogether(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let person = try await house.person("a@office.example")
            let other = try await house.person("b@office.example")
            let (_, codes) = try await house.secondFactor(of: person)
            _ = try await house.secondFactor(of: other)
            let now = house.now
            try await house.write { connection throws in
                #expect(
                    try !SecondFactorStore.useRecoveryCode(connection, of: other.id, typed: codes[0], at: now))
                let new = try SecondFactorStore.renewRecoveryCodes(
                    connection, for: person.id, by: person.acting, at: now)
                #expect(
                    try !SecondFactorStore.useRecoveryCode(connection, of: person.id, typed: codes[0], at: now))
                #expect(
                    try SecondFactorStore.useRecoveryCode(
                        connection, of: person.id, typed: new?.first?.uppercased() ?? "", at: now))
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func neitherSecretNorCodesAreInTheAudit(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let person = try await house.person("a@office.example")
            let (secret, codes) = try await house.secondFactor(of: person)
            let now = house.now
            try await house.write { connection throws in
                _ = try SecondFactorStore.turnOff(connection, for: person.id, by: person.acting, at: now)
            }
            let entries = try await house.read { try Audit.entries($0, limit: 100) }
            #expect(entries.contains { $0.action == "turn-on-second-factor" })
            #expect(entries.contains { $0.action == "turn-off-second-factor" })
            let text = entries.map { "\($0.before?.canonical ?? "") \($0.after?.canonical ?? "")" }.joined()
            #expect(!text.contains(Base32.encode(secret)))
            #expect(!codes.contains { text.contains($0) })
            #expect(!text.contains("scrypt"))
        }
    }

    private func times(_ count: Int, _ body: @escaping @Sendable () async throws -> Bool) async throws -> Int {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<count { group.addTask(operation: body) }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }
}
