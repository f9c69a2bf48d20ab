import Accounts
import Exchange
import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Sangam

/// The reason why the network exists, through its pages, with the sample's own accounts: Fiji states a need, reads why the first
/// matches are there, proposes an introduction, Bangladesh accepts, and both carry it to a signed agreement.
struct FromNeedToAgreementTests {
    private func withSample(on engine: Engine, _ body: @escaping @Sendable (Browser, TestServices) async throws -> Void) async throws {
        let hasher = try PasswordHasher.cheapForTests()
        let rooms = Program.rooms(hasher: hasher)
        try await withServices(
            on: engine, migrations: Program.migrations(of: rooms),
            languages: [Catalogue.platformFolder, WebRoom.languages] + rooms.compactMap(\.languages)
        ) { test in
            let program = Program(settings: Settings(entries: []), services: test.services, rooms: rooms, hasher: hasher)
            try await SampleNetwork.load(program)
            let application = try buildApplication(
                rooms: rooms, services: test.services, settings: WebSettings(accessLog: .none))
            try await Browser.open(application) { try await body($0, test) }
        }
    }

    private func signIn(_ browser: Browser, _ account: String) async throws {
        try await browser.visit("/sign-in")
        try await browser.submit(
            ["E-mail": .text("\(account)@sangam.example"), "Password": .text(SampleNetwork.password)], button: "Sign in")
        #expect(!browser.page.path.hasPrefix("/sign-in"), "\(account): \(browser.page.errors)")
    }

    @Test(arguments: Engine.allCases)
    func fromANeedToASignedAgreement(on engine: Engine) async throws {
        try await withSample(on: engine) { fiji, test in
            let bangladesh = fiji.stranger()
            try await signIn(fiji, "focal.fj")
            try await signIn(bangladesh, "focal.bd")

            // Fiji says what is hard.
            try await fiji.visit("/work/needs/new")
            try await fiji.submit(
                [
                    "Title": "Government services in remote villages",
                    "The problem": "Villagers travel a full day to reach an office, and come back without the paper.",
                    "Themes": ["Public service delivery", "Inclusion"],
                ], button: "State the need")
            #expect(fiji.page.path == "/needs/government-services-in-remote-villages")

            // Why the first three are there: each says so, with the field that it has it from.
            let matches = try await fiji.visit(fiji.page.path + "/matches")
            let list = try #require(matches.markup.all("ol").first { $0.classes.contains("matches") }).all("li").filter { $0["id"] != nil }
            let first = Array(list.prefix(3))
            #expect(first.count == 3)
            for match in first {
                #expect(match.text().contains("Why it is here") && match.text().contains("points · from:"))
            }
            let propose = try #require(
                matches.links.first { $0.url.hasPrefix("/introductions/new") && $0.url.contains("solution=union-digital-centres") })

            // Fiji proposes; nobody is told whom to write to yet.
            try await fiji.visit(propose.url)
            let told = try await fiji.submit(
                ["A few words to both sides": "Write to me: me@example.org"], button: "Propose")
            #expect(told.status == 422 && told.body.contains("Write to me: me@example.org</textarea>"))
            try await fiji.submit(["A few words to both sides": "Our islands are far apart."], button: "Propose")
            let introduction = fiji.page.path
            #expect(fiji.page.has("Proposed.") && fiji.page.has("match"))
            for who in [fiji, bangladesh] {
                let page = try await who.visit(introduction)
                #expect(page.status == 200 && !page.has("@sangam.example"))
            }

            // Bangladesh finds it waiting, and accepts.
            try await bangladesh.visit("/introductions")
            #expect(bangladesh.page.has("Waiting for your answer"))
            try await bangladesh.visit(introduction)
            try await bangladesh.submit(button: "Accept")
            #expect(bangladesh.page.has("focal.fj@sangam.example"))
            let accepted = try await fiji.visit(introduction)
            #expect(accepted.has("focal.bd@sangam.example"))
            let place = try #require(accepted.links.first { $0.url.hasPrefix("/partnerships/union-digital-centres") }).url

            // The first meeting is told, in words.
            try await fiji.visit(place)
            try await fiji.follow("Go on: exploring")
            try await fiji.submit(
                ["First meeting": "By video, both ministries.", "Since when?": "2026-11"], button: "Go on to: exploring")
            #expect(fiji.page.has("Moved: exploring."))

            // Without a signed agreement the gate stays shut, keeps what was typed, and says where to write one.
            try await fiji.follow("Go on: agreed")
            let shut = try await fiji.submit(["Note": "We agree."], button: "Go on to: agreed")
            #expect(shut.status == 422 && shut.has("Missing: a signed agreement between the two sides."))
            #expect(shut.body.contains("We agree.</textarea>"))
            try await fiji.follow("Draft an agreement")

            // The agreement: parties, text from the template, printed, its steps, the signed copy, the day.
            try await fiji.submit(
                [
                    "Subject": "Centres for services in the islands",
                    "Parties, 1 / Name of who signs": "The minister of Fiji", "Parties, 1 / Office": "Minister",
                    "Parties, 2 / Organisation": "a2i", "Parties, 2 / Name of who signs": "The director of a2i",
                    "Parties, 2 / Office": "Director", "First day of the term": "2026-11-01",
                    "Last day of the term": "2028-10-31",
                ], button: "Save the draft")
            #expect(fiji.page.status == 200, "\(fiji.page.errors)")
            let agreement = fiji.page.path
            try await fiji.submit(["Template": "The network's standard text"], button: "Make the text")
            let printed = try await fiji.visit(agreement + "/print")
            #expect(printed.has("Centres for services in the islands") && printed.has("31 October 2028"))
            for (who, button) in [
                (fiji, "Ask the parties for input"), (bangladesh, "Send to vetting"), (fiji, "Send through the diplomatic channel"),
            ] {
                try await who.visit(agreement)
                try await who.submit(button: button)
                #expect(who.page.status == 200, "\(button)")
            }
            #expect(fiji.page.has("the signed copy, as PDF or picture"))
            try await fiji.submit(
                ["Signed copy": .file(name: "signed.pdf", type: "application/pdf", bytes: Array("%PDF-1.7".utf8))], button: "Attach")
            try await fiji.submit(["Day of signing": "2026-11-18"], button: "Note the signing")
            #expect(fiji.page.has("The agreement is signed."))

            // Now the gate is open: the record is the evidence.
            try await fiji.visit(place + "/move?to=agreed")
            #expect(fiji.page.has("Centres for services in the islands"))
            try await fiji.submit(button: "Go on to: agreed")
            #expect(fiji.page.has("Moved: agreed."))

            // What was promised stands in the ledger, and its figure opens it.
            try await bangladesh.visit(place + "/records")
            try await bangladesh.follow("Note a contribution")
            try await bangladesh.submit(
                ["What": "Two engineers", "Amount": "12.5", "Day": "2027-02-01", "Receiver": "gov-fj"], button: "Save")
            #expect(bangladesh.page.status == 200, "\(bangladesh.page.errors)")
            for report in ["/contributions/ledger", "/reports/partnerships"] {
                let page = try await fiji.visit(report)
                let figures = page.links.filter { link in
                    let isList = link.url.hasPrefix("/contributions?") || link.url.hasPrefix("/partnerships?")
                    return isList && Int(link.text) != nil
                }
                #expect(!figures.isEmpty || report.hasPrefix("/contributions"), "\(report)")
                for figure in figures {
                    let list = try await fiji.visit(figure.url)
                    #expect(list.status == 200, "\(figure.url)")
                    let rows = list.markup.all("tbody").flatMap { $0.all("tr") }.count
                    #expect(rows == Int(figure.text), "\(report): \(figure.url) counts \(figure.text), opens \(rows)")
                }
            }
            // Everybody may know that it was signed; the paper is for its parties.
            let visitor = fiji.stranger()
            let facts = try await visitor.visit(agreement)
            #expect(facts.status == 200 && facts.has("Centres for services in the islands") && !facts.has("The minister of Fiji"))
            let hidden = try await visitor.visit(place)
            #expect(hidden.status == 404)
            #expect(try await test.database.read { try Audit.verify($0) }.isSound)
        }
    }
}
