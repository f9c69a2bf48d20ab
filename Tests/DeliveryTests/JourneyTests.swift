import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// A request's way from the form to the confirmed delivery, as browsers go it, on both engines.
struct JourneyTests {
    @Test(arguments: Engine.allCases)
    func fromTheFormToTheConfirmedDelivery(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, code) = try await house.apply(citizen)
            #expect(CaseReference.read(reference) == reference)
            // Friday noon in UTC is Saturday in Fiji: day 1 is Monday 23 November, Christmas and New Year do not count.
            #expect(citizen.page.has("5 January 2027"))
            #expect(citizen.page.bytes.count < 30 * 1024)
            let track = try await citizen.follow("Go to my request")
            // Times are those of the clock where the office is: noon in UTC is midnight in Fiji.
            #expect(track.has("21 November 2026, 00:00") && !track.has("12:00 UTC") && track.body.contains("title=\"20 November 2026, 12:00 UTC\""))
            #expect(track.has("Received") && track.has("Due on 5 January 2027; 30 working days left.") && track.has("Christmas Day"))
            #expect(track.bytes.count < 30 * 1024)

            let officer = citizen.stranger()
            try await officer.visit("/as/officer")
            let desk = try await officer.visit("/work/cases")
            #expect(desk.has(reference) && desk.has("Nobody has taken these yet"))
            #expect(try await officer.submit(button: "Take it over " + reference).has("You have no open case") == false)
            house.test.clock.advance(by: .days(3))
            // A session does not last so long.
            try await officer.visit("/as/officer")
            try await officer.visit("/work/cases/" + reference)
            let empty = try await officer.submit(button: "Ask the citizen")
            #expect(empty.status == 422 && empty.has("This is missing. Fill it in."))
            try await officer.submit(["Your question, in the citizen's language": "Who lives <b>with</b> you?"], button: "Ask the citizen")
            let paused = try await citizen.visit("/track/" + reference)
            #expect(paused.has("The office asks: Who lives <b>with</b> you?") && paused.has("Paused, 29 working days left"))
            house.test.clock.advance(by: .days(2))
            let answered = try await citizen.submit(["Your answer": "My four children."], button: "Send my answer")
            #expect(answered.has("Your answer has been sent.") && !answered.has("Paused"))
            house.test.clock.advance(by: .hours(1))

            try await officer.visit("/as/officer")
            try await officer.visit("/work/cases/" + reference)
            try await officer.submit(button: "Begin the next step")
            try await officer.submit(button: "Take the last step back")
            #expect(officer.page.has("The last step was taken back."))
            try await officer.submit(button: "Begin the next step")
            try await officer.submit(
                [
                    "Decision and reason": "granted/in-need", "What the citizen reads, in their language": "You get the benefit.",
                ], button: "Decide")
            try await officer.submit(
                [
                    "What was handed over? The citizen can read it.": "A benefit card", "How": "in person at the office",
                    "What was done, in the citizen's language": "The card was handed over.",
                ], button: "Note the delivery")
            let delivered = try await citizen.visit("/track/" + reference)
            #expect(delivered.has("Did you receive it?") && delivered.has("The card was handed over."))
            let confirmed = try await citizen.submit(button: "Yes, I received it")
            #expect(confirmed.has("Nothing more has to be done.") && confirmed.has("Granted"))
            #expect(confirmed.bytes.count < 30 * 1024)
            // Rated poor, opened again once, with a new clock.
            try await citizen.submit(["How was it?": "Poor"], button: "Send my opinion")
            let again = try await citizen.submit(
                ["Why should it be opened again? This can be done once.": "The card does not work."], button: "Have it opened again")
            #expect(again.has("open again") && again.has("30 working days left"))
            #expect(!again.has("Have it opened again"))
            _ = code
            let counts = try await house.test.database.read { connection in
                try connection.query("SELECT phase, turn, cases FROM case_count WHERE cases <> 0").map { row -> String in
                    "\(try row["phase"] as String) \(try row["turn"] as String) \(try row["cases"] as Int)"
                }
            }
            #expect(counts == ["accepted office 1"])
        }
    }

    @Test(arguments: Engine.allCases)
    func onlyNumberAndSecretOpenACase(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, code) = try await house.apply(citizen)
            let other = citizen.stranger()
            #expect(try await other.visit("/track/" + reference).heading == "Follow your request")
            let wrong = try await other.submit(["Number": .text(reference), "Code": "AAAA-BBBB-CCCC"], button: "Show my request")
            try await other.visit("/track")
            var random = SeededGenerator(seed: 3)
            let unknown = try await other.submit(
                ["Number": .text(CaseReference.make(using: &random)), "Code": .text(code)], button: "Show my request")
            #expect(wrong.status == 422 && wrong.status == unknown.status && wrong.errors == unknown.errors)
            #expect(wrong.errors["Number"] == "Number and code do not belong together. Look at your receipt again, or ask at the office.")
            try await other.visit("/track")
            let open = try await other.submit(
                ["Number": .text(reference.lowercased()), "Code": .text(code.lowercased())], button: "Show my request")
            #expect(open.path == "/track/" + reference)
            let scanned = citizen.stranger()
            #expect(try await scanned.visit("/track/\(reference)/open/\(code)").path == "/track/" + reference)
            let stored = try await house.test.database.read { connection -> String in
                try connection.query("SELECT * FROM case_record").map { "\($0.values)" }.joined()
                    + (try connection.query("SELECT * FROM audit_entry").map { "\($0.values)" }.joined())
            }
            #expect(!stored.contains(code))
            // Another office's officer sees nothing.
            let stranger = citizen.stranger()
            try await stranger.visit("/as/stranger")
            #expect(try await stranger.visit("/work/cases/" + reference).status == 404)
        }
    }

    @Test(arguments: Engine.allCases)
    func aDraftIsFoundAgainByItsCode(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, _ in
            try await citizen.visit(DeliveryHouse.address)
            let saved = try await citizen.submit(["Your name": "Mere"], button: "Save and come back later")
            let code = try #require(saved.markup.all.first { $0.classes.contains("case-code") }?.text())
            let later = citizen.stranger()
            try await later.visit(DeliveryHouse.address)
            let wrong = try await later.submit(["Code": "AAAABBBBCCCC"], button: "Go on")
            #expect(wrong.status == 422 && wrong.errors["Code"] != nil)
            try await later.submit(["Code": .text(code)], button: "Go on")
            let refused = try await later.submit(
                [
                    "A document with your name": .file(name: "me.pdf", type: "application/pdf", bytes: Array("%PDF-1.7\n1 0 obj\n".utf8)),
                    "Where do you live?": "x\u{1}y",
                ], button: "Send the application")
            #expect(refused.status == 422)
            #expect(refused.has("me.pdf") && refused.body.contains("value=\"Mere\""))
            #expect(refused.errors["Where do you live?"] == "There are signs in it that cannot be read. Type the text anew.")
            let sent = try await later.submit(DeliveryHouse.answers, button: "Send the application")
            #expect(sent.heading == "We received your request")
        }
    }

    @Test(arguments: Engine.allCases)
    func programsRegisterOnce(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, _ in
            let body = """
                {"service": "poverty-benefit-scheme", "answers": {"applicant.name": "Sione", "birth": "1990-02-03",
                 "place": "Suva", "household": 4, "income": 12.5, "work": "nobody", "children": true, "children-count": 2}}
                """
            try await browser.visit("/as/operator")
            let own = ["sec-fetch-site": "same-origin"]
            let key = own.merging(["idempotency-key": "a-key-at-random-0001"]) { $1 }
            let first = try await browser.json(.post, "/api/v1/cases", headers: key, body)
            #expect(first.status == 201)
            let again = try await browser.json(.post, "/api/v1/cases", headers: key, body)
            #expect(again.body == first.body && again.header("idempotent-replayed") == "true")
            let other = try await browser.json(.post, "/api/v1/cases", headers: key, body.replacing("Sione", with: "Ana"))
            #expect(other.status == 409)
            let answer = try JSONValue(parsing: first.body)
            let (reference, code) = (answer["reference"]?.text ?? "", answer["accessCode"]?.text ?? "")
            #expect(answer["deadline"]?["due"]?.text == "2027-01-05" && answer["looksLikeAnother"] == .bool(false))
            let same = try await browser.json(.post, "/api/v1/cases", headers: own, body)
            #expect(try JSONValue(parsing: same.body)["looksLikeAnother"] == .bool(true))
            let read = try await browser.request(.get, "/api/v1/cases/\(reference)", headers: ["case-access-code": code])
            #expect(read.status == 200)
            #expect(try JSONValue(parsing: read.body)["phase"]?.text == "submitted")
            let wrong = try await browser.request(.get, "/api/v1/cases/\(reference)", headers: ["case-access-code": "AAAABBBBCCCC"])
            #expect(wrong.status == 404)
            let faulty = try await browser.json(
                .post, "/api/v1/cases", headers: own, #"{"service": "poverty-benefit-scheme", "answers": {"household": "many", "work": "all"}}"#)
            #expect(faulty.status == 422 && faulty.body.contains("household") && faulty.body.contains("sometimes"))
            #expect(try await browser.json(.post, "/api/v1/cases", headers: own, #"{"service": "none", "answers": {}}"#).status == 422)
        }
    }

    @Test(arguments: Engine.allCases)
    func theQuickerOfTwoOfficersDecides(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, _) = try await house.apply(citizen)
            let (first, second) = (citizen.stranger(), citizen.stranger())
            try await first.visit("/as/officer")
            try await second.visit("/as/colleague")
            try await first.visit("/work/cases/" + reference)
            try await second.visit("/work/cases/" + reference)
            try await first.submit(button: "Take it over")
            let late = try await second.submit(button: "Take it over")
            #expect(late.has("Something happened meanwhile, so nothing was done."))
            // It goes to another office with its number and its clock.
            try await first.visit("/work/cases/" + reference)
            let moved = try await first.submit(
                [
                    "Office": .text(DeliveryHouse.secondOffice), "Why does it go there? The citizen can read it.": "They live in Labasa.",
                ], button: "Give it to another office")
            #expect(moved.has("It went to the other office"))
            let track = try await citizen.visit("/track/" + reference)
            #expect(track.has("Labasa") && track.has("Due on 5 January 2027"))
        }
    }

    @Test(arguments: Engine.allCases)
    func anOperatorAsksForConsentFirst(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, _ in
            try await browser.visit("/as/operator")
            try await browser.visit(DeliveryHouse.address)
            let refused = try await browser.submit(DeliveryHouse.answers, button: "Send the application")
            #expect(refused.status == 422 && refused.has("Ask the person first, then tick the box."))
            let entries: [String: Entry] = ["The person knows that I apply for them and agrees": .tick(true)]
            let sent = try await browser.submit(entries, button: "Send the application")
            #expect(sent.heading == "We received your request" && sent.body.contains("<svg class=\"qr\""))
        }
    }
}
