import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Exchange

/// Introductions and partnerships as a browser goes them, on both engines.
struct PartnershipPagesTests {
    /// The whole answer, with what differs from run to run named instead.
    private func golden(_ page: WebPage, _ name: String) throws {
        let body = page.body.replacing(/(\/static\/[a-z]+)\.[0-9a-f]{10}\./) { "\($0.1).HASH." }
            .replacing(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/, with: "ID")
        try assertGolden("\(page.status)\n\(body)", name)
    }

    /// A need of Bhutan, proposed to Fiji's solution by Bhutan; the address of the introduction.
    private func propose(_ browser: Browser, _ house: WorkHouse) async throws -> String {
        try await house.publish(browser)
        try await browser.visit("/as/stranger")
        try await browser.visit("/introductions/new?solution=boat-clinics")
        try await browser.submit(["A few words to both sides": "We have rivers, too."], button: "Propose")
        #expect(browser.page.has("Proposed. Whoever has to answer gets a mail."))
        return browser.page.path
    }

    private func contacts(_ browser: Browser, _ path: String) async throws -> Bool {
        let page = try await browser.visit(path)
        let api = try await browser.request(.get, "/api/v1" + path, headers: ["accept": "application/json"])
        #expect(page.status == 200 && api.status == 200)
        let shown = ["focal@example.org", "stranger@example.org"].map { page.body.contains($0) }
        let told = ["focal@example.org", "stranger@example.org"].map { api.body.contains($0) }
        #expect(shown == told)
        return shown == [true, true]
    }

    @Test(arguments: Engine.allCases)
    func introductionIsAnsweredByBothSides(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            let path = try await propose(browser, house)
            #expect(try await !contacts(browser, path))
            #expect(!browser.page.body.contains("The stranger</p>"))

            try await browser.visit("/as/focal")
            #expect(browser.page.has("Waiting for your answer") && browser.page.has("Boat clinics"))
            #expect(try await !contacts(browser, path))
            try await browser.visit("/introductions")
            try golden(browser.page, "introductions")
            try await browser.visit(path)
            try golden(browser.page, "introduction")
            let refused = try await browser.submit(["Reason": ""], button: "Decline")
            #expect(refused.status == 422 && refused.has("Say why, in a sentence."))
            try await browser.visit("/as/officer")
            let hidden = try await browser.visit(path)
            #expect(hidden.status == 404)

            try await browser.visit("/as/focal")
            try await browser.visit(path)
            try await browser.submit(button: "Accept")
            #expect(browser.page.has("Both sides have accepted. You can write to each other now."))
            #expect(try await contacts(browser, path))
            try await browser.visit("/as/stranger")
            #expect(try await contacts(browser, path))
            try await browser.follow("Boat clinics – Office of bhutan")
            #expect(browser.page.has("introduced") && browser.page.path == "/partnerships/boat-clinics-office-of-bhutan")
            try await browser.visit("/as/officer")
            let closed = try await browser.visit("/partnerships/boat-clinics-office-of-bhutan")
            #expect(closed.status == 404)
        }
    }

    @Test(arguments: Engine.allCases)
    func gateKeepsWhatWasTyped(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            let path = try await propose(browser, house)
            try await browser.visit("/as/focal")
            try await browser.visit(path)
            try await browser.submit(button: "Accept")
            let place = "/partnerships/boat-clinics-office-of-bhutan"
            try await browser.visit(place)
            try await browser.follow("Go on: exploring")
            let missing = try await browser.submit(["Note": "By video."], button: "Go on to: exploring")
            #expect(missing.status == 422 && missing.has("It cannot go through yet") && missing.has("Missing: a first meeting of both sides."))
            #expect(missing.body.contains("By video.</textarea>"))
            try await browser.submit(["First meeting": "We met by video.", "Since when?": "2026-11"], button: "Go on to: exploring")
            #expect(browser.page.has("Moved: exploring.") && browser.page.has("We met by video."))

            try await browser.submit(["What": "Draft the agreement", "Who": "Bhutan", "Until": "2026-10"], button: "Add an action")
            #expect(browser.page.has("Draft the agreement") && browser.page.has("overdue"))
            try await browser.submit(["Note": "For us alone.", "Who may read it?": "only: gives it"], button: "Add a note")
            #expect(browser.page.has("For us alone."))
            try golden(browser.page, "partnership")
            let board = try await browser.visit("/partnerships/board")
            #expect(board.has("Draft the agreement"))
            try golden(board, "partnership-board")
            let timeline = try await browser.visit("/partnerships/timeline?lang=ar")
            #expect(timeline.has("Boat clinics – Office of bhutan") && timeline.body.contains("direction=\"rtl\""))
            let narrowed = try await browser.visit("/partnerships/timeline?lang=en&stage=agreed")
            #expect(narrowed.has("No partnerships match") || narrowed.status == 200 && !narrowed.has("Boat clinics – Office"))
            try golden(try await browser.visit("/partnerships/timeline"), "partnership-timeline")
            try await browser.visit("/partnerships/board")
            // From the board without the evidence: the gate's page says what is missing.
            let gate = try await browser.submit(button: "Move Boat clinics – Office of bhutan")
            #expect(gate.status == 422 && gate.has("Missing: a signed agreement between the two sides."))

            try await browser.visit("/as/stranger")
            try await browser.visit(place)
            #expect(!browser.page.has("For us alone."))
            let desk = try await browser.visit("/work")
            #expect(desk.has("Draft the agreement") && desk.has("overdue"))
        }
    }

    @Test(arguments: Engine.allCases)
    func theSecondSeesBothTexts(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            let path = try await propose(browser, house)
            try await browser.visit("/as/focal")
            try await browser.visit(path)
            try await browser.submit(button: "Accept")
            let place = "/partnerships/boat-clinics-office-of-bhutan"
            try await browser.visit(place + "/edit")
            let other = browser.stranger()
            try await other.visit("/as/stranger")
            try await other.visit(place + "/edit")
            try await other.submit(["Summary": "Three boats"], button: "Save")
            let conflict = try await browser.submit(["Summary": "Two boats"], button: "Save")
            #expect(conflict.status == 409 && conflict.has("The stranger has changed it since you opened it."))
            #expect(conflict.body.contains("Three") && conflict.body.contains("Two boats</textarea>"))
            try await browser.submit(button: "Save")
            #expect(browser.page.has("Two boats"))
        }
    }

    @Test(arguments: Engine.allCases)
    func publicReadsWhatThePartiesPublished(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            let path = try await propose(browser, house)
            try await browser.visit("/as/focal")
            try await browser.visit(path)
            try await browser.submit(button: "Accept")
            let place = "/partnerships/boat-clinics-office-of-bhutan"
            let public1 = try await browser.stranger().visit(place)
            #expect(public1.status == 404)
            try await browser.visit(place + "/edit")
            try await browser.submit(
                ["Summary": "Secret plan", "Everybody may read of it": true, "Public summary": "Boats for rivers."],
                button: "Save")
            let visitor = browser.stranger()
            let page = try await visitor.visit(place)
            #expect(page.status == 200 && page.has("Boats for rivers.") && !page.has("Secret plan") && !page.has("We have rivers"))
            let list = try await visitor.visit("/partnerships")
            #expect(list.has("1 partnership") && list.has("Boat clinics – Office of bhutan"))
            let report = try await visitor.visit("/reports/partnerships")
            for link in report.links where link.url.hasPrefix("/partnerships?") {
                let list = try await visitor.visit(link.url)
                #expect(list.markup.all("tbody").flatMap { $0.all("tr") }.count == Int(link.text.filter(\.isNumber)), "\(link.url)")
            }
            try golden(try await visitor.visit("/reports/partnerships"), "partnership-report")
            let json = try await visitor.request(.get, "/api/v1/partnerships/boat-clinics-office-of-bhutan")
            #expect(json.status == 200 && !json.body.contains("Secret plan") && json.body.contains("Boats for rivers."))
        }
    }

    @Test func visitorsAreSentToSignIn() async throws {
        try await WorkHouse.open(on: .sqlite) { browser, _ in
            let routes = IntroductionPages.routes + PartnershipPages.routes + IntroductionAPI.routes + PartnershipAPI.routes
            let called = try await expectVisitorsAreRefused(
                routes.map { ($0.method.rawValue, $0.path, $0.access.name == "everyone") }, by: browser)
            #expect(called == routes.count { $0.access.name != "everyone" })
        }
    }
}
