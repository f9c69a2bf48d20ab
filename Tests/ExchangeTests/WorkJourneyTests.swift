import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Exchange

/// A solution's way from the first word to the archive, as a browser goes it, on both engines.
struct WorkJourneyTests {
    @Test(arguments: Engine.allCases)
    func draftIsSavedAndSaysWhatIsMissing(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, _ in
            let desk = try await browser.visit("/as/focal")
            #expect(desk.heading == "Your work" && desk.has("No drafts. Begin a solution: a title is enough."))
            try await browser.follow("Begin a solution")
            let empty = try await browser.submit(button: "Begin")
            #expect(empty.status == 422 && empty.errors["Title"] == "Fill this in.")
            let form = try await browser.submit(["Title": "Boat clinics"], button: "Begin")
            #expect(form.path.hasPrefix("/work/solutions/boat-clinics/edit") && form.has("Basics (3 missing)"))

            let autosave = try await browser.request(
                .post, WorkHouse.record + "/autosave?part=content",
                headers: [
                    "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin",
                    "accept": "application/json", "x-autosave": "1",
                ], body: Array("version=1&problem=Islands+have+no+doctor.".utf8))
            #expect(autosave.status == 200 && autosave.body == #"{"version":2}"#)

            let record = try await browser.visit(WorkHouse.record)
            #expect(record.has("6 things are missing before it can be submitted"))
            let refused = try await browser.submit(button: "Submit")
            #expect(refused.status == 422 && refused.has("Summary: Fill this in.") && !refused.has("The problem: Fill"))
            let link = try refused.link("Sources: Fill this in.")
            #expect(link == WorkHouse.record + "/edit?part=sources#field-sources.0.title")
            let answer1 = try await browser.visit("/work")
            #expect(answer1.has("Boat clinics"))
        }
    }

    @Test(arguments: Engine.allCases)
    func theSecretariatFindsItsOwnDraftsOnTheDesk(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await browser.visit("/as/secretariat")
            try await browser.visit("/work/solutions/new")
            try await browser.submit(["Title": "Reef watch", "Organisation": "Office of bhutan"], button: "Begin")
            let desk = try await browser.visit("/work")
            #expect(desk.has("Reef watch"))
            // Others' drafts are not its work yet.
            try await house.writeDraft(browser)
            try await browser.visit("/as/secretariat")
            let again = try await browser.visit("/work")
            #expect(again.has("Reef watch") && !again.has("Boat clinics"))
        }
    }

    @Test func afterSignInOneIsAtOnesWork() async throws {
        try await WorkHouse.open(on: .sqlite) { browser, _ in
            let visitor = try await browser.visit("/start")
            #expect(visitor.path == "/")
            try await browser.visit("/as/focal")
            let focal = try await browser.visit("/start")
            #expect(focal.path == "/work")
        }
    }

    @Test(arguments: Engine.allCases)
    func wholeWayToThePublicAndBack(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await house.writeDraft(browser)
            try await browser.visit(WorkHouse.record)
            let answer2 = try await browser.submit(button: "Submit")
            #expect(answer2.has("Submitted. The secretariat reads it now."))
            let answer3 = try await browser.visit(WorkHouse.record + "/edit")
            #expect(answer3.status == 403)

            try await browser.visit("/as/secretariat")
            #expect(browser.page.has("Boat clinics"))
            try await browser.visit(WorkHouse.record)
            let wanted = try await browser.submit(button: "Send back")
            #expect(wanted.status == 422 && wanted.errors["What should be mended?"]?.hasPrefix("Write a note") == true)
            house.test.clock.advance(by: .minutes(1))
            try await browser.submit(["What should be mended?": "Say who pays."], button: "Send back")

            try await browser.visit("/as/focal")
            #expect(browser.page.has("Note: Say who pays."))
            let answer4 = try await browser.visit(WorkHouse.record)
            #expect(answer4.has("The secretariat sent it back"))
            try await browser.submit(button: "Submit")

            try await browser.visit("/as/secretariat")
            try await browser.visit(WorkHouse.record)
            try await browser.submit(button: "Mark as checked")

            try await browser.visit("/as/tied")
            #expect(!browser.page.has("Boat clinics"))
            let tied = try await browser.request(
                .post, WorkHouse.record + "/steps/validate",
                headers: ["sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"])
            #expect(tied.status == 403 && tied.has("You are tied to the owner by your country or organisation."))

            try await browser.visit("/as/reviewer")
            #expect(browser.page.has("Boat clinics"))
            let answer5 = try await browser.visit(WorkHouse.record)
            #expect(answer5.has("Islands have no doctor."))
            try await browser.submit(button: "Validate")

            try await browser.visit("/as/focal")
            try await browser.submit(button: "Publish Boat clinics")
            let answer6 = try await browser.stranger().visit("/solutions/boat-clinics")
            #expect(answer6.has("Islands have no doctor."))

            house.test.clock.advance(by: .days(366))
            let due = house.test.clock.now
            try await house.test.database.write { try ConfirmationReminder.job.enqueue($0, .init(), at: due) }
            let runner = JobRunner(
                handlers: [ConfirmationReminder.handler, Mail.handler], schedules: [], services: house.test.services)
            while try await runner.runDue() > 0 {}
            #expect(house.test.mailer.messages.map(\.to) == ["focal@example.org"])
            #expect(house.test.mailer.messages.first?.text.contains(WorkHouse.record) == true)

            try await browser.visit("/as/focal")
            let confirmed = try await browser.submit(button: "Confirm that it is still true Boat clinics")
            #expect(confirmed.path == "/work" && confirmed.has("Nothing is due."))

            try await browser.visit(WorkHouse.record)
            try await browser.submit(["Why is it no longer offered?": "The boat sank."], button: "Archive")
            #expect(browser.page.has("The boat sank."))
            let answer7 = try await browser.stranger().visit("/solutions/boat-clinics")
            #expect(answer7.has("no longer offers"))
        }
    }

    @Test(arguments: Engine.allCases)
    func revisionShowsItsDifference(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await house.publish(browser)
            try await browser.visit(WorkHouse.record + "/edit?part=content")
            #expect(browser.page.has("Your changes begin a new revision"))
            try await browser.submit(["The problem": "Islands have no nurse."], button: "Save")
            let answer8 = try await browser.stranger().visit("/solutions/boat-clinics")
            #expect(answer8.has("Islands have no doctor."))
            let record = try await browser.visit(WorkHouse.record)
            #expect(record.markup.first("del")?.text().contains("doctor.") == true)
            #expect(record.markup.first("ins")?.text().contains("nurse.") == true)
            let answer9 = try await browser.visit(WorkHouse.record + "?compare=1..2")
            #expect(answer9.has("From revision 1 to revision 2"))
            let answer10 = try await browser.visit(WorkHouse.record + "?compare=1..9")
            #expect(answer10.has("There is no such revision"))
        }
    }

    @Test(arguments: Engine.allCases)
    func claimsAreMarkedByAReviewerAlone(on engine: Engine) async throws {
        try await WorkHouse.open(on: engine) { browser, house in
            try await browser.visit("/as/focal")
            try await house.writeDraft(browser)
            try await browser.visit(WorkHouse.record + "/edit?part=evidence")
            let wrong = try await browser.submit(
                ["Development goals, 1 / Goal or target": "16.66", "Figures, 1 / What was counted": "Visits",
                 "Figures, 1 / Now": "many"], button: "Save")
            #expect(wrong.status == 422 && wrong.has("“many” is no number") && wrong.has("“16.66” is no goal or target"))
            try await browser.submit(
                ["Development goals, 1 / Goal or target": "16.6", "Figures, 1 / Now": "১,২৫০"], button: "Save")
            #expect(browser.page.status == 200 && browser.page.body.contains("value=\"1250\""))
            try await browser.visit(WorkHouse.record)
            try await browser.submit(button: "Submit")
            for (who, button) in [("secretariat", "Mark as checked"), ("reviewer", "Validate"), ("secretariat", "Publish")] {
                try await browser.visit("/as/\(who)")
                try await browser.visit(WorkHouse.record)
                try await browser.submit(button: button)
            }
            try await browser.visit("/as/reviewer")
            try await browser.visit(WorkHouse.record)
            try await browser.submit(button: "Evidence seen 16.6")
            #expect(browser.page.has("Marked as evidenced."))
            let answer11 = try await browser.stranger().visit("/solutions/boat-clinics")
            #expect(answer11.has("Evidence seen by a reviewer"))
        }
    }
}
