import Platform
import TestSupport
import Testing

@testable import Web

@Suite struct AccessTests {
    @Test func noRouteAnswersWhomItsRuleRefuses() async throws {
        try await TestHouse.open { browser, house in
            let routes = try mountedRoutes(
                rooms: [TestRoom.room], services: house.test.services, settings: WebSettings())
            let called = try await expectVisitorsAreRefused(
                routes.map { ($0.method.rawValue, $0.path, $0.access.check(.anonymous).allowed) }, by: browser)
            #expect(called == 3)
        }
    }

    @Test func aSignedInPersonWithAnotherRoleIsToldWhy() async throws {
        try await TestHouse.open { browser, house in
            _ = try await browser.signIn(try await house.person())
            let page = try await browser.visit("/review")
            #expect(page.status == 403)
            #expect(page.text.contains("Your role does not include this."))
        }
    }

    @Test func theNavigationShowsWhatSomebodyMayOpen() async throws {
        try await TestHouse.open { browser, house in
            func items(_ page: WebPage) -> [String] {
                page.markup.all("nav").first { $0.classes.contains("site-nav") }?.all("a").map { $0.text() } ?? []
            }
            #expect(items(try await browser.visit("/")) == ["Go to the first page"])
            _ = try await browser.signIn(try await house.person())
            #expect(items(try await browser.visit("/")) == ["Go to the first page", "Menu"])
        }
    }

    static func token(_ scopes: Set<Scope>) -> Principal {
        let now = FixedClock.start
        return Principal(kind: .token(ID(at: now), of: ID(at: now), scopes: scopes), name: "A program", memberships: [])
    }

    static let bearer: @Sendable (String) async throws -> Principal? = { token in
        switch token {
        case "reader": Self.token([.read])
        case "writer": Self.token([.write])
        default: nil
        }
    }

    static let note = #"{"title":"a","count":1,"places":[]}"#

    @Test(arguments: [("reader", 403, "scope-missing"), ("writer", 200, nil), ("guessed", 401, "sign-in-first"), (nil, 401, "sign-in-first")] as [(String?, Int, String?)])
    func tokensWriteOnlyWithTheirScope(token: String?, status: Int, code: String?) async throws {
        try await TestHouse.open(bearer: Self.bearer) { browser, _ in
            var headers = ["if-match": "\"v1\""]
            // Without a token it is a browser that calls; with one, where the call comes from does not matter.
            if let token { headers["authorization"] = "Bearer \(token)" } else { headers["sec-fetch-site"] = "same-origin" }
            let page = try await browser.json(.put, "/api/v1/notes/1", headers: headers, Self.note)
            #expect(page.status == status)
            if let code { #expect(try JSONValue(parsing: page.body)["code"]?.text == code) }
            if status == 401 { #expect(page.header("www-authenticate") == "Bearer") }
        }
    }

    @Test func aTokenOpensNoPage() async throws {
        try await TestHouse.open(bearer: Self.bearer) { browser, _ in
            let page = try await browser.request(.get, "/work", headers: ["authorization": "Bearer writer"])
            #expect(page.status == 303)
        }
    }

    @Test(arguments: [(nil, 428), ("\"v0\"", 412), ("\"v1\"", 200), ("*", 200)] as [(String?, Int)])
    func changesAreMadeToTheVersionThatWasRead(match: String?, status: Int) async throws {
        try await TestHouse.open(bearer: Self.bearer) { browser, _ in
            var headers = ["authorization": "Bearer writer"]
            headers["if-match"] = match
            let page = try await browser.json(.put, "/api/v1/notes/1", headers: headers, Self.note)
            #expect(page.status == status)
            if status == 200 { #expect(page.header("etag") == "\"v2\"") }
        }
    }

    @Test func listsAreReadPageByPageToTheirEnd() async throws {
        try await TestHouse.open { browser, _ in
            var path = "/api/v1/notes?limit=10"
            var titles: [String] = []
            var pages = 0
            while true {
                let page = try await browser.request(.get, path)
                let json = try JSONValue(parsing: page.body)
                guard case .array(let items)? = json["items"] else { throw BrowserError.noLink("items", has: [], on: path) }
                titles += items.compactMap { $0["title"]?.text }
                pages += 1
                guard let link = page.header("link") else {
                    #expect(json["next"] == .null)
                    break
                }
                #expect(link.contains(json["next"]?.text ?? "?"))
                #expect(link.hasSuffix(">; rel=\"next\""))
                let address = link.dropFirst().prefix { $0 != ">" }
                path = String(address.dropFirst("http://127.0.0.1:8080".count))
            }
            #expect(pages == 3)
            #expect(titles == (0..<25).map { "Note \($0)" })
            for wrong in ["limit=0", "limit=101", "limit=x", "cursor=!", "cursor=YQ%3D%3D"] {
                #expect(try await browser.request(.get, "/api/v1/notes?\(wrong)").status == 400, "\(wrong)")
            }
        }
    }
}
