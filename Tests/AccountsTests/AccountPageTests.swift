import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Accounts

@Suite struct AccountPageTests {
    @Test func changesNameAndPassword() async throws {
        try await withHouse(.sqlite) { house in
            let person = try await house.person("a@office.example")
            try await house.browse { browser in
                try await browser.signIn("a@office.example")
                let empty = try await browser.submit(["Name": ""], button: "Save")
                #expect(empty.errors["Name"] != nil)
                try await browser.submit(["Name": "A new name"], button: "Save")
                #expect(try await house.read { try PeopleStore.person($0, person.id)?.name } == "A new name")

                let elsewhere = browser.stranger()
                try await elsewhere.signIn("a@office.example")
                try await browser.visit("/account/password")
                let wrong = try await browser.submit(
                    ["Your password now": "not it at all", "New password": "nine green bicycles"],
                    button: "Save the password")
                #expect(wrong.errors["Your password now"] != nil)
                let done = try await browser.submit(
                    ["Your password now": .text(House.password), "New password": "nine green bicycles"],
                    button: "Save the password")
                #expect(done.path == "/account")
                #expect(try await elsewhere.visit("/account").path.hasPrefix("/sign-in"))
            }
        }
    }

    @Test func turnsTheSecondFactorOnAndOff() async throws {
        try await withHouse(.sqlite) { house in
            let person = try await house.person("a@office.example", roles: [.administrator])
            try await house.browse { browser in
                let account = try await browser.signIn("a@office.example")
                #expect(account.has("turn your second factor on"))
                try await browser.visit("/account/second-factor")
                let enrol = try await browser.submit(button: "Set it up")
                #expect(enrol.body.contains("otpauth://totp/"))
                let waiting = try await house.read { try SecondFactorStore.waitingSecret($0, for: person.id) }
                let secret = try #require(waiting)
                let wrong = try await browser.submit(["Code": "12"], button: "Turn it on")
                #expect(wrong.errors["Code"] != nil)
                let codes = try await browser.submit(["Code": .text(house.code(secret))], button: "Turn it on")
                #expect(codes.heading == "Your recovery codes")
                #expect(codes.header("cache-control") == "no-store")
                let on = try await browser.visit("/account/second-factor")
                #expect(on.has("10 recovery codes are left."))
                #expect(!on.body.contains(Base32.encode(secret)))
                try await browser.visit("/account/second-factor/off")
                let refused = try await browser.submit(["Your password now": "wrong password"], button: "Turn it off")
                #expect(refused.errors["Your password now"] != nil)
                let off = try await browser.submit(["Your password now": .text(House.password)], button: "Turn it off")
                #expect(off.has("It is off now."))
            }
        }
    }

    @Test func endsSessions() async throws {
        try await withHouse(.sqlite) { house in
            try await house.person("a@office.example")
            let other = try await house.person("b@office.example")
            try await house.browse { browser in
                try await browser.signIn("a@office.example")
                let second = browser.stranger()
                try await second.signIn("a@office.example")
                let third = browser.stranger()
                try await third.signIn("b@office.example")
                let now = house.now
                let foreign = try await house.read { try Sessions.list($0, person: other.id, at: now).first?.id }
                let id = try #require(foreign)
                // Somebody else's session is not there for you.
                #expect(try await browser.press("/account/sessions/\(id)/end").status == 404)
                try await browser.visit("/account/sessions")
                try await browser.submit(button: "Sign out everywhere else")
                #expect(try await second.visit("/account").path.hasPrefix("/sign-in"))
                #expect(try await third.visit("/account").path == "/account")
                #expect(try await browser.visit("/account").path == "/account")
            }
        }
    }

    @Test func makesATokenThatCallsTheAPI() async throws {
        try await withHouse(.sqlite) { house in
            try await house.person("a@office.example", roles: [.secretariat])
            try await house.browse { browser in
                try await browser.signIn("a@office.example")
                let new = try await browser.visit("/account/tokens/new")
                #expect(!new.has("Administer"))
                let forged = try await browser.press("/account/tokens/new", "name=x&scope=admin&days=90")
                #expect(forged.status == 422)
                try await browser.visit("/account/tokens/new")
                let made = try await browser.submit(
                    ["What it is for": "Report", "What it may do": ["Read"]], button: "Make the token")
                let secret = try #require(made.text.split(separator: " ").first { $0.hasPrefix("sgm_") })
                let list = try await browser.visit("/account/tokens")
                #expect(list.has("Report"))
                #expect(!list.body.contains(secret))

                let program = browser.stranger()
                program.headers = ["authorization": "Bearer \(secret)"]
                #expect(try await program.request(.get, "/api/v1/organisations").status == 200)
                let body = #"{"key":"x","name":"X","kind":"ngo"}"#
                #expect(try await program.json(.post, "/api/v1/organisations", body).status == 403)
                // A token opens no page.
                #expect(try await program.request(.get, "/account").status == 303)
                try await browser.submit(button: "Revoke Report")
                #expect(try await program.request(.get, "/api/v1/organisations").status == 401)
            }
        }
    }
}
