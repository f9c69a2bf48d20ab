import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Accounts

@Suite struct SignInTests {
    private func origin(_ address: String = "192.0.2.1", device secret: String? = nil) -> SignIn.Origin {
        SignIn.Origin(address: address, device: "Firefox, Linux", deviceSecret: secret, session: nil)
    }

    private func kind(_ answer: SignIn.Answer) -> String {
        switch answer {
        case .refused: "refused"
        case .wait: "wait"
        case .codeDue: "code"
        case .signedIn: "in"
        }
    }

    private func deviceSecret(_ answer: SignIn.Answer) -> String? {
        if case .signedIn(_, let secret) = answer { secret } else { nil }
    }

    @Test(arguments: Engine.allCases)
    func whoeverCannotSignInHearsTheSame(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.person("a@office.example")
            try await house.person("gone@office.example", state: .disabled)
            try await house.person("new@office.example", state: .invited)
            let signIn = SignIn(services: house.services, hasher: house.hasher)
            for email in ["gone@office.example", "new@office.example", "nobody@office.example"] {
                let answer = try await signIn.password(House.password, email: email, from: origin(), at: house.now)
                #expect(kind(answer) == "refused", "\(email)")
            }
            let wrong = try await signIn.password("not my password", email: "a@office.example", from: origin(), at: house.now)
            #expect(kind(wrong) == "refused")
            let right = try await signIn.password(House.password, email: " A@Office.example ", from: origin(), at: house.now)
            #expect(kind(right) == "in")
        }
    }

    /// The lock-out falls at the same try for somebody known and somebody unknown, so it tells nothing either.
    @Test(arguments: Engine.allCases)
    func strangersAreThrottledTheSameForKnownAndUnknownPeople(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.person("a@office.example")
            let signIn = SignIn(services: house.services, hasher: house.hasher)
            var answers: [String: [String]] = [:]
            for email in ["a@office.example", "nobody@office.example"] {
                for attempt in 0..<8 {
                    let answer = try await signIn.password(
                        "guess number \(attempt)", email: email, from: origin("198.51.100.\(attempt)"), at: house.now)
                    answers[email, default: []].append(kind(answer))
                }
            }
            #expect(answers["a@office.example"] == answers["nobody@office.example"])
            #expect(answers["a@office.example"] == Array(repeating: "refused", count: 5) + ["wait", "wait", "wait"])
        }
    }

    @Test(arguments: Engine.allCases)
    func anAttackerNeverStopsTheRealDevice(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.person("a@office.example")
            let signIn = SignIn(services: house.services, hasher: house.hasher)
            let first = try await signIn.password(House.password, email: "a@office.example", from: origin(), at: house.now)
            let secret = try #require(deviceSecret(first))
            for round in 0..<30 {
                for guess in 0..<4 {
                    // From the same address too: an office behind one router.
                    _ = try await signIn.password(
                        "guess \(round) \(guess)", email: "a@office.example",
                        from: origin(guess == 0 ? "192.0.2.1" : "198.51.100.\(guess)"), at: house.now)
                }
                let real = try await signIn.password(
                    House.password, email: "a@office.example", from: origin(device: secret), at: house.now)
                #expect(kind(real) == "in", "round \(round)")
                let stranger = try await signIn.password(
                    House.password, email: "a@office.example", from: origin("203.0.113.9"), at: house.now)
                if round > 5 { #expect(kind(stranger) == "wait") }
                house.clock.advance(by: .seconds(30))
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func aKnownDeviceHasItsOwnBound(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.person("a@office.example")
            let signIn = SignIn(services: house.services, hasher: house.hasher)
            let first = try await signIn.password(House.password, email: "a@office.example", from: origin(), at: house.now)
            let secret = try #require(deviceSecret(first))
            var answers: [String] = []
            for guess in 0..<6 {
                answers.append(
                    kind(
                        try await signIn.password(
                            "guess \(guess)", email: "a@office.example", from: origin(device: secret), at: house.now)))
            }
            #expect(answers == Array(repeating: "refused", count: 5) + ["wait"])
            // A made-up cookie is a stranger's, and a device of one person is a stranger to another.
            let forged = try await signIn.password(
                House.password, email: "a@office.example", from: origin(device: Secrets.make()), at: house.now)
            #expect(kind(forged) == "in")
            house.clock.advance(by: .minutes(3))
            let later = try await signIn.password(
                House.password, email: "a@office.example", from: origin(device: secret), at: house.now)
            #expect(kind(later) == "in")
        }
    }

    @Test(arguments: Engine.allCases)
    func manyAtOnceDoNotSlipThrough(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.person("a@office.example")
            let signIn = SignIn(services: house.services, hasher: house.hasher)
            let now = house.now
            let refused = try await withThrowingTaskGroup(of: String.self) { group in
                for guess in 0..<20 {
                    group.addTask {
                        kind(
                            try await signIn.password(
                                "guess \(guess)", email: "a@office.example", from: origin("198.51.100.\(guess)"),
                                at: now))
                    }
                }
                return try await group.reduce(0) { $0 + ($1 == "refused" ? 1 : 0) }
            }
            #expect(refused == Throttle.strangers.allowance)
        }
    }

    @Test(arguments: Engine.allCases)
    func aPasswordIsUpgradedAtSignIn(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let person = try await house.person("a@office.example")
            let old = try PasswordHash(House.password, cost: .init(logRounds: 3, blockSize: 1, parallelism: 1))
            let now = house.now
            try await house.write { try PasswordStore.set($0, of: person.id, to: old, by: person.acting, at: now) }
            let signIn = SignIn(services: house.services, hasher: house.hasher)
            for _ in 0..<2 {
                let answer = try await signIn.password(
                    House.password, email: "a@office.example", from: origin(), at: house.now)
                #expect(kind(answer) == "in")
            }
            let stored = try await house.read { try PasswordStore.hash($0, of: person.id) }
            #expect(stored?.cost.logRounds == 4)
        }
    }

    @Test(arguments: Engine.allCases)
    func theSecondFactorIsAskedForAndThrottled(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let person = try await house.person("a@office.example")
            let (secret, codes) = try await house.secondFactor(of: person)
            let signIn = SignIn(services: house.services, hasher: house.hasher)
            let first = try await signIn.password(House.password, email: "a@office.example", from: origin(), at: house.now)
            #expect(kind(first) == "code")
            let code = house.code(secret)
            let second = try await signIn.code(code, of: person.id, from: origin(), at: house.now)
            let device = try #require(deviceSecret(second))
            let again = try await signIn.code(code, of: person.id, from: origin(), at: house.now)
            #expect(kind(again) == "refused")
            for _ in 0..<4 { _ = try await signIn.code("wrong", of: person.id, from: origin(), at: house.now) }
            // A stranger who knows the password is stopped, the known device is not.
            let stranger = try await signIn.code(codes[0], of: person.id, from: origin(), at: house.now)
            #expect(kind(stranger) == "wait")
            let known = try await signIn.code(codes[0], of: person.id, from: origin(device: device), at: house.now)
            #expect(kind(known) == "in")
        }
    }

    @Test func anIPv6HouseholdIsOneAddress() {
        #expect(SignIn.network("2001:db8:1:2:3:4:5:6") == SignIn.network("2001:db8:1:2::9"))
        #expect(SignIn.network("2001:db8::1") == SignIn.network("2001:DB8:0:0:ffff::1"))
        #expect(SignIn.network("2001:db8:1:2::9") != SignIn.network("2001:db8:1:3::9"))
        #expect(SignIn.network("192.0.2.7") == "192.0.2.7")
        #expect(SignIn.network("::ffff:192.0.2.7") == "::ffff:192.0.2.7")
    }

    @Test func goesOnlyToPagesOfThisSite() {
        for path in ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "", "/a\r\nb", "/sign-in?next=/x"] {
            #expect(Call.afterSignIn(path) == "/start", "\(path)")
        }
        #expect(Call.afterSignIn("/solutions?q=water") == "/solutions?q=water")
        #expect(Call.afterSignIn(nil) == "/start")
    }
}
