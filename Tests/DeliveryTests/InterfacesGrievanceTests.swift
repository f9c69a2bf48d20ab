import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// What letters, webhooks and the API tell of complaints: nothing of those that are sealed or have no name, and no program hears of any.
struct InterfacesGrievanceTests {
    private func file(_ browser: Browser, _ category: String, _ privacy: String) async throws -> String {
        browser.headers = ["authorization": "Bearer operator"]
        defer { browser.headers = [:] }
        let named = privacy == "anonymous" ? "" : #""name": "Asha", "contact": "asha@example.org", "#
        let made = try await browser.json(
            .post, "/api/v1/grievances", """
                {"service": "complaints-india", "category": "\(category)", "privacy": "\(privacy)", \(named)
                 "answers": {"story": "Months.", "reach-mail": "asha@example.org"}}
                """)
        #expect(made.status == 201, "\(made.body)")
        return try JSONValue(parsing: made.body)["reference"]?.text ?? ""
    }

    @Test(arguments: Engine.allCases)
    func onlyWhoGaveTheirNameOpenlyIsWrittenTo(on engine: Engine) async throws {
        let lines = Lines(texts: .test, outbound: RecordingOutbound())
        try await DeliveryHouse.open(on: engine, lines: lines) { browser, house in
            let now = house.test.clock.now
            try await house.test.database.write { connection in
                try WebhookStore.insert(
                    connection,
                    Webhook(
                        id: ID(at: now), organisation: nil, url: "https://example.org/hook", secret: Webhook.makeSecret(),
                        events: Webhook.choosable, state: .active, createdAt: now))
            }
            let open = try await file(browser, "delay", "open")
            let withheld = try await file(browser, "delay", "withheld")
            for privacy in ["confidential", "anonymous"] { _ = try await file(browser, "delay", privacy) }
            _ = try await file(browser, "child", "open")
            try await house.runJobs(lines)
            #expect(Set(try await house.notices().map(\.reference)) == [open, withheld])
            let told: Int? = try await house.test.database.read { try $0.value("SELECT COUNT(*) FROM webhook_delivery") }
            #expect(told == 0)

            // An interim reply is told with its day.
            browser.headers = ["authorization": "Bearer officer-in"]
            let events = "/api/v1/cases/\(open)/events"
            let reply = try await browser.json(
                .post, events, #"{"action": "interim", "reason": "A file is missing.", "expected": "2026-12-01"}"#)
            #expect(reply.status == 201, "\(reply.body)")
            // What more than an event belongs to is not done by writing one.
            for action in ["redact", "split", "appeal", "recount"] {
                #expect(try await browser.json(.post, events, #"{"action": "\#(action)", "reason": "x"}"#).status == 422, "\(action)")
            }
            browser.headers = [:]
            house.test.clock.advance(by: .minutes(2))
            try await house.runJobs(lines)
            #expect(try await house.notices().map(\.kind).contains(.interim))
            let record = try #require(try await house.test.database.read { try CaseStore.find($0, reference: open) })
            let words = house.test.services.catalogue.words("en")
            #expect(
                NoticeWording(.interim, record, due: nil, words, url: "x").text
                    == "The office needs more time for your request \(open). An answer is expected by 1 December 2026. See x")
        }
    }

    @Test(arguments: Engine.allCases)
    func whatIsRemovedIsNotToldAfterwards(on engine: Engine) async throws {
        let lines = Lines(texts: .test, outbound: RecordingOutbound())
        try await DeliveryHouse.open(on: engine, lines: lines) { browser, house in
            // It is midnight, so that the text waits.
            let person = #""applicant.name": "Sione", "applicant.phone": "123 4567", "# + DeliveryHouse.household
            let (reference, _) = try await house.register(browser, person)
            try await house.runJobs(lines)
            #expect(try await house.notices().map(\.state) == [.waiting])
            try await house.test.database.write { connection in
                let record = try #require(try CaseStore.find(connection, reference: reference))
                try RedactCase.run(
                    connection, Act(.program("test"), at: house.test.clock.now), record, [.identity], reason: "The citizen asked for it.")
            }
            #expect(try await house.notices().map(\.state) == [.stopped])
        }
    }
}
