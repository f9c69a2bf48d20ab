import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// Events, feedback and statistics of the API, on both engines.
struct InterfacesAPITests {
    private static let person = #""applicant.name": "Sione", "# + DeliveryHouse.household

    @Test(arguments: Engine.allCases)
    func programsWorkOnACaseFromEndToEnd(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            let (reference, code) = try await house.register(browser, Self.person)
            for (body, status) in [
                (#"{"action": "accept"}"#, 201), (#"{"action": "advance", "seen": 1}"#, 409), (#"{"action": "fly"}"#, 422), (#"{}"#, 400),
                (#"{"action": "decide"}"#, 422), (#"{"action": "wait", "waitsFor": "rain", "reason": "x"}"#, 422),
                (#"{"action": "transfer", "office": "nowhere", "reason": "x"}"#, 422), (#"{"action": "deliver", "text": "x"}"#, 403),
                (#"{"action": "advance", "seen": 2}"#, 201), (#"{"action": "note", "reason": "Checked by phone."}"#, 201),
                (#"{"action": "decide", "outcome": "granted", "outcomeReason": "in-need", "text": "Yes."}"#, 201),
                (#"{"action": "deliver", "text": "The card was handed over."}"#, 201),
            ] {
                let answer = try await house.act(browser, reference, body)
                #expect(answer.status == status, "\(body): \(answer.body)")
            }
            browser.headers = ["authorization": "Bearer officer"]
            let list = try await browser.request(.get, "/api/v1/cases/\(reference)/events")
            guard case .array(let items)? = try JSONValue(parsing: list.body)["items"] else { return }
            #expect(items.map { $0["action"]?.text } == ["submit", "accept", "advance", "note", "decide", "deliver"])
            #expect(items[3]["isPublic"] == .bool(false) && items[3]["reason"]?.text == "Checked by phone.")
            browser.headers = ["authorization": "Bearer stranger"]
            #expect(try await browser.request(.get, "/api/v1/cases/\(reference)/events").status == 404)
            #expect(try await browser.json(.post, "/api/v1/cases/\(reference)/events", #"{"action": "close", "text": "x"}"#).status == 404)
            browser.headers = ["authorization": "Bearer operator-reads", "case-access-code": code]
            #expect(try await browser.json(.post, "/api/v1/cases/\(reference)/feedback", #"{"rating": 5}"#).status == 403)
            browser.headers = ["authorization": "Bearer operator", "case-access-code": code]
            #expect(try await browser.json(.post, "/api/v1/cases/\(reference)/events", #"{"action": "confirm"}"#).status == 201)
            #expect(try await browser.json(.post, "/api/v1/cases/\(reference)/feedback", #"{"rating": 9}"#).status == 422)
            let rated = try await browser.json(.post, "/api/v1/cases/\(reference)/feedback", #"{"rating": 5, "answers": {"respect": "yes"}}"#)
            #expect(rated.status == 201)
            #expect(try await browser.json(.post, "/api/v1/cases/\(reference)/feedback", #"{"rating": 1}"#).status == 403)
            browser.headers = ["authorization": "Bearer operator", "case-access-code": "AAAA-BBBB-CCCC"]
            #expect(try await browser.json(.post, "/api/v1/cases/\(reference)/feedback", #"{"rating": 1}"#).status == 404)
        }
    }

    /// Two of the same request at once are one case.
    @Test(arguments: Engine.allCases)
    func twoAtOnceAreOne(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            let body = #"{"service": "poverty-benefit-scheme", "answers": {\#(Self.person)}}"#
            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<6 {
                    let client = browser.stranger()
                    client.headers = ["authorization": "Bearer operator", "idempotency-key": "the-same-for-all-of-them"]
                    // Made for this task, which alone uses it.
                    nonisolated(unsafe) let sending = client
                    group.addTask { try await sending.json(.post, "/api/v1/cases", body).body }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(answers.count == 1)
            #expect(try await house.test.database.read { try $0.value("SELECT COUNT(*) FROM case_record") } == 1)
            let reference = try JSONValue(parsing: answers.first ?? "{}")["reference"]?.text ?? ""
            browser.headers = ["authorization": "Bearer officer", "idempotency-key": "another-key-at-random"]
            let first = try await browser.json(.post, "/api/v1/cases/\(reference)/events", #"{"action": "note", "reason": "Once."}"#)
            let again = try await browser.json(.post, "/api/v1/cases/\(reference)/events", #"{"action": "note", "reason": "Once."}"#)
            #expect(first.body == again.body && again.header("idempotent-replayed") == "true")
            #expect(try await browser.json(.post, "/api/v1/cases/\(reference)/events", #"{"action": "note", "reason": "Two."}"#).status == 409)
            #expect(try await house.test.database.read { try $0.value("SELECT events FROM case_record") } == 2)
        }
    }

    @Test(arguments: Engine.allCases)
    func figuresFollowTheCasesAndHideSmallGroups(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            func figures() async throws -> JSONValue {
                let answer = try await browser.request(.get, "/api/v1/offices/dsw-fj-suva/statistics?from=2026-Q1&to=2027-Q4")
                #expect(answer.status == 200)
                return try JSONValue(parsing: answer.body)
            }
            func cell(_ document: JSONValue, _ group: String, _ key: String) -> JSONValue? {
                guard case .array(let figures)? = document[group]?["figures"] else { return nil }
                return figures.first { $0["key"]?.text == key }?["cases"]
            }
            /// What ended, by the quarters in which anything did.
            func ended(_ document: JSONValue) -> [String: [JSONValue?]] {
                guard case .array(let quarters)? = document["ended"] else { return [:] }
                #expect(quarters.count == 8)
                var found: [String: [JSONValue?]] = [:]
                for quarter in quarters {
                    guard case .array(let figures)? = quarter["figures"] else { continue }
                    let cells = [quarter["total"]] + figures.map { $0["cases"] }
                    if cells != [.integer(0), .integer(0), .integer(0)] { found[quarter["quarter"]?.text ?? ""] = cells }
                }
                return found
            }
            var references: [String] = []
            for number in 0..<7 { references.append(try await house.register(browser, Self.person.replacing("Sione", with: "S\(number)")).reference) }
            #expect(cell(try await figures(), "openByPhase", "submitted") == .integer(7))
            for reference in references.prefix(6) {
                for body in [
                    #"{"action": "accept"}"#, #"{"action": "decide", "outcome": "refused", "outcomeReason": "enough", "text": "No."}"#,
                ] { #expect(try await house.act(browser, reference, body).status == 201) }
            }
            var now = try await figures()
            #expect(ended(now) == ["2026-Q4": [.integer(6), .integer(6), .integer(0)]], "\(ended(now))")
            // One left as submitted would follow from the total, so nothing of it is told.
            #expect(cell(now, "openByPhase", "submitted") == .null && cell(now, "openByPhase", "decided") == .null)
            house.test.clock.advance(by: .days(120))
            for body in [
                #"{"action": "accept"}"#, #"{"action": "decide", "outcome": "refused", "outcomeReason": "enough", "text": "No."}"#,
            ] { #expect(try await house.act(browser, references[6], body).status == 201) }
            // One alone in its quarter is not told, and no range holds it together with others.
            #expect(ended(try await figures()) == ["2026-Q4": [.integer(6), .integer(6), .integer(0)], "2027-Q1": [.null, .integer(0), .null]])
            let kept = try await house.test.database.read { connection in
                try connection.first("SELECT CAST(SUM(in_time) AS BIGINT) AS a, CAST(SUM(late) AS BIGINT) AS b FROM case_end_count").map {
                    [try $0["a"] as Int, try $0["b"] as Int]
                }
            }
            #expect(kept == [6, 1])
            // Taking it back takes the figure back.
            #expect(try await house.act(browser, references[6], #"{"action": "undo"}"#).status == 201)
            let late: Int? = try await house.test.database.read { try $0.value("SELECT CAST(SUM(late) AS BIGINT) FROM case_end_count") }
            #expect(late == 0)
            now = try await figures()
            #expect(ended(now) == ["2026-Q4": [.integer(6), .integer(6), .integer(0)]])
            for (path, status) in [
                ("/api/v1/offices/none/statistics", 404), ("/api/v1/offices/dsw-fj-suva/statistics?from=2026-Q5", 400),
                ("/api/v1/offices/dsw-fj-suva/statistics?to=2026-11", 400), ("/api/v1/offices/dsw-fj-suva/statistics?from=2999-Q1", 400),
                ("/api/v1/offices/dsw-fj-suva/statistics?from=2001-Q1&to=2011-Q1", 400),
                ("/api/v1/offices/dsw-fj-suva/statistics?to=1970-Q1", 200), ("/api/v1/services/poverty-benefit-scheme/feedback", 200),
                ("/api/v1/services/none/feedback", 404),
            ] { #expect(try await browser.request(.get, path).status == status, "\(path)") }
        }
    }
}
