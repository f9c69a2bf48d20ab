import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// What was handed over: asked for, checked, read by the citizen and by programs, and removed for good.
struct DeliveryRecordTests {
    @Test func theDayLiesBetweenReceiptAndToday() {
        var random = SeededGenerator(seed: 12)
        for _ in 0..<500 {
            let received = Int.random(in: 100...120, using: &random)
            let (today, day) = (received + Int.random(in: 0...20, using: &random), Int.random(in: 90...150, using: &random))
            let what = ["", "A card", String(repeating: "x", count: 301), "a\u{1}b"].randomElement(using: &random) ?? ""
            let by = ["", "Mere", String(repeating: "ক", count: 201)].randomElement(using: &random) ?? ""
            let fields = Set(
                DeliveryRecord(what: what, day: Day(number: day), by: by, way: .post)
                    .issues(received: Day(number: received), today: Day(number: today)).map(\.field))
            #expect(fields.contains("delivery.day") == (day < received || day > today))
            #expect(fields.contains("delivery.what") == (what != "A card"))
            #expect(fields.contains("delivery.by") == (by != "Mere"))
        }
    }

    /// A case that was granted, so that the delivery comes next.
    private static func granted(_ house: DeliveryHouse, _ citizen: Browser) async throws -> (reference: String, code: String) {
        let made = try await house.apply(citizen)
        let now = house.test.clock.now
        try await house.test.database.write { connection in
            let act = Act(.program("test"), at: now)
            var record = try #require(try CaseStore.find(connection, reference: made.reference))
            var decision = CaseFacts.saying("You get it.")
            (decision.outcome, decision.outcomeReason) = (.granted, "in-need")
            for (action, facts) in [(CaseAction.accept, CaseFacts()), (.advance, CaseFacts()), (.decide, decision)] {
                record = try ActOnCase.run(connection, act, record, action, as: .manager, facts)
            }
        }
        return made
    }

    @Test(arguments: Engine.allCases)
    func theOfficerNotesWhatWasHandedOver(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, code) = try await Self.granted(house, citizen)
            house.test.clock.advance(by: .days(3))
            let officer = citizen.stranger()
            try await officer.visit("/as/officer")
            try await officer.visit("/work/cases/\(reference)?do=deliver")
            // All faults at once, and what was typed stays.
            let faulty = try await officer.submit(
                ["What was handed over? The citizen can read it.": "A card <b>", "When / Day": "31", "When / Month": "2"], button: "Note the delivery")
            #expect(faulty.status == 422 && faulty.body.contains("value=\"A card &lt;b&gt;\""))
            #expect(faulty.errors["How"] != nil && faulty.errors["When"] != nil)
            #expect(faulty.errors["What was done, in the citizen's language"] != nil)
            let early = try await officer.submit(
                ["How": "by post", "When / Day": "1", "When / Month": "11", "What was done, in the citizen's language": "Sent."],
                button: "Note the delivery")
            #expect(early.status == 422 && early.errors["When"]?.hasPrefix("This day is before the request came") == true)
            // Whoever looks and today stand there already.
            try await officer.visit("/work/cases/\(reference)?do=deliver")
            let noted = try await officer.submit(
                [
                    "What was handed over? The citizen can read it.": "A benefit card <b>", "How": "by post",
                    "What was done, in the citizen's language": "It was sent.",
                ], button: "Note the delivery")
            #expect(noted.has("A benefit card <b> – 24 November 2026, by post") && noted.has("Handed over by The officer"))
            let track = try await citizen.visit("/track/" + reference)
            #expect(track.has("A benefit card <b> – 24 November 2026, by post") && !track.has("The officer"))
            let read = try await citizen.request(.get, "/api/v1/cases/\(reference)", headers: ["case-access-code": code])
            let delivered = try JSONValue(parsing: read.body)["delivered"]
            #expect(delivered?["what"]?.text == "A benefit card <b>" && delivered?["day"]?.text == "2026-11-24")
            #expect(delivered?["way"]?.text == "post" && delivered?["by"] == nil)
            let events = try await officer.request(.get, "/api/v1/cases/\(reference)/events")
            #expect(events.body.contains("\"by\":\"The officer\",\"day\":\"2026-11-24\""))
            // Taken back, it is gone; removed for good, its words are.
            let undone = try await officer.submit(button: "Take the last step back")
            #expect(undone.has("The last step was taken back."))
            #expect(!(try await citizen.visit("/track/" + reference).has("A benefit card")))
            try await officer.visit("/work/cases/\(reference)?do=deliver")
            try await officer.submit(
                [
                    "What was handed over? The citizen can read it.": "A benefit card", "How": "by post",
                    "What was done, in the citizen's language": "It was sent.",
                ], button: "Note the delivery")
            try await house.test.database.write { connection in
                let record = try #require(try CaseStore.find(connection, reference: reference))
                try RedactCase.run(
                    connection, Act(.program("test"), at: house.test.clock.now), record, [.words], reason: "The citizen asked for it.")
                let kept = try connection.query("SELECT facts FROM case_event").map { try $0["facts"] as String }.joined()
                #expect(!kept.contains("benefit card") && kept.contains("2026-11-24"))
            }
            #expect(!(try await officer.visit("/work/cases/" + reference).has("benefit card")))
        }
    }

    @Test(arguments: Engine.allCases)
    func programsNoteItToo(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, _) = try await Self.granted(house, citizen)
            try await citizen.visit("/as/manager")
            let address = "/api/v1/cases/\(reference)/events"
            let own = ["sec-fetch-site": "same-origin"]
            let wrong = try await citizen.json(
                .post, address, headers: own,
                #"{"action": "deliver", "text": "Paid.", "delivery": {"what": "", "day": "2026-02-30", "by": "Bank", "way": "pigeon"}}"#)
            #expect(wrong.status == 422 && wrong.body.contains("delivery.way") && wrong.body.contains("delivery.day"))
            let elsewhere = try await citizen.json(
                .post, address, headers: own,
                #"{"action": "note", "reason": "x", "delivery": {"what": "Money", "day": "2026-11-21", "by": "Bank", "way": "transfer"}}"#)
            #expect(elsewhere.status == 422 && elsewhere.body.contains("Only the action"))
            let done = try await citizen.json(
                .post, address, headers: own,
                #"{"action": "deliver", "text": "Paid.", "delivery": {"what": "Money", "day": "2026-11-21", "by": "Bank", "way": "transfer"}}"#)
            #expect(done.status == 201)
            #expect(try JSONValue(parsing: done.body)["delivery"]?["way"]?.text == "transfer")
        }
    }
}
