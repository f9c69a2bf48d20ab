import Foundation
import HTTPTypes
import NIOCore
import Platform
import TestSupport
import Testing

@testable import Web

@Suite struct HeaderTests {
    @Test(arguments: [
        (nil, nil, nil, "bn-BD,bn;q=0.9,en;q=0.8", "bn"), (nil, nil, nil, "fr,ar;q=0.5,en;q=0.4", "ar"),
        (nil, nil, nil, "fr", "en"), (nil, nil, nil, "en;q=0,*;q=0.1", "en"), (nil, nil, "ar", "bn", "ar"),
        (nil, "bn", "ar", "en", "bn"), ("ar", "bn", "en", "en", "ar"), ("xx", nil, nil, "bn", "bn"),
        (nil, nil, nil, ";;;q=,,", "en"), (nil, nil, nil, "ar-EG;q=0.2,bn;q=nonsense", "ar"), (nil, "<b>", nil, nil, "en"),
    ] as [(String?, String?, String?, String?, String)])
    func choosesTheLanguage(
        query: String?, cookie: String?, person: String?, accept: String?, expected: String
    ) {
        let chosen = LanguageChoice.choose(
            query: query, cookie: cookie, person: person, acceptLanguage: accept, offered: ["en", "bn", "ar"])
        #expect(chosen == expected)
    }

    @Test(arguments: [
        ("same-origin", nil, "s", true), ("none", nil, "s", true), ("cross-site", "https://s.example", "s.example", false),
        ("same-site", nil, "s", false), (nil, "https://s.example", "s.example", true), (nil, "null", "s.example", false),
        (nil, "https://s.example.evil.example", "s.example", false), (nil, "http://s.example", "s.example", false),
        (nil, nil, "s.example", false),
    ] as [(String?, String?, String, Bool)])
    func checksWhereAFormComesFrom(fetchSite: String?, origin: String?, host: String, passes: Bool) {
        #expect(
            OriginCheck.passes(fetchSite: fetchSite, origin: origin, host: host, site: OriginCheck.site(of: "https://s.example/x"))
                == passes)
    }

    @Test func onOneMachineEitherNameOfTheHostWill() {
        #expect(OriginCheck.passes(fetchSite: nil, origin: "http://localhost:8080", host: "localhost:8080", site: "http://127.0.0.1:8080"))
        #expect(!OriginCheck.passes(fetchSite: nil, origin: "http://evil.example", host: "localhost:8080", site: "http://127.0.0.1:8080"))
    }

    @Test(arguments: [
        ("application/json", true), ("text/html,application/xhtml+xml,*/*;q=0.8", false), ("*/*", false),
        ("application/problem+json;q=0.9, text/html;q=0.1", true), ("", false),
    ])
    func knowsWhoWantsJSON(accept: String, expected: Bool) {
        #expect(RequestHead(fields: [.accept: accept], target: "/").prefersJSON == expected)
    }

    @Test(arguments: [("gzip, br", true), ("br", false), ("gzip;q=0", false), ("*", true), ("*;q=0, gzip;q=0.1", true)])
    func knowsWhoTakesGzip(accept: String, expected: Bool) {
        #expect(RequestHead(fields: [.acceptEncoding: accept], target: "/").acceptsGzip == expected)
    }

    @Test func readsCookies() {
        let head = RequestHead(fields: [.cookie: "a=1; sangam-flash=x; sangam=y=z"], target: "/")
        #expect(head.cookie("sangam") == "y=z")
        #expect(head.cookie("sangam-flash") == "x")
        #expect(head.cookie("sang") == nil)
    }

    @Test(arguments: [
        ("\"a\"", "\"a\"", true), ("\"a-gz\"", "\"a\"", true), ("W/\"a\"", "\"a\"", true), ("\"b\", \"a\"", "\"a\"", true),
        ("*", "\"a\"", true), ("\"b\"", "\"a\"", false), ("a", "\"a\"", false), ("", "\"a\"", false),
    ])
    func comparesValidators(given: String, tag: String, expected: Bool) {
        #expect(EntityTag.matches(given, tag) == expected)
    }

    @Test(arguments: [
        ("/a?b=c", "/a?b=c"), ("//evil.example", nil), ("/\\evil.example", nil), ("https://evil.example", nil), ("", nil),
        ("/a\r\nSet-Cookie: x", nil), ("/%0d%0a", "/%0d%0a"), (nil, nil),
    ] as [(String?, String?)])
    func takesOnlyAddressesOfThisSite(given: String?, expected: String?) {
        #expect(Call.localPath(given) == expected)
    }

    /// The calendar is compared with Foundation's, over six centuries.
    @Test func writesTimesAsFoundationDoes() throws {
        var random = SeededGenerator(seed: 7)
        let format = Date.ISO8601FormatStyle()
        for _ in 0..<5000 {
            let seconds = Int64.random(in: -8_000_000_000...12_000_000_000, using: &random)
            let date = Date(timeIntervalSince1970: TimeInterval(seconds))
            #expect(CivilTime(Timestamp(milliseconds: seconds * 1000 + 999)).iso == format.format(date))
        }
    }

    @Test(arguments: 0..<100)
    func theContentHashTellsAnyChange(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var bytes = (0..<Int.random(in: 1...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        let before = ContentHash.text(of: ByteBuffer(bytes: bytes))
        #expect(ContentHash.text(of: ByteBuffer(bytes: bytes)) == before)
        bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
        #expect(ContentHash.text(of: ByteBuffer(bytes: bytes)) != before)
        #expect(ContentHash.text(of: ByteBuffer(bytes: bytes + [0])) != ContentHash.text(of: ByteBuffer(bytes: bytes)))
    }

    @Test(arguments: [
        ("Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Edge, Windows"), ("", ""),
    ])
    func namesDevices(agent: String, expected: String) {
        #expect(Device.name(userAgent: agent) == expected)
    }
}
