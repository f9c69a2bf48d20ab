import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Exchange

/// An agreement's way as a browser goes it.
struct AgreementPageTests {
    private static let address = "/agreements/fiji-bhutan-2026"

    private func draft(_ browser: Browser) async throws {
        try await browser.visit("/as/focal")
        try await browser.visit("/work/agreements/new")
        try await browser.submit(
            [
                "Kind": "memorandum of understanding", "Subject": "Boat clinics <b>&</b> registers",
                "Parties, 1 / Organisation": "fiji", "Parties, 1 / Name of who signs": "The minister of the islands",
                "Parties, 1 / Office": "Minister", "Parties, 2 / Organisation": "bhutan",
                "Parties, 2 / Name of who signs": "The minister of the hills", "Parties, 2 / Office": "Minister",
                "First day of the term": "২০২৭-০১-০১", "Last day of the term": "2028-12-31",
            ], button: "Save the draft")
    }

    @Test(arguments: Engine.allCases)
    func fromTheDraftToTheSignedPaper(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await browser.visit("/as/focal")
            let list = try await browser.visit("/agreements")
            #expect(list.has("No agreements yet"))
            try await browser.follow("Draft an agreement")
            let empty = try await browser.submit(["Last day of the term": "soon"], button: "Save the draft")
            #expect(empty.status == 422 && empty.errors["Subject"] == "Fill this in.")
            #expect(empty.body.contains("value=\"soon\""))
            try await draft(browser)
            #expect(browser.page.path == Self.address && browser.page.has("Office of fiji and Office of bhutan"))
            #expect(browser.page.has("a text: write it or make it from a template"))

            // Nobody else learns of a draft.
            for who in [browser.stranger()] {
                let hidden = try await who.visit(Self.address)
                #expect(hidden.status == 404)
            }
            let answer = try await browser.submit(["Template": "The network's standard text"], button: "Make the text")
            #expect(answer.has("Agreement on cooperation") && answer.has("1 January 2027"))
            #expect(answer.body.contains("&lt;b&gt;&amp;&lt;/b&gt;") && !answer.body.contains("<b>&"))
            for button in ["Ask the parties for input", "Send to vetting", "Send through the diplomatic channel"] {
                house.test.clock.advance(by: .minutes(1))
                let page = try await browser.submit(button: button)
                #expect(page.status == 200, "\(button)")
            }
            #expect(browser.page.has("the signed copy, as PDF or picture"))
            let wrong = try await browser.submit(
                ["Signed copy": .file(name: "signed.pdf", type: "application/pdf", bytes: Array("no paper".utf8))],
                button: "Attach")
            #expect(wrong.status == 422)
            try await browser.submit(
                ["Signed copy": .file(name: "signed.pdf", type: "text/plain", bytes: Array("%PDF-1.7".utf8))], button: "Attach")
            let future = try await browser.submit(["Day of signing": "2027-03-01"], button: "Note the signing")
            #expect(future.status == 422 && future.errors["Day of signing"]?.contains("2026-11-20") == true)
            #expect(future.body.contains("value=\"2027-03-01\""))
            house.test.clock.advance(by: .minutes(1))
            try await browser.submit(["Day of signing": "2026-11-18"], button: "Note the signing")
            #expect(browser.page.has("The agreement is signed."))
            try assertGolden(try await browser.visit(Self.address), "agreement-party")
            let printed = try await browser.visit(Self.address + "/print")
            try assertGolden(printed, "agreement-print")

            // The public sees the facts, not the paper nor who signed.
            let visitor = browser.stranger()
            visitor.language = "en"
            let page = try await visitor.visit(Self.address)
            #expect(page.status == 200 && page.has("Boat clinics") && page.has("18 November 2026"))
            #expect(!page.has("The minister of the islands") && !page.has("Agreement on cooperation"))
            try assertGolden(page, "agreement-public")
            try assertGolden(try await visitor.visit("/agreements"), "agreements-public")
            let copy = try await visitor.request(.get, Self.address + "/signed-copy", headers: ["accept": "text/html"])
            #expect(copy.status == 303)
            let own = try await browser.request(.get, Self.address + "/signed-copy")
            #expect(own.status == 200 && own.body == "%PDF-1.7")
            #expect(own.header("content-disposition")?.contains("attachment") == true)
        }
    }

    @Test(arguments: Engine.allCases)
    func theSecondEditorSeesWhatChanged(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, _ in
            try await draft(browser)
            let other = browser.stranger()
            try await other.visit("/as/stranger")
            try await other.visit("/work/agreements/fiji-bhutan-2026/edit")
            try await browser.visit("/work/agreements/fiji-bhutan-2026/edit")
            try await browser.submit(["Text": "We share boats."], button: "Save")
            let second = try await other.submit(["Text": "We share hills."], button: "Save")
            #expect(second.status == 409 && second.has("The focal saved this on") && second.body.contains("We share hills."))
            #expect(second.body.contains("<del>"))
            let wrong = try await other.submit(["Text": "We share {boats}."], button: "Save")
            #expect(wrong.status == 422 && wrong.has("“boats” is no placeholder") && wrong.has("Line 1, column 10"))
            let saved = try await other.submit(["Text": "We share boats and hills."], button: "Save")
            #expect(saved.status == 200 && saved.has("We share boats and hills."))
            let compared = try await other.visit("/agreements/fiji-bhutan-2026?version=2")
            #expect(compared.body.contains("<ins>"))
        }
    }

    @Test(arguments: Engine.allCases)
    func organisationsWriteTheirOwnTemplates(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, _ in
            try await browser.visit("/as/focal")
            try await browser.visit("/work/agreement-templates")
            #expect(browser.page.has("No templates yet"))
            try await browser.follow("Write a template")
            let wrong = try await browser.submit(["Name": "Ours", "Text": "One\n\n{party}"], button: "Save")
            #expect(wrong.status == 422 && wrong.errors["Text"]?.hasPrefix("Line 3, column 1: “party” is no placeholder") == true)
            try await browser.submit(["Name": "Ours", "Text": "Between {parties}."], button: "Save")
            #expect(browser.page.has("Ours") && browser.page.has("Office of fiji"))
            let mine = try browser.page.link("Ours")
            let other = browser.stranger()
            try await other.visit("/as/stranger")
            let hidden = try await other.visit(mine)
            #expect(hidden.status == 404)
            try await draft(browser)
            let made = try await browser.submit(["Template": "Ours (English)"], button: "Make the text")
            #expect(made.has("Between Office of fiji and Office of bhutan."))
        }
    }

    /// A stranger to the agreement may do nothing, at whichever door.
    @Test func othersAreRefusedEverywhere() async throws {
        try await WorkHouse.open(on: .sqlite) { browser, _ in
            try await draft(browser)
            for who in ["tied", "reviewer", "officer"] {
                try await browser.visit("/as/\(who)")
                for path in ["/edit", "/steps/ask-input", "/text", "/renew"] {
                    let answer = try await browser.request(
                        path == "/edit" ? .get : .post, "/work/agreements/fiji-bhutan-2026" + path,
                        headers: ["sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"],
                        body: path == "/edit" ? nil : [])
                    #expect([403, 404].contains(answer.status), "\(who) \(path) \(answer.status)")
                }
                let hidden = try await browser.visit(Self.address)
                #expect(hidden.status == 404)
            }
        }
    }
}
