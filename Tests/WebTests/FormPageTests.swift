import Foundation
import Platform
import TestSupport
import Testing

@testable import Web

@Suite struct FormPageTests {
    @Test func aWrongFormKeepsWhatWasTypedAndSaysHowToMendIt() async throws {
        try await TestHouse.open { browser, _ in
            try await browser.visit("/form")
            let again = try await browser.submit(["Text": "Kept\n\"text\" <b>"], button: "Save")
            #expect(again.status == 422)
            #expect(again.errors == ["Title": "Skip to the content"])
            #expect(again.markup.first("textarea")?.rawText().contains("\"text\" <b>") == true)
            let home = try await browser.submit(["Title": "Now <b>"], button: "Save")
            #expect(home.path == "/")
            #expect(home.text.contains("name this number: Now <b>"))
            #expect(home.markup.first("main")?.all("b").isEmpty == true)
            #expect(try await browser.visit("/").text.contains("name this number") == false)
        }
    }

    @Test func aForgedFlashSaysNothingOfItsOwn() async throws {
        try await TestHouse.open { browser, _ in
            browser.setCookie("sangam-flash", "good|Your%20account%20is%20blocked|")
            let page = try await browser.visit("/")
            #expect(!page.body.contains("blocked"))
        }
    }

    @Test(arguments: [
        ["sec-fetch-site": "cross-site"], ["sec-fetch-site": "same-site"], ["origin": "https://evil.example"], [:],
    ])
    func takesFormsOnlyFromItsOwnPages(headers: [String: String]) async throws {
        try await TestHouse.open { browser, _ in
            var headers = headers
            headers["content-type"] = "application/x-www-form-urlencoded"
            let page = try await browser.request(.post, "/form", headers: headers, body: Array("title=x".utf8))
            #expect(page.status == 403)
        }
    }

    @Test(arguments: [
        ("/form", "text/plain", "title=x", 415), ("/form", "", "title=x", 415),
        ("/form", "application/x-www-form-urlencoded", "title=%zz", 400),
        ("/form", "application/x-www-form-urlencoded", String(repeating: "x", count: 5000), 413),
        ("/form", "application/x-www-form-urlencoded; charset=utf-8", "title=x", 303),
        ("/form", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=title\r\n\r\nx\r\n--x--", 303),
        ("/upload", "multipart/form-data", "--x", 415), ("/upload", "multipart/form-data; boundary=x", "--x\r\nbroken", 400),
    ])
    func refusesBodiesOfAnotherTypeOrSize(path: String, type: String, body: String, status: Int) async throws {
        try await TestHouse.open { browser, _ in
            let page = try await browser.request(
                .post, path, headers: ["content-type": type, "sec-fetch-site": "same-origin"], body: Array(body.utf8))
            #expect(page.status == status)
        }
    }

    @Test func takesFilesInPieces() async throws {
        try await TestHouse.open { browser, _ in
            func upload(_ size: Int) async throws -> WebPage {
                let sent = [
                    Sent(name: "title", value: "A file"),
                    Sent(name: "empty", value: "", file: ("", "application/octet-stream", [])),
                    Sent(name: "file", value: "", file: ("report.pdf", "application/pdf", Array(repeating: 7, count: size))),
                ]
                return try await browser.request(
                    .post, "/upload",
                    headers: ["content-type": "multipart/form-data; boundary=zz", "sec-fetch-site": "same-origin"],
                    body: Browser.multipart(sent, boundary: "zz"))
            }
            let (small, large, huge) = (try await upload(60_000), try await upload(70_000), try await upload(2 << 20))
            #expect(small.body == "title=A file\nfile:report.pdf:application/pdf:60000")
            #expect(large.status == 413)
            #expect(huge.status == 413)
        }
    }

    @Test(arguments: [
        (#"{"title":"a","count":1,"places":[{"country":"BD"}]}"#, 200, ""), ("{", 400, "/"), ("", 400, "/"),
        (#"{"title":"a","count":1,"places":[{"country":"BD"},{"country":7}]}"#, 400, "/places/1/country"),
        (#"{"title":"a","places":[]}"#, 400, "/count"), (#"{"title":null,"count":1,"places":[]}"#, 400, "/title"),
        // Foundation does not say where a number was wrong.
        (#"{"title":"a","count":1.5,"places":[]}"#, 400, "/"),
    ])
    func namesThePlaceOfAFaultInJSON(text: String, status: Int, path: String) async throws {
        try await TestHouse.open { browser, _ in
            let page = try await browser.json(.post, "/api/v1/echo", headers: ["sec-fetch-site": "same-origin"], text)
            #expect(page.status == status)
            if status != 200 {
                let problem = try JSONValue(parsing: page.body)
                #expect(problem["code"]?.text == "invalid-json")
                #expect(problem["facts"]?["path"]?.text == path)
            }
        }
    }

    @Test func theLanguageIsChosenKeptAndLinked() async throws {
        try await TestHouse.open { browser, house in
            let english = try await browser.visit("/notes/a?q=x%20y")
            #expect(english.language == "en")
            let bangla = try await browser.visit(try english.link("বাংলা"))
            #expect(bangla.path == "/notes/a?q=x%20y&lang=bn")
            #expect(bangla.language == "bn")
            #expect(bangla.header("content-language") == "bn")
            #expect(bangla.has("x y"))
            #expect(try await browser.visit("/").language == "bn")
            #expect(try await browser.visit("/?lang=xx").language == "bn")
            let reader = browser.stranger()
            _ = try await reader.signIn(try await house.person("Karim", language: "ar"))
            #expect(try await reader.visit("/work").language == "ar")
        }
    }
}
