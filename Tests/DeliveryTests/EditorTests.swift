import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// A service manager's day at the editor, as a browser goes it, on both engines.
struct EditorTests {
    @Test(arguments: Engine.allCases)
    func aServiceFromNothingToOpen(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            try await browser.visit("/as/manager")
            try await browser.visit("/work/services/new")
            let empty = try await browser.submit(button: "Begin")
            #expect(empty.status == 422 && empty.errors["Name – English"] == "This is missing. Fill it in.")
            try await browser.submit(["Name – English": "School meal"], button: "Begin")
            #expect(browser.page.path == "/work/services/school-meal" && browser.page.has("Not public yet"))
            #expect(browser.page.has("To mend before publishing"))

            let base = "/work/services/school-meal"
            try await browser.visit("\(base)/edit/where")
            try await browser.submit(["Offices that do it": ["Social welfare office, Suva (sample)"], "Calendar": "Fiji, public offices"], button: "Save")
            try await browser.visit("\(base)/edit/form")
            // Nobody is scolded for what they have not begun to write, and of what lacks only the words are told, not the key made of them.
            let added = try await browser.submit(button: "Add: Question")
            #expect(added.errors.isEmpty && !added.has("To mend before publishing"))
            let overview = try await browser.visit(base)
            #expect(overview.has("Questions 1, Question: This is missing. Fill it in.") && !overview.has("cannot be a key"))
            #expect(!overview.has("Published version as a file"))
            try await browser.visit("\(base)/edit/form?at=form.0")
            try await browser.submit(
                ["Question – English": "Who eats?", "Question – Bangla": "কে খাবে?", "Kind of answer": "A person: name and phone"], button: "Save")
            #expect(browser.page.has("Who eats?"))
            try await browser.submit(button: "Add: Question")
            try await browser.submit(["Question – English": "Which meal?", "Kind of answer": "One of several answers"], button: "Save")
            try await browser.follow("Which meal?")
            try await browser.submit(button: "Add: Answer")
            try await browser.submit(["Answer – English": "Breakfast"], button: "Add: Answer")
            // What was typed is kept by every button.
            #expect(browser.page.body.contains("value=\"Breakfast\""))
            let document = try await house.test.database.read { connection in
                try ServiceStore.find(connection, slug: "school-meal").flatMap { try ServiceDraftStore.find(connection, $0.id) }?.document.json
            }
            #expect(document?["form"]?.items.last?["options"]?.items.first?["key"]?.text == "breakfast")

            try await browser.visit(base)
            try await browser.submit(button: "Publish the draft")
            #expect(browser.page.status == 422)
            #expect(browser.page.has("Questions 2, Answers to choose from 2, Answer: This is missing. Fill it in."))
        }
    }

    /// An empty currency is a lack of its own, unlike the key of a question that nobody has worded.
    @Test func aFeeWithoutACurrencyIsNotPublished() async throws {
        try await DeliveryHouse.open(on: .sqlite) { _, house in
            var definition = try await house.test.database.read { connection in
                try #require(try ServiceStore.find(connection, slug: "poverty-benefit-scheme")).definition
            }
            #expect(try DraftDocument(definition).definition().issues.isEmpty)
            definition.fees = [.init(name: ["en": "Stamp"], amount: 2, currency: "")]
            let issues = try DraftDocument(definition).definition().issues
            #expect(issues.map { "\($0.field) \($0.key)" } == ["fees[0].currency error.currency-code"])
        }
    }

    /// The sample's service: changed, looked at, published; an open case keeps its version.
    @Test(arguments: Engine.allCases)
    func openCasesKeepTheirVersion(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, _) = try await house.apply(citizen)
            let manager = citizen.stranger()
            try await manager.visit("/as/manager")
            let base = "/work/services/poverty-benefit-scheme"
            try await manager.visit("\(base)/edit/rules")
            let bad = try await manager.submit(["Time for the whole request / How many": "soon"], button: "Save")
            #expect(bad.has("“soon” is no figure") && bad.has("Complete"))
            #expect(try await manager.visit("\(base)/edit/rules").body.contains("value=\"soon\""))
            #expect(try await manager.submit(["Time for the whole request / How many": "৪৫"], button: "Save").status == 200)
            try await manager.visit("\(base)/edit/where")
            try await manager.submit(["Other programs may send requests by Open311": true], button: "Save")
            #expect(try await manager.visit("\(base)/preview").has("45 working days"))
            #expect(try await citizen.visit("/services/poverty-benefit-scheme").has("30 working days"))
            let form = try await manager.visit("\(base)/preview/form?lang=bn")
            #expect(form.has("আপনার নাম") && !form.body.contains("name=\"do\" value=\"send\""))
            try await manager.visit("\(base)?lang=en")
            let published = try await manager.submit(button: "Publish the draft")
            #expect(published.has("Published.") && published.has("Version 2"))
            let current = try await house.test.database.read { try ServiceStore.find($0, slug: "poverty-benefit-scheme") }
            #expect(current?.definition.isOnOpen311 == true)
            #expect(try await citizen.visit("/services/poverty-benefit-scheme").has("45 working days"))
            #expect(try await citizen.visit("/track/" + reference).has("30 working days left"))
            let next = try await house.apply(citizen.stranger())
            let versions = try await house.test.database.read { connection in
                try connection.query("SELECT service_version FROM case_record").map { try $0["service_version"] as Int }
            }
            #expect(versions.sorted() == [1, 2] && next.reference != reference)
            try await manager.visit(base)
            try await manager.submit(button: "Close for applications")
            #expect(try await citizen.visit("/services/poverty-benefit-scheme").has("Closed at present"))
            #expect(try await citizen.visit(DeliveryHouse.address).status == 404)
            try await manager.visit(base)
            try await manager.submit(button: "Open for applications")
            #expect(try await citizen.visit(DeliveryHouse.address).status == 200)
        }
    }

    @Test(arguments: Engine.allCases)
    func twoEditorsLoseNothing(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, _ in
            let other = browser.stranger()
            let path = "/work/services/poverty-benefit-scheme/edit/about"
            for each in [browser, other] {
                try await each.visit("/as/manager")
                try await each.visit(path)
            }
            try await browser.submit(["Name – English": "Help for poor households"], button: "Save")
            let conflict = try await other.submit(["Name – English": "Poverty benefit"], button: "Save")
            #expect(conflict.status == 409 && conflict.has("Somebody else changed this part") && conflict.has("Help for poor households"))
            #expect(conflict.body.contains("value=\"Poverty benefit\""))
            try await other.submit(button: "Save mine all the same")
            #expect(try await browser.visit("/work/services/poverty-benefit-scheme").heading == "Poverty benefit")
            // Another part is nobody's conflict.
            try await browser.visit("/work/services/poverty-benefit-scheme/edit/fees")
            try await other.visit(path)
            try await other.submit(["Name – English": "Benefit"], button: "Save")
            #expect(try await browser.submit(button: "Add: Fee").status == 200)
        }
    }

    @Test(arguments: Engine.allCases)
    func onlyTheOrganisationsManagersEdit(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, _ in
            for who in ["officer", "operator", "stranger"] {
                try await browser.visit("/as/\(who)")
                #expect(try await browser.visit("/work/services/poverty-benefit-scheme").status == 403, "\(who)")
            }
            try await browser.visit("/as/manager")
            for path in ["/work/services/a%00b", "/work/services?after=%00", "/work/offices/%00", "/work/calendars/%00", "/services/%00"] {
                #expect(try await browser.visit(path).status < 500, "\(path)")
            }
            for path in ["edit/none", "edit/form?at=form.99", "edit/form?at=steps.0", "edit/about?at=name"] {
                #expect(try await browser.visit("/work/services/poverty-benefit-scheme/\(path)").status == 404, "\(path)")
            }
            #expect(try await browser.visit("/work/services/none").status == 404)
        }
    }

    @Test(arguments: Engine.allCases)
    func aFileThatWasExportedIsTakenBackUnchanged(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            try await browser.visit("/as/manager")
            let path = "/work/services/poverty-benefit-scheme/file"
            let json = try await browser.visit(path).body
            let csv = try await browser.visit("\(path)?format=csv").body
            #expect(csv.contains("services.0.definition.form.1.label,bn,text,আপনার জন্ম কবে?"))
            #expect(try JSONValue(parsing: ServiceCSV.json(csv)) == JSONValue(parsing: json))
            let act = Act(.program("command:import"), at: FixedClock.start)
            let database = house.test.database
            let same = try await database.write { try ImportServiceFile.run($0, act, json: json, keepsWhatIsThere: false) }
            #expect(same.changedNothing && same.unchanged == 5)
            #expect(try await database.write { try ImportServiceCSV.run($0, act, csv: csv) }.changedNothing)
            let other = csv.replacing("Check the application", with: "Read the application")
            #expect(try await database.write { try ImportServiceCSV.run($0, act, csv: other) }.changed == 1)
            let broken = csv.replacing("figure,40", with: "figure,many")
            await #expect(throws: ServiceImportRefused.self) { try await database.write { try ImportServiceCSV.run($0, act, csv: broken) } }
        }
    }
}
