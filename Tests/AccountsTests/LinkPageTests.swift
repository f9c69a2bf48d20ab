import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Accounts

@Suite struct LinkPageTests {
    @Test(arguments: Engine.allCases)
    func aForgottenPasswordIsReplaced(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.person("a@office.example")
            try await house.browse { browser in
                let elsewhere = browser.stranger()
                try await elsewhere.signIn("a@office.example")

                try await browser.visit("/reset")
                let known = try await browser.submit(["E-mail": "a@office.example"], button: "Send me a link")
                try await browser.visit("/reset")
                let unknown = try await browser.submit(["E-mail": "b@office.example"], button: "Send me a link")
                #expect(known.status == unknown.status)
                #expect(
                    known.text.replacing("a@office.example", with: "")
                        == unknown.text.replacing("b@office.example", with: ""))
                try await house.runJobs()
                #expect(house.mailer.messages.map(\.to) == ["a@office.example"])

                let path = try house.mailedPath(to: "a@office.example")
                #expect(path.hasPrefix("/reset/"))
                try await browser.visit(path)
                let weak = try await browser.submit(["New password": "password2026"], button: "Save the password")
                #expect(weak.errors["New password"] != nil)
                let done = try await browser.submit(
                    ["New password": "nine green bicycles"], button: "Save the password")
                #expect(done.path == "/sign-in")
                // Signed out everywhere, the old password is worth nothing, and the link works no more.
                #expect(try await elsewhere.visit("/account").path.hasPrefix("/sign-in"))
                #expect(try await browser.visit(path).status == 410)
                #expect(try await elsewhere.signIn("a@office.example").errors["E-mail"] != nil)
                #expect(try await browser.signIn("a@office.example", "nine green bicycles").path == "/account")
            }
        }
    }

    @Test func aResetIsTheWayInThatAnAttackerCannotBlock() async throws {
        try await withHouse(.sqlite) { house in
            try await house.person("a@office.example")
            try await house.browse { browser in
                let attacker = browser.stranger()
                var last = 0
                for guess in 0..<7 { last = try await attacker.signIn("a@office.example", "guess \(guess)").status }
                #expect(last == 429)
                #expect(try await browser.signIn("a@office.example").status == 429)
                try await browser.visit("/reset")
                try await browser.submit(["E-mail": "a@office.example"], button: "Send me a link")
                try await house.runJobs()
                try await browser.visit(house.mailedPath(to: "a@office.example"))
                try await browser.submit(["New password": "nine green bicycles"], button: "Save the password")
                #expect(try await browser.signIn("a@office.example", "nine green bicycles").path == "/account")
            }
        }
    }

    @Test func mailsToOneAddressAreBounded() async throws {
        try await withHouse(.sqlite) { house in
            try await house.person("a@office.example")
            try await house.browse { browser in
                for _ in 0..<6 {
                    try await browser.visit("/reset")
                    let page = try await browser.submit(["E-mail": "a@office.example"], button: "Send me a link")
                    #expect(page.status == 200)
                }
            }
            try await house.runJobs()
            #expect(house.mailer.messages.count == Throttle.mails.allowance)
        }
    }

    @Test(arguments: Engine.allCases)
    func somebodyInvitedOpensAnAccount(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.person("boss@office.example", roles: [.administrator])
            try await house.browse { browser in
                try await browser.signIn("boss@office.example")
                try await browser.visit("/administration/people/invite")
                let typed: [String: Entry] = [
                    "E-mail": "new@office.example", "Name": "Focal point", "Organisation": "nowhere",
                    "Roles": ["Focal point"], "Language of mails to you": "English",
                ]
                let wrong = try await browser.submit(typed, button: "Send the invitation")
                #expect(wrong.errors["Organisation"] != nil)
                let sent = try await browser.submit(["Organisation": "office"], button: "Send the invitation")
                #expect(sent.heading == "Focal point")
                try await house.runJobs()

                let path = try house.mailedPath(to: "new@office.example")
                let guest = browser.stranger()
                let page = try await guest.visit(path)
                #expect(page.heading == "Open your account")
                let weak = try await guest.submit(
                    ["Name": "Focal point, Fiji", "New password": "short"], button: "Open my account")
                #expect(weak.errors["New password"] != nil)
                #expect(weak.body.contains("Focal point, Fiji"))
                let account = try await guest.submit(
                    ["New password": "nine green bicycles"], button: "Open my account")
                #expect(account.path == "/account")
                #expect(account.has("Focal point"))
                #expect(try await guest.visit(path).status == 410)
                #expect(try await browser.stranger().visit("/invitation/" + Secrets.make()).status == 410)
            }
        }
    }

    @Test func anInvitationExpires() async throws {
        try await withHouse(.sqlite) { house in
            let link = try await AccountsCommands.createAdministrator(
                house.services, email: "boss@office.example", name: "Boss")
            let path = String(link.dropFirst(house.services.baseURL.count))
            try await house.browse { browser in
                #expect(try await browser.visit(path).status == 200)
                house.clock.advance(by: .days(7))
                #expect(try await browser.visit(path).status == 410)
                let forced = try await browser.press(path, "name=Boss&language=en&password=nine+green+bicycles")
                #expect(forced.status == 410)
            }
        }
    }
}
