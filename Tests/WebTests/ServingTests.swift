import Foundation
import Hummingbird
import Platform
import SQL
import TestSupport
import Testing

@testable import Web

@Suite struct ServingTests {
    @Test func everyReplyTellsTheBrowserWhatToRefuse() async throws {
        try await TestHouse.open(baseURL: "https://sangam.example") { browser, _ in
            for path in ["/", "/nowhere", "/broken", "/api/v1/notes", "/healthz", "/api/v1/nowhere"] {
                let page = try await browser.request(.get, path)
                let policy = try #require(page.header("content-security-policy"))
                #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "\(path)")
                #expect(page.header("x-content-type-options") == "nosniff")
                #expect(page.header("referrer-policy") == "same-origin")
                #expect(page.header("cross-origin-opener-policy") == "same-origin")
                #expect(page.header("strict-transport-security")?.hasPrefix("max-age=") == true)
                #expect(page.header("x-request-id")?.count == 16)
            }
        }
    }

    @Test(arguments: [
        ("/nowhere", 404, "There is no such page"), ("/notes/%zz", 404, "There is no such page"),
        ("/broken", 500, "Something went wrong on our side"), ("/busy", 503, "We cannot answer just now"),
        ("/notes/../x", 404, "There is no such page"),
    ])
    func refusesWithAPageOrADocument(path: String, status: Int, title: String) async throws {
        try await TestHouse.open { browser, _ in
            let page = try await browser.visit(path)
            #expect(page.status == status)
            #expect(page.heading == title)
            #expect(!page.body.contains("Unexpected"))
            let document = try await browser.request(.get, path, headers: ["accept": "application/json"])
            #expect(document.status == status)
            #expect(document.header("content-type") == "application/problem+json")
            let json = try JSONValue(parsing: document.body)
            #expect(json["title"]?.text == title)
            #expect(json["requestId"]?.text == document.header("x-request-id"))
            if status == 503 { #expect(document.header("retry-after") == "2") }
        }
    }

    @Test func answersOtherMethodsSlashesAndHead() async throws {
        try await TestHouse.open { browser, _ in
            let wrong = try await browser.request(.delete, "/form")
            #expect(wrong.status == 405)
            #expect(wrong.header("allow") == "GET, HEAD, POST")
            let slash = try await browser.request(.get, "/notes/a/?q=1")
            #expect(slash.status == 308)
            #expect(slash.header("location") == "/notes/a?q=1")
            let get = try await browser.request(.get, "/notes/a")
            let head = try await browser.request(.head, "/notes/a")
            #expect(head.status == 200)
            #expect(head.bytes.isEmpty)
            #expect(head.header("etag") == get.header("etag"))
            #expect(head.header("content-length") == String(get.bytes.count))
        }
    }

    @Test func whatPeopleTypeIsEscapedInPages() async throws {
        try await TestHouse.open { browser, _ in
            let page = try await browser.visit("/notes/%3Cscript%3E?q=%3Cimg%20src%3Dx%3E%22&lang=ar")
            #expect(page.heading == "<script>")
            #expect(page.markup.all("img").isEmpty)
            #expect(page.markup.all("script").allSatisfy { $0["src"] != nil })
            #expect(page.markup.first("html")?["dir"] == "rtl")
        }
    }

    @Test func answersWithNothingWhenNothingChanged() async throws {
        try await TestHouse.open { browser, _ in
            let first = try await browser.request(.get, "/long")
            let tag = try #require(first.header("etag"))
            let again = try await browser.request(.get, "/long", headers: ["if-none-match": "\"x\", \(tag)"])
            #expect(again.status == 304)
            #expect(again.bytes.isEmpty)
            #expect(again.header("etag") == tag)
            #expect(again.header("content-type") == nil)
            let packed = try await browser.request(.get, "/long", headers: ["accept-encoding": "gzip"])
            let packedTag = try #require(packed.header("etag"))
            #expect(packedTag != tag)
            #expect(try await browser.request(.get, "/long", headers: ["if-none-match": packedTag]).status == 304)
            let other = try await browser.request(.get, "/long", headers: ["if-none-match": tag, "accept-language": "bn"])
            #expect(other.status == 200)
        }
    }

    @Test func packsTextForWhoTakesIt() async throws {
        try await TestHouse.open { browser, _ in
            let plain = try await browser.request(.get, "/long")
            let packed = try await browser.request(.get, "/long", headers: ["accept-encoding": "gzip, br"])
            #expect(packed.header("content-encoding") == "gzip")
            #expect(packed.header("vary")?.contains("Accept-Encoding") == true)
            #expect(packed.bytes.count < plain.bytes.count / 4)
            #expect(try gunzip(packed.bytes) == plain.bytes)
            let small = try await browser.request(.get, "/limited", headers: ["accept-encoding": "gzip"])
            #expect(small.header("content-encoding") == nil)
        }
    }

    @Test func servesHashedFilesForEver() async throws {
        try await TestHouse.open { browser, _ in
            let page = try await browser.visit("/")
            let sheet = try #require(page.markup.all("link").first { $0["rel"] == "stylesheet" }?["href"])
            #expect(sheet.firstMatch(of: /^\/static\/sangam\.[0-9a-f]{10}\.css$/) != nil)
            let plain = try await browser.request(.get, sheet)
            #expect(plain.header("cache-control") == "public, max-age=31536000, immutable")
            #expect(plain.header("content-type") == "text/css; charset=utf-8")
            #expect(plain.header("set-cookie") == nil)
            let packed = try await browser.request(.get, sheet, headers: ["accept-encoding": "gzip"])
            #expect(try gunzip(packed.bytes) == plain.bytes)
            for asset in page.markup.all.compactMap({ $0["src"] ?? ($0.name == "link" ? $0["href"] : nil) })
            where asset.hasPrefix("/static/") {
                #expect(try await browser.request(.get, asset).status == 200, "\(asset)")
            }
            #expect(try await browser.request(.get, "/static/..%2f..%2fetc%2fpasswd").status == 404)
            #expect(try await browser.request(.get, "/static/sangam.css").status == 404)
        }
    }

    @Test func streamsWithANameInAnyScript() async throws {
        try await TestHouse.open { browser, _ in
            let page = try await browser.request(.get, "/stream")
            #expect(page.body == "row 0\nrow 1\nrow 2\n")
            #expect(page.header("content-disposition") == "attachment; filename=\"Not_.csv\"; filename*=UTF-8''Not%C3%A9.csv")
        }
    }

    @Test func limitsHowOftenSomebodyCalls() async throws {
        try await TestHouse.open { browser, _ in
            for _ in 0..<2 { #expect(try await browser.request(.get, "/limited").status == 200) }
            let refused = try await browser.request(.get, "/limited")
            #expect(refused.status == 429)
            #expect(Int(refused.header("retry-after") ?? "") == 30)
            #expect(try await browser.request(.get, "/").status == 200)
        }
    }

    @Test(arguments: Engine.allCases)
    func tellsWhetherItIsAliveAndReady(on engine: Engine) async throws {
        try await TestHouse.open(on: engine) { browser, house in
            let before = [
                try await browser.request(.get, "/healthz").status, try await browser.request(.get, "/readyz").status,
            ]
            await house.test.database.close()
            let after = [
                try await browser.request(.get, "/healthz").status, try await browser.request(.get, "/readyz").status,
            ]
            #expect(before == [200, 200])
            #expect(after == [200, 503])
        }
    }

    @Test func theLogSaysWhatHappenedAndNothingAboutThePerson() async throws {
        try await TestHouse.open { browser, house in
            browser.headers["x-request-id"] = "forged-by-a-stranger"
            let page = try await browser.request(.get, "/notes/secret-name?q=secret-word")
            _ = try await browser.request(.post, "/secret-place")
            let id = try #require(page.header("x-request-id"))
            try #require(house.application as? Application<House>).responder.parts.settings.accessLog.flush()
            let lines = house.log.text.split(separator: "\n")
            #expect(lines.count == 2)
            let pattern = /^time=2026-11-20T12:00:00Z method=GET route=\/notes\/{name} status=200 ms=\d+\.\d{3} bytes=\d+ id=(\w+)$/
            #expect(try pattern.firstMatch(in: String(lines[0]))?.1 == id[...])
            #expect(lines[1].contains("method=POST route=- status=404"))
            #expect(!house.log.text.contains("secret") && !house.log.text.contains("forged"))
        }
    }
}
