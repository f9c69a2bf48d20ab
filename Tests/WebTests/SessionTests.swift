import Platform
import SQL
import TestSupport
import Testing

@testable import Web

@Suite struct SessionTests {
    @Test(arguments: Engine.allCases)
    func signingInRotatesTheSession(on engine: Engine) async throws {
        try await TestHouse.open(on: engine) { browser, house in
            let person = try await house.person()
            _ = try await browser.signIn(person)
            let first = try #require(browser.cookie("sangam"))
            #expect(try await browser.visit("/work").heading == "Officer")
            _ = try await browser.signIn(person)
            #expect(browser.cookie("sangam") != first)
            let thief = browser.stranger()
            thief.setCookie("sangam", first)
            let refused = try await thief.request(.get, "/work")
            #expect(refused.status == 303)
            #expect(refused.header("location") == "/sign-in?next=%2Fwork")
            #expect(thief.cookie("sangam") == nil, "a cookie that opens nothing is taken back")
            let stored = try await house.test.database.read { try $0.query("SELECT * FROM session") }
            #expect(stored.count == 1)
            let token = try #require(browser.cookie("sangam"))
            #expect(!stored.contains { "\($0.values)".contains(token) })
        }
    }

    @Test(arguments: Engine.allCases)
    func endsWhenIdleOrOld(on engine: Engine) async throws {
        try await TestHouse.open(on: engine) { browser, house in
            _ = try await browser.signIn(try await house.person())
            // In use every eleven hours: lives until the thirtieth day, and no longer.
            var hours = 0
            while hours < 30 * 24 - 11 {
                house.test.clock.advance(by: .hours(11))
                hours += 11
                #expect(try await browser.request(.get, "/work").status == 200)
            }
            house.test.clock.advance(by: .hours(11))
            #expect(try await browser.request(.get, "/work").status == 303)
            _ = try await browser.signIn(try await house.person("Other"))
            house.test.clock.advance(by: .hours(12))
            #expect(try await browser.request(.get, "/work").status == 303)
            let now = house.test.clock.now
            #expect(try await house.test.database.write { try Sessions.sweep($0, at: now) } == 2)
        }
    }

    @Test func readingPagesWritesTheLastUseOnlyNowAndThen() async throws {
        try await TestHouse.open { browser, house in
            let person = try await house.person()
            _ = try await browser.signIn(person)
            let began = house.test.clock.now
            func lastSeen() async throws -> Timestamp? {
                let now = house.test.clock.now
                return try await house.test.database.read { try Sessions.list($0, person: person.id, at: now).first?.lastSeenAt }
            }
            house.test.clock.advance(by: .minutes(4))
            _ = try await browser.visit("/work")
            let early = try await lastSeen()
            #expect(early == began)
            house.test.clock.advance(by: .minutes(2))
            _ = try await browser.visit("/work")
            let late = try await lastSeen()
            #expect(late == house.test.clock.now)
        }
    }

    @Test(arguments: Engine.allCases)
    func canBeListedAndRevoked(on engine: Engine) async throws {
        try await TestHouse.open(on: engine) { browser, house in
            let (person, other) = (try await house.person(), try await house.person("Other"))
            let (phone, stranger) = (browser.stranger(), browser.stranger())
            phone.headers["user-agent"] = "Mozilla/5.0 (Linux; Android 10) Chrome/120"
            for (one, who) in [(browser, person), (phone, person), (stranger, other)] { _ = try await one.signIn(who) }
            let now = house.test.clock.now
            let mine = try await house.test.database.read { try Sessions.list($0, person: person.id, at: now) }
            #expect(mine.count == 2)
            let onPhone = try #require(mine.first { $0.device == "Chrome, Android" })
            let (byOther, bySelf) = try await house.test.database.write { connection in
                (
                    try Sessions.revoke(connection, onPhone.id, of: other.id),
                    try Sessions.revoke(connection, onPhone.id, of: person.id)
                )
            }
            #expect(!byOther && bySelf)
            #expect(try await phone.request(.get, "/work").status == 303)
            #expect(try await browser.request(.get, "/work").status == 200)
            try await house.test.database.write { _ = try Sessions.revokeAll($0, of: person.id, except: nil) }
            #expect(try await browser.request(.get, "/work").status == 303)
            #expect(try await stranger.request(.get, "/work").status == 200)
        }
    }

    @Test func withTheSecondFactorDueNobodyIsSignedIn() async throws {
        try await TestHouse.open { browser, house in
            let person = try await house.person()
            _ = try await browser.signIn(person, pending: true)
            #expect(try await browser.request(.get, "/work").status == 303)
            #expect(browser.cookie("sangam") != nil)
            let half = browser.cookie("sangam")
            _ = try await browser.signIn(person)
            #expect(browser.cookie("sangam") != half)
            #expect(try await browser.request(.get, "/work").status == 200)
            _ = try await browser.signIn(person, pending: true)
            house.test.clock.advance(by: .minutes(11))
            _ = try await browser.request(.get, "/")
            #expect(browser.cookie("sangam") == nil)
        }
    }

    @Test func aDisabledPersonsSessionOpensNothing() async throws {
        try await TestHouse.open { browser, house in
            var person = try await house.person()
            _ = try await browser.signIn(person)
            person.state = .disabled
            let (changed, now) = (person, house.test.clock.now)
            try await house.test.database.write { try PeopleStore.update($0, changed, by: .test, at: now) }
            #expect(try await browser.request(.get, "/work").status == 303)
        }
    }

    @Test(arguments: [("https://sangam.example", "__Host-sangam", true), ("http://127.0.0.1:8080", "sangam", false)])
    func theCookieIsAsNarrowAsItCanBe(baseURL: String, name: String, isSecure: Bool) async throws {
        try await TestHouse.open(baseURL: baseURL) { browser, house in
            let page = try await browser.signIn(try await house.person())
            let cookie = try #require(page.headers("set-cookie").first { $0.hasPrefix(name + "=") })
            for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax"] { #expect(cookie.contains(part)) }
            #expect(cookie.contains("; Secure") == isSecure)
            // 256 bits in base 64.
            #expect(cookie.prefix { $0 != ";" }.count == name.count + 1 + 43)
        }
    }

    @Test func signingOutClearsTheBrowser() async throws {
        try await TestHouse.open { browser, house in
            _ = try await browser.signIn(try await house.person())
            try await browser.visit("/work")
            let home = try await browser.submit(button: "Sign out")
            #expect(home.path == "/")
            #expect(browser.cookie("sangam") == nil)
            #expect(try await house.test.database.read { try $0.query("SELECT id FROM session") }.isEmpty)
        }
    }
}
