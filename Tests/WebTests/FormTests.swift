import TestSupport
import Testing

@testable import Web

@Suite struct FormTests {
    @Test(arguments: [
        ("title=Safe+water&theme=health&theme=water", ["title": ["Safe water"], "theme": ["health", "water"]]),
        ("a=%E0%A6%AC&b", ["a": ["ব"], "b": [""]]),
        ("a=1%2B1%26x&&", ["a": ["1+1&x"]]),
    ])
    func readsFields(text: String, expected: [String: [String]]) throws {
        #expect(try URLEncoding.fields(text.utf8).values == expected)
    }

    @Test(arguments: ["a=%", "a=%4", "a=%zz", "a=%ff%fe", "a=%00", "%c0%af=1"])
    func refusesWhatCannotBeRead(text: String) {
        #expect(throws: URLEncoding.Fault.self) { try URLEncoding.fields(text.utf8) }
    }

    @Test func boundsTheNumberOfFields() {
        let many = String(repeating: "a=1&", count: 1001)
        #expect(throws: URLEncoding.Fault.tooManyFields) { try URLEncoding.fields(many.utf8) }
    }

    @Test func tidiesWhatPeopleType() {
        let fields = Fields([("a", "  caf\u{65}\u{301} \r\n two\r"), ("b", " \n "), ("p", " secret ")])
        #expect(fields["a"] == "café \n two")
        #expect(fields["a"]?.unicodeScalars.contains("\u{E9}") == true)
        #expect(fields["b"] == nil)
        #expect(fields.has("b"))
        #expect(fields["c"] == nil)
        #expect(fields.raw("p") == " secret ")
        #expect(fields["p"] == "secret")
    }

    @Test(arguments: 0..<200)
    func base64RoundTrips(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let bytes = (0..<Int.random(in: 0...70, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
    }

    @Test func cursorsRoundTripAndForgedOnesAreRefused() throws {
        let values = ["2017-12-11", "", "ঢাকা"]
        #expect(try Cursor.decode(Cursor.encode(values), count: 3) == values)
        for forged in ["", "!", "YWJj", Cursor.encode(["a", "b"]), String(repeating: "A", count: 3000)] {
            #expect(throws: Problem.self) { try Cursor.decode(forged, count: 3) }
        }
    }

    @Test func flashTravelsAsKeysAndFacts() throws {
        let flash = Flash("solution.saved", ["name": "a|b=c&d; ঢাকা", "x": ""], tone: .caution)
        #expect(Flash(cookieValue: flash.cookieValue[...]) == flash)
        #expect(!flash.cookieValue.contains { ";, \"".contains($0) })
        for forged in ["", "good|k", "loud|k|", "good|%zz|", "good|k|a", "good|k|a=%ff"] {
            #expect(Flash(cookieValue: forged[...]) == nil)
        }
    }
}
