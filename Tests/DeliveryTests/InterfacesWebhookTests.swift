import Crypto
import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// Webhooks from the page to the receiver, on both engines.
struct InterfacesWebhookTests {
    @Test(arguments: Engine.allCases)
    func messagesAreSignedRetriedAndReplayed(on engine: Engine) async throws {
        let outbound = RecordingOutbound()
        let lines = Lines(outbound: outbound)
        try await DeliveryHouse.open(on: engine, lines: lines) { browser, house in
            let manager = browser.stranger()
            try await manager.visit("/as/manager")
            try await manager.visit("/work/webhooks")
            let refused = try await manager.submit(["Address": "http://10.0.0.1/x"], button: "Make the webhook")
            #expect(refused.status == 422 && refused.errors["Address"] != nil && refused.body.contains("http://10.0.0.1/x"))
            let made = try await manager.submit(
                [
                    "Address": "https://receiver.example/hook", "Whose cases": "dsw-fj", "What it is told / A decision was made": .tick(true),
                    "What it is told / The request was received": .tick(true),
                ], button: "Make the webhook")
            #expect(made.status == 200)
            let secret = try #require(made.markup.all.first { $0.classes.contains("case-code") }?.text())
            #expect(secret.hasPrefix("whsec_"))
            #expect(try await manager.visit("/work/webhooks").body.contains(secret) == false)
            let whole = try await manager.submit(
                ["Address": "https://receiver.example/all", "Whose cases": "dsw-fj", "What it is told / All of it": .tick(true)],
                button: "Make the webhook")
            #expect(whole.status == 200 && whole.markup.all("td").contains { $0.text() == "All of it" })
            let (all, kept) = try await house.test.database.write { connection in
                let events: String? = try connection.value("SELECT events FROM webhook WHERE url LIKE '%/all'")
                try connection.execute("UPDATE webhook SET state = 'removed' WHERE url LIKE '%/all'")
                return (events ?? "", Webhook.choosable.map(\.rawValue).joined(separator: " "))
            }
            #expect(all == " \(kept) ")

            let (reference, _) = try await house.register(browser, #""applicant.name": "Sione", "# + DeliveryHouse.household)
            #expect(try await house.act(browser, reference, #"{"action": "accept"}"#).status == 201)
            outbound.answer(500)
            try await sweep(house, lines)
            #expect(outbound.requests.count == 1)
            outbound.answer(204)
            house.test.clock.advance(by: .minutes(2))
            try await house.runJobs(lines)
            let sent = try #require(outbound.requests.last)
            let body = String(decoding: sent.body ?? [], as: UTF8.self)
            let headers = Dictionary(sent.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
            #expect(body == #"{"data":{"event":"submit","number":1,"phase":"submitted","reference":"\#(reference)"},"timestamp":"\#("2026-11-20T12:00:00Z")","type":"case.submit"}"#)
            #expect(sent.reach == .publicOrLoopback && sent.url == "https://receiver.example/hook")
            let signature = try WebhookMessage.signature(
                id: headers["webhook-id"] ?? "", seconds: headers["webhook-timestamp"] ?? "", body: body, secret: secret)
            #expect(headers["webhook-signature"] == signature)
            #expect(outbound.requests.count == 2 && outbound.requests[0].headers.first { $0.name == "webhook-id" }?.value == headers["webhook-id"])

            let list = try await manager.visit("/work/webhooks")
            let log = try await manager.follow("https://receiver.example/hook")
            #expect(list.has("https://receiver.example/hook") && log.has(reference) && log.has("Arrived · answered 204"))
            try assertGolden(plain(list, [reference]), "webhooks-en")
            try assertGolden(plain(log, [reference]), "webhook-log-en")
            let replayed = try await manager.submit(button: "Send again " + reference)
            #expect(replayed.has("It is sent again."))
            try await house.runJobs(lines)
            #expect(outbound.requests.count == 3)
            #expect(outbound.requests[2].headers.first { $0.name == "webhook-id" }?.value == headers["webhook-id"])

            // Whoever answers 410 wants nothing more.
            outbound.answer(410)
            _ = try await house.register(browser, #""applicant.name": "Ana", "# + DeliveryHouse.household)
            try await sweep(house, lines)
            try await manager.visit("/work/webhooks")
            #expect(try await manager.follow("https://receiver.example/hook").has("It pauses"))
            let told = outbound.requests.count
            _ = try await house.register(browser, #""applicant.name": "Ema", "# + DeliveryHouse.household)
            try await sweep(house, lines)
            #expect(outbound.requests.count == told)
            // Others' webhooks are not there.
            let path = manager.page.path
            let administrator = browser.stranger()
            try await administrator.visit("/as/administrator")
            #expect(try await administrator.visit(path).status == 200)
            try await administrator.submit(button: "Remove")
            #expect(administrator.page.has("The webhook is removed."))
            #expect(try await manager.visit(path).status == 404)
            #expect(try await house.test.database.read { try Audit.verify($0).fault } == nil)
        }
    }

    /// A page without what is at random in it.
    private func plain(_ page: WebPage, _ words: [String]) -> String {
        words.reduce(
            page.body.replacing(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}/, with: "ID")
                .replacing(/(\/static\/[a-z]+)\.[0-9a-f]{10}\./) { "\($0.1).HASH." }
        ) { $0.replacing($1, with: "HIDDEN") }
    }

    /// What the minute's schedule puts in.
    private func sweep(_ house: DeliveryHouse, _ lines: Lines) async throws {
        let now = house.test.clock.now
        try await house.test.database.write { try DeliverWebhook.sweepKind.enqueue($0, DeliverWebhook.Sweep(), at: now) }
        try await house.runJobs(lines)
    }

    @Test(arguments: Engine.allCases)
    func onlyWhoMayHearsOfACase(on engine: Engine) async throws {
        let outbound = RecordingOutbound()
        let lines = Lines(outbound: outbound)
        try await DeliveryHouse.open(on: engine, lines: lines) { browser, house in
            try await house.test.database.write { connection in
                let elsewhere = try PeopleStore.organisation(connection, key: "elsewhere")
                for (organisation, url) in [(elsewhere?.id, "https://other.example/"), (nil, "https://all.example/")] {
                    try WebhookStore.insert(
                        connection,
                        Webhook(
                            id: ID(at: FixedClock.start), organisation: organisation, url: url, secret: Webhook.makeSecret(), events: [.submit],
                            state: .active, createdAt: FixedClock.start))
                }
            }
            _ = try await house.register(browser, #""applicant.name": "Sione", "# + DeliveryHouse.household)
            try await sweep(house, lines)
            #expect(outbound.requests.map(\.url) == ["https://all.example/"])
        }
    }
}
