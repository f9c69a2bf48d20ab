import Foundation
import FoundationXML
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// Open311 as its clients call it, on both engines: whole answers in both formats, and everything that is wrong.
struct InterfacesOpen311Tests {
    private static let base = "/open311/v2"

    private static func post(
        _ browser: Browser, _ fields: [(String, String)], format: String = "json", base: String = base
    ) async throws -> WebPage {
        let allowed = CharacterSet.alphanumerics
        let body = fields.map { pair in
            [pair.0, pair.1].map { $0.addingPercentEncoding(withAllowedCharacters: allowed) ?? "" }.joined(separator: "=")
        }.joined(separator: "&")
        return try await browser.request(
            .post, "\(base)/requests.\(format)", headers: ["content-type": "application/x-www-form-urlencoded"], body: Array(body.utf8))
    }

    private static let light: [(String, String)] = [
        ("api_key", "operator"), ("service_code", "street-light"), ("lat", "-18.141592"), ("long", "178.442345"),
        ("attribute[fault]", "dark"), ("attribute[near][]", "school"), ("attribute[near][]", "clinic"),
        ("attribute[since]", "2026-11-01T00:00:00Z"), ("description", "No light <since> Sunday & cold"), ("first_name", "Mere"),
        ("email", "mere@example.org"), ("jurisdiction_id", "fj"), ("phone", ""),
    ]

    private func golden(_ page: WebPage, _ name: String, hiding words: [String]) throws {
        var text = "\(page.status)\ncontent-type: \(page.header("content-type") ?? "")\n\n\(page.body)"
        for (index, word) in words.enumerated() { text = text.replacing(word, with: "HIDDEN-\(index)") }
        try assertGolden(text, name)
    }

    @Test(arguments: Engine.allCases)
    func wholeAnswersInBothFormats(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            let posted = try await Self.post(browser, Self.light)
            #expect(posted.status == 200)
            let answer = try JSONValue(parsing: posted.body)
            guard case .array(let items) = answer, let reference = items.first?["service_request_id"]?.text,
                let notice = items.first?["service_notice"]?.text, let code = notice.split(separator: " ").last.map(String.init)
            else {
                Issue.record("\(posted.body)")
                return
            }
            let hidden = [reference, code]
            try golden(posted, "open311-post-json", hiding: hidden)
            for format in ["xml", "json"] {
                for (name, path) in [
                    ("discovery", "/open311/discovery.\(format)"), ("services", "\(Self.base)/services.\(format)"),
                    ("definition", "\(Self.base)/services/street-light.\(format)"), ("requests", "\(Self.base)/requests.\(format)"),
                    ("request", "\(Self.base)/requests/\(reference).\(format)"), ("token", "\(Self.base)/tokens/\(reference).\(format)"),
                    ("error", "\(Self.base)/services/none.\(format)"),
                ] {
                    try golden(try await browser.request(.get, path), "open311-\(name)-\(format)", hiding: hidden)
                }
            }
            // The case is a real one: the office sees all of it, whoever holds the code can follow it.
            let record = try await house.test.database.read { try CaseStore.find($0, reference: reference) }
            #expect(record?.answers["place.lat"] == "-18.141592" && record?.answers.values["near"] == ["school", "clinic"])
            #expect(record?.answers["since"] == "2026-11-01" && record?.channel == .open311 && record?.answers["reach-mail"] == "mere@example.org")
            let read = try await browser.request(.get, "/api/v1/cases/\(reference)", headers: ["case-access-code": code])
            #expect(read.status == 200)
        }
    }

    @Test(arguments: Engine.allCases)
    func whatIsWrongIsSaidAsTheSpecificationSays(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            func without(_ names: String..., with more: [(String, String)] = []) -> [(String, String)] {
                Self.light.filter { !names.contains($0.0) } + more
            }
            for (fields, status) in [
                (without("api_key"), 403), (without("api_key", with: [("api_key", "nobody")]), 403),
                (without("api_key", with: [("api_key", "operator-reads")]), 403), (without("service_code"), 400),
                (without("service_code", with: [("service_code", "none")]), 404),
                (without("service_code", with: [("service_code", "poverty-benefit-scheme")]), 404), (without("lat"), 400),
                (without("lat", "long"), 400), (without("lat", with: [("lat", "91")]), 400), (without("lat", with: [("lat", "nan")]), 400),
                (without("attribute[fault]"), 400), (without("attribute[fault]", with: [("attribute[fault]", "blue")]), 400),
                (without("attribute[since]", with: [("attribute[since]", "yesterday")]), 400),
                (without("description", with: [("description", String(repeating: "x", count: 5_000))]), 400),
                (without("email", with: [("email", "no address")]), 400), (without("jurisdiction_id", with: [("jurisdiction_id", "xx")]), 404),
                (without("first_name", with: [("media_url", "javascript:alert(1)")]), 400),
            ] {
                let answer = try await Self.post(browser, fields)
                #expect(answer.status == status, "\(fields.map(\.0)): \(answer.body)")
                guard case .array(let errors) = try JSONValue(parsing: answer.body) else {
                    Issue.record("no array: \(answer.body)")
                    continue
                }
                #expect(errors.first?["code"] == .integer(Int64(status)) && errors.first?["description"]?.text?.isEmpty == false)
            }
            let xml = try await Self.post(browser, without("api_key"), format: "xml")
            #expect(xml.header("content-type") == "text/xml; charset=utf-8" && xml.body.contains("<errors><error><code>403</code><description>"))
            for query in [
                "start_date=yesterday", "end_date=2026-11-20", "start_date=2026-01-01T00:00:00Z&end_date=2026-04-02T00:00:00Z",
                "start_date=2026-02-01T00:00:00Z&end_date=2026-01-02T00:00:00Z", "status=pending", "page=0", "page_size=1001", "page=x",
            ] {
                #expect(try await browser.request(.get, "\(Self.base)/requests.json?\(query)").status == 400, "\(query)")
            }
            #expect(try await browser.request(.get, "\(Self.base)/requests.json?jurisdiction_id=zz").status == 404)
            #expect(try await browser.request(.get, "\(Self.base)/requests/7K3M9QX2P.json").status == 404)
            // Nothing was written by all of it.
            let count: Int? = try await house.test.database.read { try $0.value("SELECT COUNT(*) FROM case_record") }
            #expect(count == 0)
            // The test endpoint checks as strictly, answers as well, and keeps nothing.
            let tried = try await Self.post(browser, Self.light, base: "/open311/test/v2")
            #expect(tried.status == 200 && tried.body.contains("service_request_id"))
            #expect(try await Self.post(browser, without("api_key"), base: "/open311/test/v2").status == 403)
            #expect(try await house.test.database.read { try $0.value("SELECT COUNT(*) FROM case_record") } == 0)
        }
    }

    /// What a service does not ask for is kept as a note for the office, or refused with its name; nothing is lost, nothing fails.
    @Test(arguments: Engine.allCases)
    func aDescriptionThatNobodyAskedForIsANoteOfTheOffice(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            try await house.revise("street-light") { $0.form.removeAll { $0.kind == .longText } }
            for (name, value) in [("description", "It hums\u{1}."), ("description", String(repeating: "x", count: 5_000))] {
                let refused = try await Self.post(browser, Self.light.filter { $0.0 != name } + [(name, value)])
                #expect(refused.status == 400 && refused.body.contains("description:"), "\(refused.body)")
            }
            let posted = try await Self.post(browser, Self.light)
            guard case .array(let items) = try JSONValue(parsing: posted.body) else { return #expect(Bool(false), "\(posted.body)") }
            let reference = items.first?["service_request_id"]?.text ?? ""
            let (record, count) = try await house.test.database.read {
                (try CaseStore.find($0, reference: reference), try $0.value("SELECT COUNT(*) FROM case_record", as: Int.self))
            }
            #expect(count == 1 && record?.events.map(\.action) == [.submit, .note], "\(posted.body)")
            #expect(record?.events.last?.facts.reason == "No light <since> Sunday & cold")
            // Everybody reads the request, nobody but the office the note.
            #expect(!(try await browser.request(.get, "\(Self.base)/requests/\(reference).json").body.contains("Sunday")))
        }
    }

    @Test(arguments: Engine.allCases)
    func filtersFindWhatTheyName(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            var references: [String] = []
            for day in 0..<4 {
                let posted = try await Self.post(browser, Self.light)
                guard case .array(let items) = try JSONValue(parsing: posted.body) else { continue }
                references.append(items.first?["service_request_id"]?.text ?? "")
                if day < 3 { house.test.clock.advance(by: .days(40)) }
            }
            func found(_ query: String) async throws -> [String] {
                let answer = try await browser.request(.get, "\(Self.base)/requests.json?\(query)")
                guard case .array(let items) = try JSONValue(parsing: answer.body) else { return ["\(answer.body)"] }
                return items.compactMap { $0["service_request_id"]?.text }
            }
            // 90 days back from today, newest first.
            #expect(try await found("") == [references[3], references[2], references[1]])
            #expect(try await found("service_code=&status=") == [references[3], references[2], references[1]])
            #expect(try await found("start_date=2026-11-20T00:00:00Z") == [references[2], references[1], references[0]])
            #expect(try await found("end_date=2026-12-01T00:00:00%2B12:00") == [references[0]])
            #expect(try await found("page=2&page_size=1") == [references[2]])
            #expect(try await found("service_code=none") == [])
            #expect(try await found("service_code=none,street-light").count == 3)
            #expect(try await house.act(browser, references[2], #"{"action": "duplicate", "reference": "\#(references[3])", "text": "The same."}"#).status == 201)
            #expect(try await found("status=closed") == [references[2]])
            // A closed one tells when it ended, whatever is noted about it later.
            func updated() async throws -> String? {
                let answer = try await browser.request(.get, "\(Self.base)/requests/\(references[2]).json")
                guard case .array(let items) = try JSONValue(parsing: answer.body) else { return nil }
                return items.first?["updated_datetime"]?.text
            }
            let ended = try await updated()
            house.test.clock.advance(by: .hours(5))
            #expect(try await house.act(browser, references[2], #"{"action": "note", "reason": "They called."}"#).status == 201)
            let later = try await updated()
            #expect(ended != nil && ended == later)
            #expect(try await found("status=open,closed").count == 3)
            // An id overrides everything else.
            #expect(try await found("service_request_id=\(references[0])&status=closed&start_date=x&page=0") == [references[0]])
            #expect(try await found("service_request_id=\(references[0]),\(references[2])&status=closed").count == 2)
            #expect(try await found("service_request_id=nonsense") == [])
        }
    }

    @Test(arguments: Engine.allCases)
    func sealedAndRestrictedCasesAreInNoAnswer(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            let posted = try await Self.post(browser, Self.light)
            guard case .array(let items) = try JSONValue(parsing: posted.body) else { return }
            let reference = items.first?["service_request_id"]?.text ?? ""
            let (restricted, _) = try await house.register(browser, #""applicant.name": "Sione", "# + DeliveryHouse.household)
            for visibility in CaseVisibility.allCases {
                try await house.test.database.write {
                    try $0.execute("UPDATE case_record SET visibility = \(visibility) WHERE reference = \(reference)")
                }
                for path in ["requests.json", "requests.xml", "requests/\(reference).json", "tokens/\(reference).json",
                    "requests.json?service_request_id=\(reference)"]
                {
                    let answer = try await browser.request(.get, "\(Self.base)/\(path)")
                    #expect(answer.body.contains(reference) == (visibility == .public), "\(visibility) \(path)")
                    #expect(!answer.body.contains(restricted) && !answer.body.contains("mere@") && !answer.body.contains("18.141"))
                }
            }
        }
    }

    /// Whatever is sent, the answer is a document of this interface with a status that it knows.
    @Test(arguments: Engine.allCases)
    func nonsenseGetsAnAnswer(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, _ in
            var random = SeededGenerator(seed: 21)
            let values = [
                "", " ", "\u{0}", "\u{1}\u{1F}", "<b>&\"'", "' OR 1=1 --", "১২৩", "مرحبا", "😀", "-0", "1e999", "NaN", "99999999999999999999",
                String(repeating: "9", count: 3_000), "2026-13-40T99:99:99Z", "2026-02-30T00:00:00Z", "street-light", "dark", "null", "[]",
            ]
            let names = Self.light.map(\.0) + ["attribute[", "attribute[]", "attribute[][]", "attribute[pole]", "media_url", "address_id", "last_name"]
            for _ in 0..<150 {
                var fields = Self.light.filter { _ in Int.random(in: 0..<6, using: &random) > 0 }
                for _ in 0..<3 {
                    let name = names.randomElement(using: &random) ?? ""
                    fields.removeAll { $0.0 == name }
                    fields.append((name, values.randomElement(using: &random) ?? ""))
                }
                let answer = try await Self.post(browser, fields, format: Bool.random(using: &random) ? "json" : "xml")
                #expect([200, 400, 403, 404].contains(answer.status), "\(fields): \(answer.status)")
                if answer.header("content-type")?.hasPrefix("application/json") == true { _ = try JSONValue(parsing: answer.body) }
            }
            for _ in 0..<150 {
                let query = ["service_request_id", "service_code", "start_date", "end_date", "status", "page", "page_size", "jurisdiction_id"]
                    .filter { _ in Bool.random(using: &random) }
                    .map { "\($0)=\((values.randomElement(using: &random) ?? "").addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }
                    .joined(separator: "&")
                let answer = try await browser.request(.get, "\(Self.base)/requests.json?\(query)")
                #expect([200, 400, 404].contains(answer.status), "\(query): \(answer.status)")
                _ = try JSONValue(parsing: answer.body)
            }
        }
    }

    @Test func documentsHoldAnythingThatPeopleWrite() throws {
        var random = SeededGenerator(seed: 77)
        for _ in 0..<200 {
            let text = String((0..<40).map { _ in Character(Unicode.Scalar(UInt32.random(in: 0..<0xD800, using: &random)) ?? "x") })
            let document = Open311Document(root: "a", value: .list(item: "b", [.object([("c", .text(text)), ("d", .nothing)])]))
            #expect(XMLParser(data: Data(document.text(.xml).utf8)).parse(), "\(text.unicodeScalars.map(\.value))")
            guard case .array(let items) = try JSONValue(parsing: document.text(.json)) else {
                Issue.record("no array")
                continue
            }
            #expect(items.first?["c"]?.text == text && items.first?["d"] == .null)
        }
    }
}
