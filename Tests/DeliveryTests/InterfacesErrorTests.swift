import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// What is refused is refused in the interface's own format, names the field, and writes nothing.
struct InterfacesErrorTests {
    private static let formType = ["content-type": "application/x-www-form-urlencoded"]

    private static func encode(_ pairs: [(String, String)]) -> [UInt8] {
        Array(pairs.map { pair in
            [pair.0, pair.1].map { $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }.joined(separator: "=")
        }.joined(separator: "&").utf8)
    }

    /// Refusals that no handler of Open311 sees: HTTP as the specification says, the code of the document says what it was.
    @Test func theHouseRefusesInTheFormatOfOpen311() async throws {
        try await DeliveryHouse.open(on: .sqlite) { browser, _ in
            let long = [UInt8](repeating: UInt8(ascii: "x"), count: 300 * 1024)
            let form = Self.formType
            let cases: [(Verb, String, [String: String], [UInt8], Int, Int)] = [
                (.get, "/open311/v2/nothing", [:], [], 404, 404), (.get, "/open311/nothing/v2/services", [:], [], 404, 404),
                (.post, "/open311/v2/services", form, Array("a=b".utf8), 400, 405), (.delete, "/open311/v2/requests", [:], [], 400, 405),
                (.post, "/open311/v2/requests", ["content-type": "application/json"], Array("{}".utf8), 400, 415),
                (.post, "/open311/v2/requests", form, long, 400, 413), (.post, "/open311/v2/requests", form, Array("a=%ZZ".utf8), 400, 400),
                (.get, "/open311/v2/services/", [:], [], 400, 400), (.get, "/open311/v2/requests/%FF", [:], [], 404, 404),
            ]
            for (method, path, headers, body, status, code) in cases {
                for format in ["xml", "json"] {
                    let answer = try await browser.request(method, "\(path).\(format)", headers: headers, body: body)
                    #expect(answer.status == status, "\(method) \(path).\(format): \(answer.status) \(answer.body.prefix(200))")
                    if format == "xml" {
                        #expect(answer.header("content-type") == "text/xml; charset=utf-8")
                        #expect(answer.body.contains("<errors><error><code>\(code)</code><description>"), "\(path): \(answer.body.prefix(200))")
                    } else {
                        #expect(answer.header("content-type") == "application/json; charset=utf-8")
                        guard case .array(let errors) = try JSONValue(parsing: answer.body) else { continue }
                        #expect(errors.first?["code"] == .integer(Int64(code)) && errors.first?["description"]?.text?.isEmpty == false)
                    }
                }
            }
            // Too often: HTTP's own status, for a client must know how long to wait.
            var answer = try await browser.request(.get, "/open311/v2/services.xml")
            for _ in 0..<700 where answer.status == 200 { answer = try await browser.request(.get, "/open311/v2/services.xml") }
            #expect(answer.status == 429 && answer.header("retry-after") != nil && answer.body.contains("<code>429</code>"))
        }
    }

    @Test func theHouseRefusesInTheFormatOfTheAPI() async throws {
        try await DeliveryHouse.open(on: .sqlite) { browser, _ in
            browser.headers = ["authorization": "Bearer operator"]
            let json = ["content-type": "application/json"]
            let long = [UInt8](repeating: UInt8(ascii: " "), count: 300 * 1024)
            let cases: [(Verb, String, [String: String], [UInt8], Int)] = [
                (.get, "/api/v1/nothing", [:], [], 404), (.get, "/api/v2", [:], [], 404), (.delete, "/api/v1/cases", [:], [], 405),
                (.post, "/api/v1/cases", ["content-type": "text/plain"], Array("x".utf8), 415), (.post, "/api/v1/cases", json, long, 413),
                (.post, "/api/v1/cases", json, Array("{".utf8), 400), (.get, "/api/v1/offices/%FF/statistics", [:], [], 404),
            ]
            for (method, path, headers, body, status) in cases {
                let answer = try await browser.request(method, path, headers: headers, body: body)
                #expect(answer.status == status, "\(method) \(path): \(answer.body.prefix(200))")
                #expect(answer.header("content-type") == "application/problem+json", "\(path)")
                let document = try JSONValue(parsing: answer.body)
                #expect(document["status"] == .integer(Int64(status)) && document["type"]?.text?.hasPrefix("urn:sangam:problem:") == true)
                #expect(document["requestId"]?.text?.isEmpty == false && document["title"]?.text?.isEmpty == false)
            }
            var answer = try await browser.request(.get, "/api/v1/services/none/feedback")
            for _ in 0..<400 where answer.status == 404 { answer = try await browser.request(.get, "/api/v1/services/none/feedback") }
            #expect(answer.status == 429 && answer.header("content-type") == "application/problem+json")
        }
    }

    // MARK: Wrong fields

    private static let controls = ["a\u{1}b", "\u{1B}[31m", "a\u{202E}b", "\u{7F}"]

    private static let open311: [(String, String)] = [
        ("api_key", "operator"), ("service_code", "street-light"), ("lat", "-18.1"), ("long", "178.4"), ("attribute[fault]", "dark"),
        ("description", "Dark"), ("email", "mere@example.org"), ("phone", "1234567"), ("first_name", "Mere"), ("last_name", "T"),
    ]

    /// Each parameter with values that it cannot have: the name of the parameter is in the answer, and no case came of it.
    @Test(arguments: Engine.allCases)
    func open311NamesTheParameter(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            let long = String(repeating: "ক", count: 5_000)
            var wrong: [(String, [String])] = [
                ("lat", ["x", "91", "-90.1", "0x10", "1e1", "NaN", "১২", "<b>", "1;2"] + Self.controls), ("long", ["181", "x", "١٢"] + Self.controls),
                ("attribute[fault]", ["blue", "<script>", "' OR 1=1 --", long] + Self.controls),
                ("attribute[since]", ["yesterday", "2026-02-30", "<b>", long] + Self.controls),
                ("attribute[near][]", ["nowhere", long] + Self.controls), ("attribute[nothing]", ["x"]),
                ("email", ["x", "a b@c", long] + Self.controls), ("phone", ["abc", "1", "<b>1234567</b>", long] + Self.controls),
                ("media_url", ["javascript:alert(1)", "x", "http://", long] + Self.controls), ("address_string", [long] + Self.controls),
                ("address_id", [long] + Self.controls), ("description", [long] + Self.controls),
            ]
            wrong += ["device_id", "account_id", "first_name", "last_name"].map { ($0, [long] + Self.controls) }
            for (name, values) in wrong {
                for (index, value) in values.enumerated() {
                    let fields = Self.open311.filter { $0.0 != name } + [(name, value)]
                    let format = index.isMultiple(of: 2) ? "json" : "xml"
                    let answer = try await browser.request(
                        .post, "/open311/v2/requests.\(format)", headers: Self.formType, body: Self.encode(fields))
                    #expect(answer.status == 400, "\(name) = \(value.prefix(40).debugDescription): \(answer.status)")
                    let told = name.replacing("[]", with: "")
                    #expect(answer.body.contains(told), "\(name) = \(value.prefix(40).debugDescription): \(answer.body.prefix(300))")
                    if format == "xml" { #expect(!answer.body.contains("<script>") && !answer.body.contains("<b>")) }
                }
            }
            let twice = Self.open311 + [("attribute[fault]", "flickers")]
            let answer = try await browser.request(.post, "/open311/v2/requests.json", headers: Self.formType, body: Self.encode(twice))
            #expect(answer.status == 400 && answer.body.contains("attribute[fault]"))
            #expect(try await house.test.database.read { try $0.value("SELECT COUNT(*) FROM case_record") } == 0)
            // Other scripts are no fault where words are asked for.
            for text in ["রাস্তার বাতি নেই", "لا ضوء في الشارع", "ไฟดับ", "😀", "<b>bold</b> & \"quoted\""] {
                let fields = Self.open311.filter { $0.0 != "description" } + [("description", text), ("address_string", text), ("address_id", "A1")]
                let made = try await browser.request(.post, "/open311/v2/requests.json", headers: Self.formType, body: Self.encode(fields))
                #expect(made.status == 200, "\(text): \(made.body)")
            }
            let kept: [String] = try await house.test.database.read { try $0.query("SELECT answers FROM case_record ORDER BY id").map { try $0["answers"] } }
            #expect(kept.count == 5 && kept[0].contains("রাস্তার বাতি নেই, A1"))
        }
    }

    /// The same by the API: every answer names the question.
    @Test(arguments: Engine.allCases)
    func theAPINamesTheQuestion(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            browser.headers = ["authorization": "Bearer operator"]
            let good: [String: JSONValue] = [
                "applicant.name": .string("Sione"), "birth": .string("1990-02-03"), "place": .string("Suva"), "household": .integer(4),
                "income": .integer(12), "work": .string("nobody"), "children": .bool(false),
            ]
            let long = JSONValue.string(String(repeating: "ক", count: 30_000))
            let controls = Self.controls.map(JSONValue.string)
            let types: [JSONValue] = [.null, .object([:]), .array([.integer(1)]), .array([.string("a"), .string("b")])]
            var wrong: [(String, [JSONValue])] = [
                ("household", [.string("many"), .integer(-1), .number(1.5), .string("<b>4</b>"), .string("1e309")]),
                ("birth", [.string("2026-02-30"), .integer(3), .string("মার্চ")]), ("work", [.string("<script>"), .bool(true)]),
                ("children", [.string("maybe"), .integer(1)]), ("household.x", [.string("4")]), ("houshold", [.integer(4)]),
            ]
            wrong += good.keys.sorted().map { ($0, types + controls + [long]) }
            func post(_ body: [String: JSONValue]) async throws -> WebPage {
                try await browser.json(.post, "/api/v1/cases", JSONValue.object(body).canonical)
            }
            for (key, values) in wrong {
                for value in values {
                    var answers = good
                    answers[key] = value
                    let answer = try await post(["service": .string("poverty-benefit-scheme"), "answers": .object(answers)])
                    #expect([400, 422].contains(answer.status), "\(key) = \(value.canonical.prefix(40)): \(answer.status)")
                    #expect(answer.body.contains(key), "\(key) = \(value.canonical.prefix(40)): \(answer.body.prefix(300))")
                }
            }
            for (name, values) in [
                ("service", [JSONValue.string("none"), .string("a\u{1}"), .integer(3), .null, long]),
                ("office", [.string("none"), .string("\u{1B}"), .integer(3), long]), ("language", [.string("no language"), .integer(3), long]),
                ("capturedAt", [.string("yesterday"), .string("2126-01-01T00:00:00Z"), .integer(3)]), ("answers", [.null, .array([])]),
            ] {
                for value in values {
                    var body: [String: JSONValue] = ["service": .string("poverty-benefit-scheme"), "answers": .object(good)]
                    body[name] = value
                    let answer = try await post(body)
                    #expect([400, 422].contains(answer.status), "\(name) = \(value.canonical.prefix(40)): \(answer.status)")
                    #expect(answer.body.contains(name), "\(name) = \(value.canonical.prefix(40)): \(answer.body.prefix(300))")
                }
            }
            #expect(try await house.test.database.read { try $0.value("SELECT COUNT(*) FROM case_record") } == 0)
        }
    }

    /// A text that is nothing gets one and the same answer, and leaves nothing but the count of its sender.
    @Test(arguments: Engine.allCases)
    func textsOfAnyKindAreAnsweredAlike(on engine: Engine) async throws {
        let lines = Lines(texts: .test, outbound: RecordingOutbound())
        try await DeliveryHouse.open(on: engine, lines: lines) { browser, house in
            func send(_ bytes: [UInt8], from number: Int, coding: String, charset: String) async throws -> WebPage {
                let text = bytes.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
                return try await browser.request(
                    .get, "/sms/kannel?secret=\(TextSettings.test.secret)&from=%2B679\(number)&text=\(text)&coding=\(coding)&charset=\(charset)")
            }
            let nothing = "Text the number and the code of your receipt, with a space between. If they are right and you get this, ask at the office."
            var number = 1_000_000
            for text in BadInputTests.hostile.filter({ !$0.unicodeScalars.contains { (0x0600...0x06FF).contains($0.value) || (0x0980...0x09FF).contains($0.value) } }) {
                let wide = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
                for (bytes, coding, charset) in [(Array(text.utf8), "0", "UTF-8"), (wide, "2", "UTF-16BE"), (wide, "2", "")] {
                    number += 1
                    let answer = try await send(Array(bytes.prefix(2_000)), from: number, coding: coding, charset: charset)
                    #expect(answer.status == 200 && answer.body == nothing, "\(text.prefix(40).debugDescription) \(coding)")
                }
            }
            // Cut in the middle of a letter, and bytes that are no text.
            for bytes in [[0x09], [0xD8, 0x3D], [0xFF, 0xFE, 0x00], [0x80, 0x81]] as [[UInt8]] {
                for coding in ["0", "1", "2"] {
                    number += 1
                    #expect(try await send(bytes, from: number, coding: coding, charset: "").status == 200)
                }
            }
            #expect(try await house.test.database.read { try $0.value("SELECT COUNT(*) FROM notice_stop") } == 0)
            // In their own scripts, as the bytes of the air.
            for (text, language) in [("বন্ধ", "আর এসএমএস পাঠাব না।"), ("قف", "لن تصلك رسائل منا.")] {
                let answer = try await send(text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }, from: 7_777_777, coding: "2", charset: "UTF-16BE")
                #expect(answer.body.hasPrefix(language) && answer.header("x-kannel-coding") == "2")
            }
            #expect(try await house.test.database.read { try $0.value("SELECT COUNT(*) FROM notice_stop") } == 1)
            #expect(try await browser.request(.get, "/sms/kannel?secret=wrong&from=1234567&text=%09%AC").status == 404)
        }
    }
}
