import Foundation
import SQL
import TestSupport
import Testing

@testable import Delivery

/// Every form that a page of the room shows, sent with everything that does not belong in it.
struct FormSweepTests {
    private struct Control {
        let name: String
        let value: String
        let isFile: Bool
    }

    private struct Form: Hashable {
        let action: String
        let isUpload: Bool
        let names: [String]
    }

    /// What stands in a form, button included, as a browser would send it.
    private static func controls(_ form: Markup) -> [Control] {
        form.all.compactMap { element in
            guard ["input", "select", "textarea", "button"].contains(element.name), let name = element["name"] else { return nil }
            let value = switch element.name {
            case "select": (element.all("option").first { $0["selected"] != nil } ?? element.all("option").first)?["value"]
            case "textarea": element.text()
            default: element["value"]
            }
            return Control(name: name, value: value ?? "", isFile: element["type"] == "file")
        }
    }

    private static func body(_ pairs: [(String, String)], files: [(String, [UInt8])], isUpload: Bool) -> (type: String, bytes: [UInt8]) {
        guard isUpload else {
            func encode(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }
            return ("application/x-www-form-urlencoded", Array(pairs.map { "\(encode($0.0))=\(encode($0.1))" }.joined(separator: "&").utf8))
        }
        var bytes: [UInt8] = []
        for (name, value) in pairs {
            bytes += Array("--sweep\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        for (name, content) in files {
            bytes += Array(
                "--sweep\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"../<b>.pdf\"\r\nContent-Type: application/pdf\r\n\r\n".utf8)
            bytes += content + Array("\r\n".utf8)
        }
        return ("multipart/form-data; boundary=sweep", bytes + Array("--sweep--\r\n".utf8))
    }

    /// Pages by who opens them; `REFERENCE` is an open case.
    private static let pages: [(who: String?, paths: [String])] = [
        ("manager", [
            "/work/services/new", "/work/services/poverty-benefit-scheme", "/work/services/poverty-benefit-scheme/edit/about",
            "/work/services/poverty-benefit-scheme/edit/where", "/work/services/poverty-benefit-scheme/edit/form",
            "/work/services/poverty-benefit-scheme/edit/form?at=form.5", "/work/services/poverty-benefit-scheme/edit/fees",
            "/work/services/poverty-benefit-scheme/edit/steps?at=steps.0", "/work/services/poverty-benefit-scheme/edit/endings?at=endings.0",
            "/work/services/poverty-benefit-scheme/edit/rules", "/work/services/poverty-benefit-scheme/edit/feedback",
            "/work/offices/new", "/work/offices/dsw-fj-suva", "/work/calendars/new", "/work/calendars/fj", "/work/absences", "/work/webhooks",
            "/work/retention", "/work/notices", "/work/cases/templates/new", "/work/cases?view=team&phase=submitted", "/work/cases/REFERENCE",
        ]),
        ("officer", ["/work/cases", "/work/cases/REFERENCE", "/work/absences"]),
        ("operator", ["/apply/poverty-benefit-scheme", "/complain/complaints-india"]),
        (nil, [
            "/apply/poverty-benefit-scheme", "/apply/street-light", "/complain/complaints-bangladesh", "/services", "/track", "/track/REFERENCE",
            "/messages/stop",
        ]),
    ]

    private static let values = [
        "", markup, "a\u{0}b", String(repeating: "ক", count: 5_000), "৫", "-1", "1e309", "2026-02-30", "0198c0de-0000-7000-8000-000000000000", "\r\nX: y",
    ]
    private static let markup = "\"><script>alert(1)</script><img src=x onerror=alert(1)>"

    @Test(arguments: Engine.allCases)
    func noFieldOfAnyFormFails(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            let (reference, code) = try await house.apply(citizen)
            var (seen, sent, tried): (Set<Form>, Int, Set<String>) = ([], 0, [])
            for (who, paths) in Self.pages {
                for path in paths {
                    let person = citizen.stranger()
                    if let who { try await person.visit("/as/" + who) }
                    if path.hasPrefix("/track/") { try await person.visit("/track/\(reference)/open/\(code)") }
                    let page = try await person.visit(path.replacing("REFERENCE", with: reference))
                    guard page.status == 200 else { continue }
                    tried.insert(path)
                    for form in page.markup.all("form") {
                        let controls = Self.controls(form)
                        let action = form["action"] ?? ""
                        let isPost = form["method"] == "post"
                        let isUpload = form["enctype"] == "multipart/form-data"
                        guard action != "/sign-out", !controls.isEmpty || isPost,
                            seen.insert(Form(action: action, isUpload: isUpload, names: controls.map(\.name))).inserted
                        else { continue }
                        let names = controls.map(\.name).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
                        // All at once with each value; each alone with markup that is too long for most; each twice; none.
                        var tries = Self.values.map { value in names.map { ($0, value) } } + [[], names.flatMap { [($0, "1"), ($0, "2")] }]
                        let long = String(repeating: Self.markup, count: 10)
                        for name in names { tries.append(controls.map { ($0.name, $0.name == name ? long : $0.value) }) }
                        let files = controls.filter(\.isFile).map { ($0.name, Array("%PDF-1.7\n".utf8)) }
                        for pairs in tries {
                            let (type, bytes) = Self.body(
                                isUpload ? pairs.filter { pair in !files.contains { $0.0 == pair.0 } } : pairs, files: files, isUpload: isUpload)
                            let query = isPost ? "" : "?" + String(decoding: Self.body(pairs, files: [], isUpload: false).bytes, as: UTF8.self)
                            let answer = try await person.request(
                                isPost ? .post : .get, action + query,
                                headers: ["sec-fetch-site": "same-origin", "accept": "text/html"].merging(isPost ? ["content-type": type] : [:]) { $1 },
                                body: isPost ? bytes : nil)
                            #expect(
                                [200, 303, 400, 403, 404, 409, 413, 414, 422, 429].contains(answer.status),
                                "\(who ?? "anybody"), \(path): \(action) answered \(answer.status) to \(pairs.first.map { "\($0.0)=\($0.1.prefix(40).debugDescription)" } ?? "nothing")")
                            #expect(!answer.body.contains("<script>alert") && !answer.body.contains("<img src=x"), "\(action)")
                            if let location = answer.header("location") { #expect(location.hasPrefix("/") && !location.contains("\n"), "\(action)") }
                            sent += 1
                        }
                    }
                }
            }
            #expect(sent > 800 && seen.count > 40, "\(sent) requests, \(seen.count) forms")
            let all = Self.pages.flatMap(\.paths)
            #expect(tried.count >= Set(all).count - 2, "not opened: \(Set(all).subtracting(tried).sorted())")
            // Nothing was counted twice, and every page still opens.
            let (cases, counted) = try await house.test.database.read { connection in
                (
                    try connection.value("SELECT COUNT(*) FROM case_record", as: Int.self),
                    try connection.value("SELECT CAST(SUM(cases) AS BIGINT) FROM case_count", as: Int.self)
                )
            }
            #expect(cases == counted)
            let manager = citizen.stranger()
            try await manager.visit("/as/manager")
            for path in Self.pages[0].paths {
                #expect([200, 404].contains(try await manager.visit(path.replacing("REFERENCE", with: reference)).status), "\(path)")
            }
        }
    }
}
