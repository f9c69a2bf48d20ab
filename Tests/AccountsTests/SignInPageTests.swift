import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Accounts

@Suite struct SignInPageTests {
    @Test(arguments: Engine.allCases)
    func signsInAndOut(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.person("a@office.example", name: "Focal point, Fiji")
            try await house.browse { browser in
                let refused = try await browser.visit("/account")
                #expect(refused.path.hasPrefix("/sign-in"))
                let wrong = try await browser.signIn("a@office.example", "not the password")
                #expect(wrong.status == 422)
                #expect(wrong.errors["E-mail"]?.contains("wrong") == true)
                #expect(wrong.body.contains("a@office.example"))
                #expect(!wrong.body.contains("not the password"))
                let unknown = try await browser.signIn("nobody@office.example", "not the password")
                #expect(unknown.errors == wrong.errors)
                let account = try await browser.signIn("a@office.example")
                #expect(account.path == "/account")
                #expect(account.heading == "Your account")
                #expect(browser.cookie("sangam-device")?.utf8.count == 43)
                #expect(browser.cookie("sangam") != nil)
                let out = try await browser.press("/sign-out")
                #expect(out.status == 303)
                #expect(try await browser.visit("/account").path.hasPrefix("/sign-in"))
            }
        }
    }

    @Test func emptyFieldsAreNamed() async throws {
        try await withHouse(.sqlite) { house in
            try await house.browse { browser in
                try await browser.visit("/sign-in")
                let page = try await browser.submit(["E-mail": "", "Password": ""], button: "Sign in")
                #expect(Set(page.errors.keys) == ["E-mail", "Password"])
            }
        }
    }

    @Test func theSessionChangesAtSignIn() async throws {
        try await withHouse(.sqlite) { house in
            try await house.person("a@office.example")
            try await house.browse { browser in
                try await browser.signIn("a@office.example")
                let first = browser.cookie("sangam")
                try await browser.press("/sign-out")
                try await browser.signIn("a@office.example")
                #expect(browser.cookie("sangam") != first)
            }
        }
    }

    @Test func asksForTheSecondFactor() async throws {
        try await withHouse(.sqlite) { house in
            let person = try await house.person("a@office.example")
            let (secret, codes) = try await house.secondFactor(of: person)
            try await house.browse { browser in
                let step = try await browser.signIn("a@office.example")
                #expect(step.heading == "Type your code")
                // The password alone opens nothing.
                #expect(try await browser.visit("/account").path.hasPrefix("/sign-in"))
                try await browser.visit("/sign-in/code?next=/account")
                let wrong = try await browser.submit(["Code": "000"], button: "Continue")
                #expect(wrong.errors["Code"] != nil)
                let account = try await browser.submit(["Code": .text(house.code(secret))], button: "Continue")
                #expect(account.path == "/account")

                let other = browser.stranger()
                try await other.signIn("a@office.example")
                #expect(try await other.submit(["Code": .text(codes[0])], button: "Continue").path == "/account")
                let third = browser.stranger()
                try await third.signIn("a@office.example")
                #expect(try await third.submit(["Code": .text(codes[0])], button: "Continue").errors["Code"] != nil)
            }
        }
    }

    @Test(arguments: ["bn", "ar"])
    func speaksTheVisitorsLanguage(_ language: String) async throws {
        try await withHouse(.sqlite) { house in
            try await house.browse { browser in
                browser.language = language
                for path in ["/sign-in", "/reset"] {
                    let page = try await browser.visit(path)
                    #expect(page.language == language)
                    #expect(!page.body.contains("accounts."))
                }
            }
        }
    }

    /// Words whose keys are put together from a closed list.
    @Test func everyChoiceHasItsWord() throws {
        let words = try Catalogue(folders: [Accounts.languages]).words("en")
        let keys =
            Organisation.Kind.allCases.map { "accounts.kind." + $0.rawValue }
            + Role.allCases.map { "accounts.role." + $0.rawValue }
            + Person.State.allCases.map { "accounts.state." + $0.rawValue }
            + Scope.allCases.flatMap { ["accounts.scope." + $0.rawValue, "accounts.scope-hint." + $0.rawValue] }
            + AuditFault.Kind.allCases.map { "accounts.audit.fault." + $0.rawValue.replacing(" ", with: "-") }
            + PasswordRules.Refusal.allCases.map(\.key)
        #expect(keys.filter { !words.has($0) } == [])
    }

    /// Every key is there in each language, with the same facts and all plural forms.
    @Test func theWordsAreComplete() throws {
        let catalogue = try Catalogue(folders: [Accounts.languages])
        for language in ["bn", "ar"] {
            #expect(catalogue.missing(language) == [])
            for key in catalogue.keys("en") {
                #expect(catalogue.placeholders(key, language) == catalogue.placeholders(key, "en"), "\(language) \(key)")
            }
        }
    }
}
