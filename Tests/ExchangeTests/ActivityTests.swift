import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Exchange

/// Activities and contributions: their rules, and their pages as a browser goes through them.
struct ActivityTests {
    @Test func whatIsWrongIsToldAtItsField() {
        func issues(_ change: (inout ActivityContent) -> Void) -> [String] {
            var content = ActivityContent()
            content.title = "A tour"
            content.from = "2026-11-01"
            content.place = "Suva"
            content.organisations = [.init(id: PublicFixture.agency, key: "a", name: "A", country: "BD")]
            change(&content)
            return content.issues(today: "2026-11-20").map { "\($0.field) \($0.key)" }
        }
        #expect(issues { _ in }.isEmpty)
        #expect(issues { $0.state = .cancelled } == ["reason error.note-wanted"])
        #expect(issues { $0.state = .held; $0.from = "2026-11-21" } == ["state activity.error.not-yet"])
        #expect(issues { $0.to = "2026-10-31" } == ["to activity.error.dates"])
        #expect(issues { $0.place = "" } == ["place activity.error.place"])
        #expect(issues { $0.place = ""; $0.link = "https://example.org/meet" }.isEmpty)
        #expect(issues { $0.link = "javascript:alert(1)" } == ["link error.link"])
        #expect(issues { $0.women = -1 } == ["women error.negative"])
        #expect(issues { $0.men = 1_000_000 } == ["men activity.error.too-many"])
        #expect(issues { $0.from = "2026-11" } == ["from agreement.error.day"])
        #expect(issues { $0.organisations = [] } == ["organisations.0.key error.required"])
        #expect(issues { $0.organisations += $0.organisations } == ["organisations.1.key agreement.error.party-twice"])
    }

    @Test(arguments: Engine.allCases)
    func anActivityIsPlannedHeldAndReported(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await browser.visit("/as/focal")
            let empty = try await browser.visit("/activities")
            #expect(empty.has("No activities yet"))
            try await browser.follow("Plan an activity")
            let wrong = try await browser.submit(["Title": "Tour of the centres", "First day": "next week"], button: "Save")
            #expect(wrong.status == 422 && wrong.errors["First day"]?.contains("2027-03-31") == true)
            #expect(wrong.body.contains("value=\"next week\""))
            try await browser.submit(
                [
                    "Kind": "study tour", "First day": "2026-11-21", "Last day": "2026-11-23", "Place": "Thimphu",
                    "Organisations, 2 / Organisation": "bhutan",
                ], button: "Save")
            #expect(browser.page.path == "/activities/tour-of-the-centres" && browser.page.has("planned"))
            house.test.clock.advance(by: .days(5))
            try await browser.visit("/as/focal")
            let list = try await browser.visit("/activities?state=planned")
            #expect(list.has("Note that it was held"))
            let address = "/activities/tour-of-the-centres"
            try await browser.visit("/work/activities/tour-of-the-centres/edit")
            try await browser.submit(
                [
                    "State": "held", "Participants / Women": "১২", "Participants / Men": "8", "Participants / Not stated": "1",
                    "Outcome": "Two centres are planned.",
                ], button: "Save")
            #expect(browser.page.has("21 Women: 12, Men: 8 and Not stated: 1") && browser.page.has("Two centres are planned."))
            try await browser.submit(
                ["Outcome report": .file(name: "report.pdf", type: "application/pdf", bytes: Array("%PDF-1.7".utf8))], button: "Attach")
            try assertGolden(try await browser.visit(address), "activity")
            let report = try await browser.request(.get, address + "/report")
            #expect(report.body == "%PDF-1.7")

            // The other side sees it too; nobody else does.
            try await browser.visit("/as/stranger")
            let seen = try await browser.visit(address)
            #expect(seen.status == 200)
            try await browser.visit("/as/officer")
            let hidden = try await browser.visit(address)
            #expect(hidden.status == 404)
            let file = try await browser.request(.get, address + "/report")
            #expect(file.status == 404)
        }
    }

    @Test(arguments: Engine.allCases)
    func aPromiseIsNotedDeliveredAndCounted(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, _ in
            try await browser.visit("/as/focal")
            try await browser.visit("/contributions")
            try await browser.follow("Note a contribution")
            let wrong = try await browser.submit(
                ["What": "Boats", "Kind": "money", "Amount": "12.345", "Currency": "USD", "Day": "2026-06-30"], button: "Save")
            #expect(wrong.status == 422 && wrong.errors["Amount"] == "An amount in USD has at most 2 decimals. Shorten it.")
            #expect(wrong.body.contains("value=\"12.345\""))
            try await browser.submit(["Amount": "১২,৩৪৫.৫০", "Receiver": "bhutan"], button: "Save")
            #expect(browser.page.has("12,345.50 USD") && browser.page.has("0.00 USD of 12,345.50 USD so far."))
            try await browser.follow("Note a delivery")
            try await browser.submit(["Amount": "345.50", "Day": "2026-11-01"], button: "Save")
            #expect(browser.page.has("345.50 USD") && browser.page.has("delivered"))
            let ledger = try await browser.visit("/contributions/ledger")
            try assertGolden(ledger, "ledger")
            // Each figure opens just as many records as it counts.
            for figure in ledger.links.filter({ $0.url.hasPrefix("/contributions?") }) {
                let list = try await browser.visit(figure.url)
                #expect(list.markup.all("tbody").flatMap { $0.all("tr") }.count == 1, "\(figure.url)")
            }
            try assertGolden(try await browser.visit("/contributions"), "contributions")
            let csv = try await browser.request(.get, "/api/v1/reports/ledger?format=csv&year=2026")
            #expect(csv.body.contains("Fiji,FJ,money,USD,2026,12345.50,345.50,1,1"))
            let bad = try await browser.request(.get, "/api/v1/reports/ledger?year=soon")
            #expect(bad.status == 400)
            try await browser.visit("/as/officer")
            let none = try await browser.visit("/contributions")
            #expect(none.has("No contributions yet"))
        }
    }

    /// What stands beside a partnership is read by its parties, and counts for the gate to *agreed*.
    @Test(arguments: Engine.allCases)
    func aPartnershipShowsItsRecords(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            let now = house.test.clock.now
            try await house.test.database.write { connection in
                let act = Act(.test, at: now)
                func party(_ key: String, _ side: Partnership.Side) throws -> Partnership.Party {
                    .init(try #require(try PeopleStore.organisation(connection, key: key)), side)
                }
                var content = Partnership.Content()
                content.title = "Boats for Bhutan"
                _ = try BeginPartnership.run(
                    connection, act, content: content, parties: [try party("fiji", .giving), try party("network", .asking)],
                    slug: "boats")
            }
            try await browser.visit("/as/focal")
            let records = try await browser.visit("/partnerships/boats/records")
            #expect(records.has("No agreements yet") && records.has("No contributions yet"))
            try await browser.follow("Draft an agreement")
            try await browser.submit(["Subject": "Boats and engines"], button: "Save the draft")
            #expect(browser.page.has("Boats for Bhutan"))
            let slug = String(browser.page.path.dropFirst("/agreements/".count))
            let partnership = try #require(try await house.test.database.read { try PartnershipStore.find($0, slug: "boats") })
            func evidence() async throws -> [EvidenceFact] {
                try await house.test.database.read { try GateEvidence.find($0, .signedAgreement, of: partnership) }
            }
            #expect(try await evidence().isEmpty)
            _ = try await house.test.database.write { connection in
                let json = #"[{"slug":"\#(slug)","kind":"mou","subject":"Boats and engines","parties":["fiji"],"state":"signed","asOf":"2026-11-01","sources":[{"title":"A paper"}]}]"#
                return try ImportAgreements.run(connection, Act(.test, at: now), json: json)
            }
            #expect(try await evidence().map(\.link) == ["/agreements/\(slug)"])
            let shown = try await browser.visit("/partnerships/boats/records")
            #expect(shown.has("Boats and engines") && shown.has("signed"))
            try await browser.visit("/as/stranger")
            let hidden = try await browser.visit("/partnerships/boats/records")
            #expect(hidden.status == 404)
        }
    }

    @Test func theSecretariatImportsFiles() async throws {
        try await WorkHouse.open(on: .sqlite) { browser, _ in
            try await browser.visit("/as/secretariat")
            try await browser.visit("/contributions")
            try await browser.follow("Import contributions")
            let head = "slug,stage,kind,giver,what,day,amount,unit\n"
            func send(_ rows: String) async throws -> WebPage {
                try await browser.submit(
                    ["CSV file": .file(name: "c.csv", type: "text/csv", bytes: Array((head + rows).utf8))], button: "Import")
            }
            let wrong = try await send("a,committed,money,fiji,Boats,2026-01-01,5,FJD\nb,committed,money,mars,Boats,2026-01-01,-5,FJD\n")
            #expect(wrong.status == 422 && wrong.has("Nothing was written") && wrong.has("row 2") && wrong.has("below zero"))
            let right = try await send("a,committed,money,fiji,Boats,2026-01-01,5,FJD\n")
            #expect(right.status == 200 && right.has("Added: 1."))
            let list = try await browser.visit("/contributions")
            #expect(list.has("5.00 FJD"))
        }
    }

    @Test func theSecondEditorSeesWhatChanged() async throws {
        try await WorkHouse.open(on: .sqlite) { browser, _ in
            try await browser.visit("/as/focal")
            try await browser.visit("/work/contributions/new")
            try await browser.submit(["What": "Advice", "Amount": "3", "Day": "2026-06-30"], button: "Save")
            let path = browser.page.path.replacing("/contributions/", with: "/work/contributions/") + "/edit"
            let other = browser.stranger()
            try await other.visit("/as/secretariat")
            try await other.visit(path)
            try await browser.visit(path)
            try await browser.submit(["Amount": "4"], button: "Save")
            let conflict = try await other.submit(["Amount": "5", "Note": "By letter"], button: "Save")
            #expect(conflict.status == 409 && conflict.has("The focal saved this on") && conflict.body.contains("value=\"5\""))
            let saved = try await other.submit(button: "Save")
            #expect(saved.status == 200 && saved.has("5 days"))
        }
    }
}
