import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// Everything that can be sent, sent wrong: nothing fails, nothing is lost, nothing is taken for what it is not.
struct BadInputTests {
    static let hostile = [
        "", " ", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; DROP TABLE case_record; --", "\u{0}", "a\u{0}b",
        "\u{1B}[31m", "\u{202E}txt.exe", "\u{7F}", String(repeating: "ক", count: 5_000), String(repeating: "x", count: 30_000),
        "٣٤٥", "৫", "-1", "1e309", "NaN", "99999999999999999999", "０１２", "😀", "é\u{301}\u{301}", "{{x}}", "%00", "../../etc/passwd",
        "0198c0de-0000-7000-8000-000000000000", "null", "true", "[]", "2026-02-30", "+1 (555) 0100", "a@b@c",
    ]

    private static func encode(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }

    private static func encode(_ pairs: [(String, String)]) -> String {
        pairs.map { "\(encode($0.0))=\(encode($0.1))" }.joined(separator: "&")
    }

    /// Each kind of question with each of these: what is accepted is what the question asks for.
    @Test func noAnswerIsTakenForWhatItIsNot() {
        let options = [FormField.Option(key: "one", label: ["en": "1"]), FormField.Option(key: "two", label: ["en": "2"])]
        for kind in FormField.Kind.allCases where kind != .group && kind != .file {
            let field = FormField(key: "q", kind: kind, label: ["en": "Q"], minimum: 0, maximum: 100, currency: "FJD", options: options)
            for value in Self.hostile {
                let key = kind == .person ? "q.name" : "q"
                let reading = FormReading([field], typed: [key: [value], "other": [value], "q.phone": [value]], files: [])
                guard reading.issues.isEmpty else { continue }
                let answers = reading.answers.values
                #expect(Set(answers.keys).isSubset(of: ["q", "q.name", "q.phone"]), "\(kind) \(value.debugDescription)")
                for answer in answers.values.flatMap(\.self) {
                    #expect(!PlainText.hasControls(answer) && answer.count <= field.characters, "\(kind) \(value.debugDescription)")
                    switch kind {
                    case .wholeNumber: #expect(Int(answer).map { (0...100).contains($0) } == true)
                    case .money: #expect(Double(answer).map { (0...100).contains($0) } == true)
                    case .date: #expect(Day(answer) != nil)
                    case .choice, .choices: #expect(["one", "two"].contains(answer))
                    case .yesNo: #expect(["yes", "no"].contains(answer))
                    default: break
                    }
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func noFormOfTheDeskFails(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, code) = try await house.apply(citizen)
            let manager = citizen.stranger()
            try await manager.visit("/as/manager")
            let names = [
                "text", "reason", "ending", "outcome", "party", "office", "reference", "person", "seen", "back", "case", "listed", "all",
                "sure", "name", "query", "view", "action", "text-en", "text-bn", "rating", "feedback-respect", "do", "code",
            ]
            var sent = 0
            for route in Delivery.room().routes where route.method == .post && route.rate == nil && !route.isAPI {
                for value in Self.hostile {
                    let path = route.path.replacing("{reference}", with: reference)
                        .replacing(/\{[^}]*\}/, with: "0198c0de-0000-7000-8000-000000000000")
                    let body = Self.encode(names.map { ($0, value) })
                    let answer = try await manager.request(
                        .post, path,
                        headers: [
                            "sec-fetch-site": "same-origin", "accept": "text/html", "content-type": "application/x-www-form-urlencoded",
                        ], body: Array(body.utf8))
                    #expect(
                        [303, 400, 404, 409, 413, 422].contains(answer.status),
                        "\(path) answered \(answer.status) to \(value.prefix(40).debugDescription)")
                    #expect(!answer.body.contains("<script>alert") && !answer.body.contains("<img src=x"))
                    if let location = answer.header("location") { #expect(location.hasPrefix("/work/cases") || location.hasPrefix("/track")) }
                    sent += 1
                }
            }
            #expect(sent > 300)
            // The case is still whole, and its figures are still right.
            let track = try await citizen.visit("/track/\(reference)/open/\(code)")
            #expect(track.status == 200)
            let (cases, counted) = try await house.test.database.read { connection in
                (
                    try connection.value("SELECT COUNT(*) FROM case_record", as: Int.self),
                    try connection.value("SELECT CAST(SUM(cases) AS BIGINT) FROM case_count", as: Int.self)
                )
            }
            #expect(cases == counted)
        }
    }

    @Test(arguments: Engine.allCases)
    func noFormOfACitizenFails(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, _) = try await house.apply(citizen)
            let own = ["sec-fetch-site": "same-origin", "accept": "text/html", "content-type": "application/x-www-form-urlencoded"]
            for value in Self.hostile {
                for action in ["answer", "rate", "dispute"] {
                    let body = Self.encode([("text", value), ("rating", value), ("seen", value), ("feedback-respect", value)])
                    let answer = try await citizen.request(.post, "/track/\(reference)/\(action)", headers: own, body: Array(body.utf8))
                    #expect([303, 400, 413, 422].contains(answer.status), "\(action) \(value.prefix(40).debugDescription)")
                }
                let keys = ["applicant.name", "birth", "birth-day", "place", "household", "income", "work", "children", "more", "office", "draft", "do"]
                let body = Self.encode(keys.map { ($0, value) })
                let answer = try await citizen.request(.post, DeliveryHouse.address, headers: own, body: Array(body.utf8))
                #expect([400, 413, 422].contains(answer.status), "apply \(answer.status) \(value.prefix(40).debugDescription)")
                #expect(!answer.body.contains("<script>alert") && !answer.body.contains("<img src=x"))
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func noBodyMakesTheAPIFail(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            try await browser.visit("/as/operator")
            let own = ["sec-fetch-site": "same-origin"]
            let good: [String: JSONValue] = [
                "applicant.name": .string("Sione"), "birth": .string("1990-02-03"), "place": .string("Suva"), "household": .integer(4),
                "income": .integer(12), "work": .string("nobody"), "children": .bool(false),
            ]
            var values = Self.hostile.map(JSONValue.string)
            values += [.null, .bool(true), .integer(-1), .integer(.max), .number(1.5), .array([]), .array([.null, .integer(3)]), .object([:])]
            for value in values {
                for key in good.keys.sorted() {
                    var answers = good
                    answers[key] = value
                    let body = JSONValue.object(["service": .string("poverty-benefit-scheme"), "answers": .object(answers)]).canonical
                    let answer = try await browser.json(.post, "/api/v1/cases", headers: own, body)
                    #expect([201, 400, 413, 422].contains(answer.status), "\(key) = \(value.canonical.prefix(40)): \(answer.status)")
                }
                for body in [
                    ["service": value, "answers": .object(good)], ["service": .string("poverty-benefit-scheme"), "answers": value],
                    ["service": .string("poverty-benefit-scheme"), "answers": .object(good), "office": value],
                    ["service": .string("poverty-benefit-scheme"), "answers": .object(good), "language": value],
                ] as [[String: JSONValue]] {
                    let answer = try await browser.json(.post, "/api/v1/cases", headers: own, JSONValue.object(body).canonical)
                    #expect([201, 400, 413, 422].contains(answer.status), "\(value.canonical.prefix(40)): \(answer.status)")
                }
                let code = value.text ?? ""
                if code.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
                    let path = "/api/v1/cases/" + Self.encode(String(code.prefix(100)))
                    let read = try await browser.request(.get, path, headers: ["case-access-code": code])
                    #expect([400, 404, 405, 308].contains(read.status), "\(code.prefix(40)): \(read.status)")
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func aClockThatJumpsDoesNoHarm(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, _) = try await house.apply(citizen)
            let officer = citizen.stranger()
            try await officer.visit("/as/officer")
            try await officer.visit("/work/cases/" + reference)
            try await officer.submit(button: "Take it over")
            // Back by half an hour: the history stays in its order, and pages show it.
            house.test.clock.advance(by: .minutes(-30))
            try await officer.visit("/work/cases/" + reference)
            try await officer.submit(button: "Begin the next step")
            #expect(officer.page.has("The next step has begun."))
            #expect(try await citizen.visit("/track/" + reference).has("Due on 5 January 2027"))
            let record = try #require(try await house.test.database.read { try CaseStore.find($0, reference: reference) })
            #expect(zip(record.events, record.events.dropFirst()).allSatisfy { $0.at <= $1.at })
            #expect(record.events.contains { $0.recordedAt < FixedClock.start })
            // Decades on, the date is told as passed, not as an error.
            house.test.clock.advance(by: .days(365 * 60))
            let late = try await citizen.visit("/track/\(reference)")
            #expect(late.status == 200)
        }
    }

    @Test(arguments: Engine.allCases)
    func aServiceEditedMeanwhileChangesNoOpenCase(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, _) = try await house.apply(citizen)
            let form = citizen.stranger()
            try await form.visit(DeliveryHouse.address)
            try await house.revise("poverty-benefit-scheme") { definition in
                definition.deadline = DeadlineRule(limit: 3, unit: .workingDays, waiting: [:])
                definition.steps.removeLast()
                definition.form.append(FormField(key: "new", kind: .yesNo, label: ["en": "Is there a school near?"]))
            }
            #expect(try await citizen.visit("/track/" + reference).has("30 working days left"))
            // Whoever had the old form open is asked the new question, and loses nothing.
            let again = try await form.submit(DeliveryHouse.answers, button: "Send the application")
            #expect(again.status == 422 && again.errors["Is there a school near?"] != nil && again.body.contains("value=\"Mere\""))
            let sent = try await form.submit(["Is there a school near?": "Yes"], button: "Send the application")
            #expect(sent.has("25 November 2026"))
            let cases = try await house.test.database.read { connection in
                try connection.query("SELECT reference FROM case_record ORDER BY service_version").map { try $0["reference"] as String }
                    .compactMap { try CaseStore.find(connection, reference: $0) }
            }
            #expect(cases.map(\.serviceVersion) == [1, 2] && cases.map(\.definition.steps.count) == [2, 1])
        }
    }

    @Test(arguments: Engine.allCases)
    func aLimitThatTheCalendarCannotHoldIsTold(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let now = house.test.clock.now
            try await house.test.database.write { connection in
                let holidays = (0..<CalendarDefinition.mostHolidays).map {
                    CalendarDefinition.Holiday(date: Day(number: Day(now, offset: 0).number + $0), name: "Closed")
                }
                let closed = CalendarDefinition(timeZone: "UTC", weekend: Weekday.allCases.filter { $0 != .monday }, holidays: holidays)
                try CalendarStore.save(connection, key: "fj", name: ["en": "Fiji"], organisation: nil, closed, at: now, by: "test")
            }
            try await house.revise("poverty-benefit-scheme") {
                $0.deadline = DeadlineRule(limit: 3_650, unit: .workingDays, waiting: [:])
            }
            try await citizen.visit(DeliveryHouse.address)
            let refused = try await citizen.submit(DeliveryHouse.answers, button: "Send the application")
            #expect(refused.status == 422 && refused.body.contains("value=\"Mere\""))
            #expect(try await house.test.database.read { try $0.value("SELECT COUNT(*) FROM case_record", as: Int.self) } == 0)
        }
    }
}
