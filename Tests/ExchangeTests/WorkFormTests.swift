import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Exchange

/// Forms that two people share, that are forged, or that carry files.
struct WorkFormTests {
    private static let form = ["content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"]

    @Test(arguments: Engine.allCases)
    func twoPeopleAtOneDraftLoseNothing(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await house.writeDraft(browser)
            try await browser.visit(WorkHouse.record + "/edit?part=content")
            let other = browser.stranger()
            try await other.visit("/as/colleague")
            try await other.visit(WorkHouse.record + "/edit?part=content")
            try await other.submit(["The problem": "Islands have no nurse."], button: "Save")

            let conflict = try await browser.submit(["The problem": "Islands have no chemist."], button: "Save")
            #expect(conflict.status == 409 && conflict.has("The colleague saved this on"))
            #expect(conflict.markup.first("del")?.text().contains("nurse.") == true)
            #expect(conflict.markup.first("ins")?.text().contains("chemist.") == true)
            #expect(conflict.markup.all("textarea").first?.text() == "Islands have no chemist.")
            try await browser.submit(["The problem": "Islands have no nurse and no chemist."], button: "Save")
            #expect(browser.page.status == 200)
            let shown = try await other.visit(WorkHouse.record + "/edit?part=content")
            #expect(shown.markup.all("textarea").first?.text() == "Islands have no nurse and no chemist.")
        }
    }

    @Test(arguments: Engine.allCases)
    func rowsAreAddedAndTakenOutWithoutScript(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await house.writeDraft(browser)
            try await browser.visit(WorkHouse.record + "/edit?part=sources")
            try await browser.submit(
                ["Sources, 2 / Title of the source": "A film", "Sources, 2 / Web address": "film"],
                button: "Save and add another Sources")
            #expect(browser.page.status == 422 && browser.page.has("Sources, 2: “film” is no web address"))
            try await browser.submit(
                ["Sources, 2 / Web address": "https://example.org/film"], button: "Save and add another Sources")
            try await browser.submit(["Sources, 1 / Take this out when I save": true], button: "Save")
            #expect(browser.page.body.contains("A film") && !browser.page.body.contains("A report"))
        }
    }

    @Test(arguments: Engine.allCases)
    func translationStandsBesideTheOriginal(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await house.writeDraft(browser)
            try await browser.visit(WorkHouse.record + "/edit?part=translations&to=bn")
            #expect(browser.page.has("Islands have no doctor."))
            try await browser.submit(["Title: Bangla": "নৌকা ক্লিনিক"], button: "Save and finish")
            #expect(browser.page.has("Bangla: partly translated"))
        }
    }

    @Test(arguments: Engine.allCases)
    func forgedNamesAndRolesAreRefused(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await house.writeDraft(browser)
            let visitor = browser.stranger()
            for path in ["/work", WorkHouse.record, "/work/import/opportunities"] {
                let answer = try await visitor.request(.get, path, headers: ["accept": "text/html"])
                #expect(answer.status == 303 && answer.header("location")?.hasPrefix("/sign-in?next=") == true)
            }
            let other = browser.stranger()
            try await other.visit("/as/stranger")
            for path in ["", "/edit", "/edit?part=sources"] {
                let answer1 = try await other.visit(WorkHouse.record + path)
                #expect(answer1.status == 404)
            }
            for path in ["/edit", "/autosave?part=content", "/steps/submit", "/steps/explode", "/adoptions"] {
                let answer = try await other.request(
                    .post, WorkHouse.record + path, headers: Self.form, body: Array("title=Mine&version=1".utf8))
                #expect(answer.status == 404, "\(path)")
            }
            let answer2 = try await other.request(.post, WorkHouse.record + "/claims", headers: Self.form)
            #expect(answer2.status == 403)
            try await other.visit("/as/officer")
            let answer3 = try await other.visit("/work")
            #expect(answer3.has("Nothing waits for you here"))
            let answer4 = try await other.visit("/work/solutions/new")
            #expect(answer4.status == 403)
            let answer5 = try await other.visit("/work/lists/to-check")
            #expect(answer5.status == 404)
            let organisation = try #require(
                try await house.test.database.read { try PeopleStore.organisation($0, key: "bhutan") })
            let forged = try await browser.request(
                .post, "/work/solutions/new", headers: Self.form,
                body: Array("title=Theirs&organisation=\(organisation.id)".utf8))
            #expect(forged.status == 403)
        }
    }

    @Test(arguments: Engine.allCases)
    func documentsAreTakenInAndRefused(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await house.writeDraft(browser)
            try await browser.visit(WorkHouse.record)
            let wrong = try await browser.submit(
                ["File": .file(name: "page.html", type: "text/html", bytes: Array("<html>".utf8)), "What it is": "A page"],
                button: "Add a document")
            #expect(wrong.status == 422 && wrong.errors["File"]?.hasPrefix("This kind of file is not accepted") == true)
            #expect(wrong.body.contains("value=\"A page\""))
            let large = [UInt8](repeating: 0x61, count: AddAttachment.sizeLimit + 1)
            let tooLarge = try await browser.submit(
                ["File": .file(name: "long.txt", type: "text/plain", bytes: large)], button: "Add a document")
            #expect(tooLarge.status == 422 && tooLarge.errors["File"] == "The file is larger than 20 MB. Make it smaller, or cut it in parts.")
            let none = try await browser.submit(button: "Add a document")
            #expect(none.status == 422 && none.errors["File"] == "Choose a file that is not empty.")
            try await browser.submit(
                ["File": .file(name: "manual.txt", type: "text/plain", bytes: Array("Row slowly.".utf8)), "What it is": "Manual"],
                button: "Add a document")
            let url = try browser.page.link("Manual")
            let answer6 = try await browser.request(.get, url)
            #expect(answer6.body == "Row slowly.")

            let id = try #require(url.split(separator: "/").last)
            let other = browser.stranger()
            try await other.visit("/as/stranger")
            let answer7 = try await other.request(.get, url)
            #expect(answer7.status == 404)
            let removed = try await other.request(
                .post, "\(WorkHouse.record)/attachments/\(id)/remove", headers: Self.form)
            #expect(removed.status == 404)
            try await browser.submit(button: "Remove manual.txt")
            #expect(browser.page.has("The document was removed."))
        }
    }

    @Test(arguments: Engine.allCases)
    func needIsStatedChangedAndMet(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await browser.visit("/as/focal")
            try await browser.visit("/work/needs/new")
            let answer8 = try await browser.submit(button: "State the need")
            #expect(answer8.status == 422)
            try await browser.submit(["Title": "Doctors for islands"], button: "State the need")
            #expect(browser.page.path == "/needs/doctors-for-islands")
            let other = browser.stranger()
            try await other.visit("/as/colleague")
            try await other.visit("/work/needs/doctors-for-islands/edit")
            try await browser.visit("/work/needs/doctors-for-islands/edit")
            try await browser.submit(["State": "Met", "Budget / Amount": "12,5"], button: "Save")
            #expect(browser.page.status == 422 && browser.page.has("“12,5” is no number"))
            try await browser.submit(["Budget / Amount": "12.5", "Budget / Currency": "fjd"], button: "Save")
            #expect(browser.page.status == 200)
            let conflict = try await other.submit(["Title": "Nurses for islands"], button: "Save")
            #expect(conflict.status == 409 && conflict.has("Somebody saved this after you opened the form."))
            let need = try await house.test.database.read { try NeedStore.find($0, slug: "doctors-for-islands") }
            #expect(need?.state == .met && need?.content.budget == .init(amount: 12.5, currency: "FJD"))
            try await other.visit("/as/stranger")
            let answer9 = try await other.visit("/work/needs/doctors-for-islands/edit")
            #expect(answer9.status == 403)
        }
    }

    @Test(arguments: Engine.allCases)
    func opportunitiesAreImportedWholeAndFollowedUp(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, _ in
            try await browser.visit("/as/secretariat")
            try await browser.visit("/work/import/opportunities")
            let head = "reference,event,country_code,theme\n"
            let wrong = try await browser.submit(
                ["CSV file": .file(name: "o.csv", type: "text/csv", bytes: Array((head + "d-1,dhaka,FJ,health\nd-1,dhaka,XX,healthy\n").utf8))],
                button: "Import")
            #expect(wrong.status == 422 && wrong.has("Nothing was written") && wrong.has("“XX” is no country code"))
            #expect(wrong.has("row 2"))
            let broken = try await browser.submit(
                ["CSV file": .file(name: "o.csv", type: "text/csv", bytes: Array("reference,colour\n".utf8))], button: "Import")
            #expect(broken.status == 422)
            try await browser.submit(
                ["CSV file": .file(name: "o.csv", type: "text/csv", bytes: Array((head + "d-1,dhaka,FJ,health\n").utf8))], button: "Import")
            #expect(browser.page.has("Added: 1. Changed: 0. As they were: 0."))

            try await browser.visit("/as/stranger")
            let answer10 = try await browser.visit("/work/opportunities/d-1")
            #expect(answer10.status == 403)
            try await browser.visit("/as/focal")
            try await browser.visit("/work/opportunities/d-1")
            try await browser.submit(["What became of it": "exploring", "Note": "They called."], button: "Save")
            #expect(browser.page.has("Saved.") && browser.page.body.contains("They called."))
        }
    }

    @Test(arguments: [
        ("1250", 1250.0), ("1,250", 1250), ("12,34,567.5", 1_234_567.5), ("-3", -3), ("১২৩", 123), ("٣٫٥", 3.5), ("1 250", 1250),
    ])
    func numbersAreReadAsTheyAreTyped(_ text: String, _ number: Double) {
        #expect(TypedNumber.decimal(text) == number)
    }

    @Test(arguments: ["", "many", "1,5", "1.2.3", "1,2345", ".5", "5.", "1e9", "0x10", "-", ","])
    func textThatIsNoNumberIsRefused(_ text: String) {
        #expect(TypedNumber.decimal(text) == nil)
    }

    @Test func aContentSurvivesItsForm() {
        var content = PublicFixture.centresContent
        for part in EditPart.allCases {
            let pairs = ContentForm.values(of: content).flatMap { name, values in values.map { (name, $0) } }
            let (again, issues) = ContentForm.apply(
                FormRows(Form(pairs), groups: part.groups), part, to: content, translation: part == .translations ? "bn" : nil)
            #expect(issues.isEmpty && again == content, "\(part)")
            content = again
        }
    }
}
