import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Exchange

/// Rounds as records, on both engines: made, listed by their members, published, met.
struct RoundsRecordTests {
    @Test(arguments: Engine.allCases)
    func fromListsToIntroductionsAndATimetable(on engine: Engine) async throws {
        try await RoundsFixture.open(on: engine) { browser, house, _ in
            // The one who offers writes its own list, by numbers.
            try await browser.visit("/as/focal")
            let own = try await browser.visit("/work/rounds/health-round")
            #expect(own.has("Boat clinics") && !own.has("Both methods side by side"))
            let list = "/work/rounds/health-round/lists/acceptors/boat-clinics"
            try await browser.visit(list)
            let faulty = try await browser.submit(["Doctors for valleys": "first", "Meetings at most": "99"], button: "Save")
            #expect(faulty.status == 422 && faulty.errors.count == 1)
            try await browser.submit(
                ["Doctors for valleys": "2", "Medicine by road": "1", "Meetings at most": "1"], button: "Save")
            #expect(browser.page.has("2 listed"))
            // Somebody else's list and the plan are not theirs.
            #expect(try await browser.visit("/work/rounds/health-round/lists/proposers/doctors-for-valleys").status == 403)
            #expect(try await browser.visit("/work/rounds/health-round/plan").status == 403)

            for key in ["doctors-for-valleys", "medicine-by-road"] {
                try await browser.visit("/as/stranger")
                try await browser.visit("/work/rounds/health-round/lists/proposers/\(key)")
                try await browser.submit(["Boat clinics": "1"], button: "Save")
            }
            try await browser.visit("/as/secretariat")
            let both = try await browser.visit("/work/rounds/health-round")
            #expect(both.has("Both methods side by side") && both.has("All on its list were filled with others"))
            let done = try await browser.submit(["Method": "Stable, who asks proposes"], button: "Publish the result")
            #expect(done.has("Introductions proposed: 1."))
            let (pairs, introductions) = try await house.test.database.read { connection in
                (
                    try #require(try RoundStore.find(connection, slug: "health-round")).outcome?.pairs,
                    try connection.query("SELECT origin, origin_reference FROM introduction").map {
                        "\(try $0["origin"] as String) \(try $0["origin_reference"] as String)"
                    }
                )
            }
            #expect(pairs == [["medicine-by-road", "boat-clinics"]] && introductions == ["round health-round"])

            let timetable = try await browser.visit("/work/rounds/health-round/timetable")
            #expect(timetable.has("09:00–09:20") && timetable.has("Medicine by road"))
            let calendar = try await browser.request(.get, "/work/rounds/health-round/calendars/bhutan")
            #expect(calendar.status == 200 && calendar.header("content-type") == "text/calendar; charset=utf-8")
            let said = try await runPython("calendar_check.py", [Data(calendar.body.utf8)])
            #expect(said.contains("Meeting with Office of fiji") && said.contains("2026-12-01T03:00:00+00:00"))
            // What stands cannot be changed.
            #expect(try await browser.visit(list).status == 403)
        }
    }

    /// The second of two sees what the first saved, keeps what was typed, and can still save.
    @Test(arguments: Engine.allCases)
    func twoWhoEditOneListLoseNothing(on engine: Engine) async throws {
        try await RoundsFixture.open(on: engine) { browser, house, _ in
            let list = "/work/rounds/health-round/lists/acceptors/boat-clinics"
            try await browser.visit("/as/focal")
            try await browser.visit(list)
            try await house.test.database.write { connection in
                let act = Act(.program("test"), at: FixedClock.start.adding(.minutes(1)))
                try SaveRoundList.run(
                    connection, act, round: "health-round", side: .acceptors, key: "boat-clinics", version: 1,
                    preferences: [["doctors-for-valleys"]], capacity: 2)
            }
            let refused = try await browser.submit(["Medicine by road": "1"], button: "Save")
            #expect(refused.status == 409 && refused.has("test saved another list meanwhile") && refused.has("Doctors for valleys"))
            let saved = try await browser.submit(button: "Save")
            #expect(saved.has("1 listed"))
            let kept = try await house.test.database.read { connection in
                try RoundStore.members(connection, of: try #require(try RoundStore.find(connection, slug: "health-round")).id)
                    .first { $0.key == "boat-clinics" }?.preferences
            }
            #expect(kept == [["medicine-by-road"]])
        }
    }

    @Test(arguments: Engine.allCases)
    func rulesThatContradictEachOtherAreRefusedWithWhatWasTyped(on engine: Engine) async throws {
        try await RoundsFixture.open(on: engine) { browser, _, _ in
            try await browser.visit("/as/secretariat")
            try await browser.visit("/work/rounds/health-round/plan")
            let refused = try await browser.submit(
                [
                    "Pairs that must meet / Pair 1: asks": "Doctors for valleys", "Pairs that must meet / Pair 1: offers": "Boat clinics",
                    "Pairs that must not meet / Pair 1: asks": "Doctors for valleys",
                    "Pairs that must not meet / Pair 1: offers": "Boat clinics", "Slots": "200",
                ], button: "Save")
            #expect(refused.status == 422 && refused.has("200 is not a number from 1 to 100"))
            #expect(refused.has("must meet and must not meet"))
            let saved = try await browser.submit(
                [
                    "Slots": "8", "Pairs that must not meet / Pair 1: asks": "", "Pairs that must not meet / Pair 1: offers": "",
                ], button: "Save")
            #expect(saved.status == 200 && saved.has("1 pair must meet."))
        }
    }

    /// A round that names what is not there says so for each, and nothing is written.
    @Test(arguments: Engine.allCases)
    func aRoundOfNobodyIsRefused(on engine: Engine) async throws {
        try await RoundsFixture.open(on: engine) { browser, house, _ in
            var proposal = RoundProposal()
            proposal.needs = ["none"]
            proposal.solutions = ["nothing"]
            proposal.event = "never"
            proposal.plan.date = "2026-02-30"
            proposal.plan.start = "25:00"
            let wanted = proposal
            let issues = try await house.test.database.write { connection -> [String] in
                do {
                    _ = try CreateRound.run(connection, Act(.program("test"), at: FixedClock.start), wanted)
                    return []
                } catch Refusal.invalid(let issues) {
                    return issues.map { "\($0.field) \($0.key)" }
                }
            }
            #expect(issues == [
                "date error.date", "start error.round.time", "name error.required", "event import.event-unknown",
                "solutions import.solution-unknown", "needs error.round.need-unknown", "needs error.round.nobody",
                "solutions error.round.nobody",
            ])
            try await browser.visit("/as/secretariat")
            try await browser.visit("/work/rounds/new")
            let empty = try await browser.submit(button: "Make the round")
            #expect(empty.status == 422 && empty.errors["Name"] == "Fill this in.")
        }
    }
}
