import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// The citizen's pages as they are in each language, word for word, and small enough for a bad line.
struct CitizenPagesTests {
    private static let languages = ["en", "bn", "ar"]

    /// What is at random each time is named instead.
    private static func settled(_ page: WebPage, _ reference: String, _ code: String) -> String {
        page.body.replacing(reference, with: "REFERENCE").replacing(code, with: "CODE")
            .replacing(/(\/static\/[a-z]+)\.[0-9a-f]{10}\./) { "\($0.1).HASH." }
            .replacing(/<svg class="qr".*?<\/svg>/.dotMatchesNewlines(), with: "<svg class=\"qr\"></svg>")
    }

    @Test func theTrackingPageInEachLanguage() async throws {
        try await DeliveryHouse.open(on: .sqlite) { citizen, house in
            let (reference, code) = try await house.apply(citizen)
            let officer = citizen.stranger()
            try await officer.visit("/as/officer")
            try await officer.visit("/work/cases/" + reference)
            try await officer.submit(button: "Take it over")
            house.test.clock.advance(by: .minutes(30))
            try await officer.visit("/work/cases/" + reference)
            try await officer.submit(
                ["Your question, in the citizen's language": "Who lives <b>with</b> you?"], button: "Ask the citizen")
            for language in Self.languages {
                let page = try await citizen.visit("/track/\(reference)?lang=\(language)")
                #expect(page.status == 200 && page.bytes.count < 30 * 1024, "\(language): \(page.bytes.count)")
                try assertGolden(Self.settled(page, reference, code), "track-\(language)")
                let form = try await citizen.visit("\(DeliveryHouse.address)?lang=\(language)")
                #expect(form.status == 200 && form.bytes.count < 30 * 1024, "\(language): \(form.bytes.count)")
                try assertGolden(Self.settled(form, reference, code), "apply-\(language)")
                let receipt = try await citizen.visit("/track/\(reference)/receipt?lang=\(language)")
                #expect(receipt.status == 200 && receipt.bytes.count < 30 * 1024)
                try assertGolden(Self.settled(receipt, reference, code), "receipt-\(language)")
            }
        }
    }

    /// The longest that a page gets: many events, long texts.
    @Test func aLongHistoryStaysSmall() async throws {
        try await DeliveryHouse.open(on: .sqlite) { citizen, house in
            let (reference, _) = try await house.apply(citizen)
            let now = house.test.clock.now
            try await house.test.database.write { connection in
                let act = Act(.program("test"), at: now)
                var record = try #require(try CaseStore.find(connection, reference: reference))
                for _ in 0..<20 {
                    record = try ActOnCase.run(connection, act, record, .ask, as: .manager, .saying("Which papers do you have at home?"))
                    record = try ActOnCase.run(connection, act, record, .answer, as: .citizen, .saying("All of them, and more."))
                }
            }
            let page = try await citizen.visit("/track/" + reference)
            #expect(page.bytes.count < 30 * 1024, "\(page.bytes.count)")
        }
    }

    @Test(arguments: Engine.allCases)
    func deliveryIsConfirmedByLinkByCodeOrByAnOperator(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            func delivered(_ citizen: Browser) async throws -> (reference: String, code: String) {
                let made = try await house.apply(citizen)
                let now = house.test.clock.now
                try await house.test.database.write { connection in
                    let act = Act(.program("test"), at: now)
                    var record = try #require(try CaseStore.find(connection, reference: made.reference))
                    var decision = CaseFacts.saying("You get it.")
                    (decision.outcome, decision.outcomeReason) = (.granted, "in-need")
                    for (action, facts) in [(CaseAction.accept, CaseFacts()), (.advance, CaseFacts()), (.decide, decision), (.deliver, .saying("Here."))] {
                        record = try ActOnCase.run(connection, act, record, action, as: .manager, facts)
                    }
                }
                return made
            }
            // By the link of the receipt, on a phone that knows nothing of it.
            let first = try await delivered(browser.stranger())
            let phone = browser.stranger()
            try await phone.visit("/track/\(first.reference)/open/\(first.code)")
            #expect(try await phone.submit(button: "Yes, I received it").has("Nothing more has to be done."))
            // The questions about the delivery stand open then, and are kept.
            let rated = try await phone.submit(
                ["How was it?": "Good", "Were you treated with respect?": "Yes"], button: "Send my opinion")
            #expect(rated.has("Thank you for your opinion."))
            // By number and code, disputed; reopened once, and only once.
            let second = try await delivered(browser.stranger())
            let other = browser.stranger()
            try await other.visit("/track")
            try await other.submit(["Number": .text(second.reference), "Code": .text(second.code)], button: "Show my request")
            let disputed = try await other.submit(["What is wrong?": "There was nothing in it."], button: "No, something is wrong")
            #expect(disputed.has("You said that something is wrong."))
            let open = try await other.submit(
                ["Why should it be opened again? This can be done once.": "It is empty."], button: "Have it opened again")
            #expect(open.has("open again"))
            #expect(!open.has("Have it opened again"))
            // By an operator, for somebody with a receipt and no phone: the audit names who typed it.
            let third = try await delivered(browser.stranger())
            let desk = browser.stranger()
            try await desk.visit("/as/operator")
            try await desk.visit("/track")
            try await desk.submit(["Number": .text(third.reference), "Code": .text(third.code)], button: "Show my request")
            #expect(try await desk.submit(button: "Yes, I received it").has("Nothing more has to be done."))
            let (feedback, actor) = try await house.test.database.read { connection in
                (
                    try CaseStore.find(connection, reference: first.reference)?.events.last?.facts.feedback,
                    try CaseStore.find(connection, reference: third.reference)?.events.last?.actorName
                )
            }
            #expect(feedback == ["respect": "yes"] && actor == "The operator")
        }
    }

    /// A phone's photo goes with the application; what is no picture is refused with what was typed kept.
    @Test(arguments: Engine.allCases)
    func aPhotoIsTakenAlong(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            try await citizen.visit(DeliveryHouse.address)
            var entries = DeliveryHouse.answers
            entries["A document with your name"] = .file(name: "me.jpg", type: "image/jpeg", bytes: Array("not a picture".utf8))
            let refused = try await citizen.submit(entries, button: "Send the application")
            #expect(refused.status == 422 && refused.errors["A document with your name"] != nil && refused.body.contains("value=\"Mere\""))
            entries["A document with your name"] = .file(
                name: "me.jpg", type: "image/jpeg", bytes: [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10] + Array("JFIF\0".utf8) + Array(repeating: 0x20, count: 200))
            let sent = try await citizen.submit(entries, button: "Send the application")
            #expect(sent.heading == "We received your request")
            let officer = citizen.stranger()
            try await officer.visit("/as/officer")
            try await officer.visit("/work/cases?view=queue")
            try await officer.submit(button: "Take it over " + (sent.markup.all("strong").first?.text() ?? ""))
            _ = try await officer.visit("/work/cases")
            #expect(try await house.test.database.read { try $0.value("SELECT COUNT(*) FROM case_file", as: Int.self) } == 1)
        }
    }
}
