import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// What citizens are told by letter and text, on both engines.
struct InterfacesNoticeTests {
    private static let person = #""applicant.name": "Sione", "applicant.phone": "123 4567", "# + DeliveryHouse.household

    @Test(arguments: Engine.allCases)
    func textsWaitForTheMorningAndTellNothing(on engine: Engine) async throws {
        let outbound = RecordingOutbound()
        let lines = Lines(texts: .test, outbound: outbound)
        try await DeliveryHouse.open(on: engine, lines: lines) { browser, house in
            let (reference, _) = try await house.register(browser, Self.person)
            try await house.runJobs(lines)
            #expect(outbound.requests.isEmpty)
            #expect(try await house.notices().map(\.state) == [.waiting])
            // It is midnight in Fiji.
            house.test.clock.advance(by: .hours(8))
            try await house.runJobs(lines)
            let sent = try #require(outbound.requests.first?.url)
            let text = try #require(URLComponents(string: sent)?.queryItems?.first { $0.name == "text" }?.value)
            #expect(text == "We received your request \(reference). Due on 5 January 2027. See http://127.0.0.1:8080/track")
            #expect(!sent.contains("Sione") && !sent.contains("overty"))
            let notice = try #require(try await house.notices().first)
            #expect(notice.state == .sent && notice.attempts == 1 && notice.kind == .received)
            // The gateway reports; without the secret nothing is there.
            #expect(try await browser.request(.get, "/sms/kannel/report?secret=wrong&notice=\(notice.id)&state=1").status == 404)
            #expect(try await browser.request(.get, "/sms/kannel/report?secret=\(TextSettings.test.secret)&notice=\(notice.id)&state=1").status == 200)
            #expect(try await house.notices().map(\.state) == [.delivered])
            // A report of something earlier that comes later changes nothing.
            _ = try await browser.request(.get, "/sms/kannel/report?secret=\(TextSettings.test.secret)&notice=\(notice.id)&state=8")
            #expect(try await house.notices().map(\.state) == [.delivered])
            try await house.runJobs(lines)
            #expect(outbound.requests.count == 1)
        }
    }

    @Test(arguments: Engine.allCases)
    func whatIsTakenBackIsNotTold(on engine: Engine) async throws {
        let outbound = RecordingOutbound()
        let lines = Lines(texts: .test, outbound: outbound)
        try await DeliveryHouse.open(on: engine, lines: lines) { browser, house in
            house.test.clock.advance(by: .hours(10))
            let (reference, _) = try await house.register(browser, Self.person)
            #expect(try await house.act(browser, reference, #"{"action": "accept"}"#).status == 201)
            house.test.clock.advance(by: .seconds(1))
            #expect(try await house.act(browser, reference, #"{"action": "ask", "text": "Who?"}"#).status == 201)
            #expect(try await house.act(browser, reference, #"{"action": "undo"}"#).status == 201)
            house.test.clock.advance(by: .minutes(2))
            try await house.runJobs(lines)
            #expect(try await house.notices().map(\.kind) == [.received])
            #expect(try await house.act(browser, reference, #"{"action": "ask", "text": "Who?"}"#).status == 201)
            house.test.clock.advance(by: .minutes(2))
            try await house.runJobs(lines)
            #expect(try await house.notices().map(\.kind) == [.received, .question])
            #expect(outbound.requests.count == 2)
            // The office goes on by itself: the date moved.
            house.test.clock.advance(by: .days(4))
            #expect(try await house.act(browser, reference, #"{"action": "resume", "reason": "They called."}"#).status == 201)
            try await house.runJobs(lines)
            #expect(try await house.notices().map(\.kind) == [.received, .question, .dueMoved])
        }
    }

    @Test(arguments: Engine.allCases)
    func whoTextsStopGetsNoMore(on engine: Engine) async throws {
        let outbound = RecordingOutbound()
        let lines = Lines(texts: .test, outbound: outbound)
        try await DeliveryHouse.open(on: engine, lines: lines) { browser, house in
            house.test.clock.advance(by: .hours(10))
            let gateway = browser.stranger()
            func text(_ words: String, from number: String = "6791234567") async throws -> String {
                let query = words.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                return try await gateway.request(
                    .get, "/sms/kannel?secret=\(TextSettings.test.secret)&from=%2B\(number)&text=\(query)").body
            }
            #expect(try await gateway.request(.get, "/sms/kannel?secret=x&from=1234567&text=STOP").status == 404)
            #expect(try await text("stop") == "You get no more texts from us. To get them again, text START.")
            let (reference, code) = try await house.register(browser, Self.person)
            try await house.runJobs(lines)
            #expect(try await house.notices().map(\.state) == [.stopped] && outbound.requests.isEmpty)
            // The status is told to whoever asks for it.
            #expect(try await text("\(reference) \(code)") == "\(reference): Received. Due on 5 January 2027.")
            let wrong = try await text("\(reference) AAAA-BBBB-CCCC", from: "6799999999")
            var random = SeededGenerator(seed: 4)
            let unknown = try await text("\(CaseReference.make(using: &random)) \(code)", from: "6799999998")
            #expect(wrong == unknown && wrong.hasPrefix("Text the number") && TextLength.messages(wrong) == 1)
            #expect(try await text("START").hasPrefix("You get texts"))
            let (second, _) = try await house.register(browser, Self.person)
            try await house.runJobs(lines)
            #expect(outbound.requests.count == 1 && outbound.requests.allSatisfy { $0.url.contains(second) })
            // Guessing comes to an end, and begins anew after an hour.
            for _ in 0..<25 { _ = try await text("\(reference) AAAA-BBBB-CCCC", from: "6795555555") }
            #expect(try await text("\(reference) \(code)", from: "6795555555") == "")
            house.test.clock.advance(by: .hours(2))
            #expect(try await text("\(reference) \(code)", from: "6795555555").hasPrefix(reference))
            // In the script that somebody writes in.
            let bangla = try await gateway.request(
                .get, "/sms/kannel?secret=\(TextSettings.test.secret)&from=1&text=%E0%A6%AC%E0%A6%A8%E0%A7%8D%E0%A6%A7")
            #expect(bangla.status == 200)
            let stored = try await house.test.database.read { connection in
                try connection.query("SELECT number_hash FROM text_sender").map { try $0["number_hash"] as String }.joined()
            }
            #expect(!stored.contains("6791234567"))
        }
    }

    @Test(arguments: Engine.allCases)
    func lettersCanBeStoppedByTheirLinkAndByTheCase(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            let lines = Lines()
            let light = #""place": "Main street", "fault": "dark", "reach-mail": "mere@example.org""#
            let (reference, code) = try await house.register(browser, service: "street-light", language: "bn", light)
            try await house.runJobs(lines)
            let letter = try #require(house.test.mailer.messages.first)
            #expect(letter.to == "mere@example.org" && letter.language == "bn" && letter.text.contains("আপনার আবেদন \(reference) পেয়েছি।"))
            #expect(!letter.text.contains("Main street") && !letter.subject.contains("light"))
            let link = try #require(letter.text.split(whereSeparator: \.isWhitespace).first { $0.contains("/notices/") })
            let path = String(link.dropFirst("http://127.0.0.1:8080".count))
            let reader = browser.stranger()
            for language in ["en", "bn", "ar"] {
                let page = try await browser.stranger().visit("\(path)?lang=\(language)")
                let body = page.body.replacing(path, with: "/notices/HIDDEN").replacing(/(\/static\/[a-z]+)\.[0-9a-f]{10}\./) { "\($0.1).HASH." }
                try assertGolden("\(page.status)\n\n\(body)", "stop-letters-\(language)")
            }
            #expect(try await reader.visit(path).status == 200)
            #expect(try await reader.submit(button: "Send me no more letters").has("You get no letters from us at this address."))
            #expect(try await reader.visit("/notices/AAAA-BBBB-CCCC").status == 404)
            // Later, so that the log has one order.
            house.test.clock.advance(by: .seconds(1))
            _ = try await house.register(browser, service: "street-light", light)
            try await house.runJobs(lines)
            #expect(house.test.mailer.messages.count == 1)
            #expect(try await house.notices().map(\.state.rawValue).sorted() == ["sent", "stopped"])
            try await reader.visit(path)
            try await reader.submit(button: "Send me letters again")
            // One case alone, by its page.
            try await reader.visit("/track/\(reference)/open/\(code)")
            #expect(try await reader.submit(button: "Send me no news of this request").has("You get no news of this request."))
            #expect(try await house.act(browser, reference, #"{"action": "ask", "text": "Which pole?"}"#).status == 201)
            house.test.clock.advance(by: .minutes(2))
            try await house.runJobs(lines)
            #expect(house.test.mailer.messages.count == 1)
            // The log says so, to the manager of the office and to nobody else.
            let manager = browser.stranger()
            try await manager.visit("/as/manager")
            let log = try await manager.visit("/work/notices")
            let hidden = try await house.notices().reduce(log.body) { $0.replacing($1.reference, with: "HIDDEN") }
                .replacing(/(\/static\/[a-z]+)\.[0-9a-f]{10}\./) { "\($0.1).HASH." }
            try assertGolden(hidden, "notices-en")
            #expect(log.status == 200 && log.has(reference) && log.has("Not wanted") && !log.body.contains("mere@"))
            let stranger = browser.stranger()
            try await stranger.visit("/as/stranger")
            #expect(try await stranger.visit("/work/notices").status == 403)
        }
    }

    @Test(arguments: Engine.allCases)
    func aGatewayThatDoesNotAnswerIsTriedAgain(on engine: Engine) async throws {
        let lines = Lines(texts: .test, outbound: BlackholeOutbound())
        try await DeliveryHouse.open(on: engine, lines: lines) { browser, house in
            house.test.clock.advance(by: .hours(10))
            _ = try await house.register(browser, Self.person)
            try await house.runJobs(lines)
            #expect(try await house.notices().map { "\($0.state) \($0.attempts)" } == ["waiting 1"])
            let recording = RecordingOutbound()
            recording.answer(403)
            house.test.clock.advance(by: .minutes(2))
            try await house.runJobs(Lines(texts: .test, outbound: recording))
            #expect(try await house.notices().map { "\($0.state) \($0.attempts)" } == ["waiting 2"])
            recording.answer(202)
            house.test.clock.advance(by: .minutes(10))
            try await house.runJobs(Lines(texts: .test, outbound: recording))
            #expect(try await house.notices().map { "\($0.state) \($0.attempts)" } == ["sent 3"])
            #expect(recording.requests.count == 2)
            _ = try await house.register(browser, Self.person)
            for _ in 0..<10 {
                try await house.runJobs(Lines(texts: .test, outbound: RefusedOutbound()))
                house.test.clock.advance(by: .days(1))
            }
            #expect(try await house.notices().map(\.state) == [.sent, .failed])
        }
    }

    /// Of a sealed case nobody outside hears anything, whatever happens to it.
    @Test func sealedCasesAreToldToNobody() throws {
        var definition = ServiceDefinition()
        definition.steps = [.init(key: "a", name: [:], publicName: [:])]
        let calendar = try WorkingCalendar(CalendarDefinition(timeZone: "Asia/Dhaka", weekend: [.friday]))
        let office: ID<Office> = ID(at: FixedClock.start)
        for visibility in CaseVisibility.allCases {
            for action in CaseAction.allCases {
                let event = CaseEvent(
                    number: 1, at: FixedClock.start, recordedAt: FixedClock.start, action: action, part: .officer, actor: "", actorName: "")
                let submit = CaseEvent(
                    number: 1, at: FixedClock.start, recordedAt: FixedClock.start, action: .submit, part: .officer, actor: "", actorName: "")
                let record = Case(
                    id: ID(at: FixedClock.start), reference: "", codeHash: "", codeOwner: "", service: ID(at: FixedClock.start), serviceVersion: 1,
                    definition: definition, serviceSlug: "", calendarKey: "", calendarVersion: 1, calendar: calendar, channel: .web,
                    language: "en", applicant: "", answers: FormAnswers([CaseContact.mailKey: ["a@example.org"]]), visibility: visibility,
                    firstOffice: office, receivedAt: FixedClock.start, events: [submit],
                    state: try CaseState([submit], steps: 1, office: office), listedDue: CaseStore.noDate)
                let notice = try CaseNotices.of(before: record, after: record, event: event)
                if visibility == .sealed { #expect(notice == nil) }
                if visibility == .public, action == .decide { #expect(notice == .decided) }
            }
        }
    }
}
