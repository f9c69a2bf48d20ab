import Foundation
import Platform
import TestSupport
import Testing

@Suite struct JSONValueTests {
    @Test func canonicalTextIsSortedAndEscaped() {
        let value: JSONValue = [
            "b": [1, 2.5, nil, true], "a": "line\n\"quoted\" \\ \u{1} বাংলা", "é": .number(3), "aa": [:],
        ]
        #expect(
            value.canonical
                == #"{"a":"line\n\"quoted\" \\ \u0001 বাংলা","aa":{},"b":[1,2.5,null,true],"é":3}"#)
    }

    struct Sample: Codable, Equatable {
        struct Part: Codable, Equatable {
            var name: String
            var shares: [Double]
        }
        enum Kind: String, Codable { case small, large }
        var id: ID<Sample>
        var at: Timestamp
        var kind: Kind
        var count: Int
        var isOpen: Bool
        var note: String?
        var parts: [Part]
        var grid: [[Int]]
        var byName: [String: Part]
        var free: JSONValue
    }

    @Test func encodesAsFoundationDoes() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<50 {
            let part = Sample.Part(name: "p\(generator.next() % 100)", shares: [Double.random(in: -1...1, using: &generator), 2])
            let sample = Sample(
                id: ID(at: FixedClock.start, using: &generator), at: FixedClock.start, kind: .large,
                count: Int.random(in: -9...9, using: &generator), isOpen: .random(using: &generator),
                note: Bool.random(using: &generator) ? "note" : nil, parts: [part, part], grid: [[1], [], [2, 3]],
                byName: ["x": part], free: ["k": [nil, 1.5]])
            let direct = try JSONValue(encoding: sample)
            let text = String(decoding: try JSONEncoder().encode(sample), as: UTF8.self)
            #expect(direct.canonical == (try JSONValue(parsing: text)).canonical)
            #expect(try direct.decoded(as: Sample.self) == sample)
        }
    }

    @Test func numbersThatJSONLacksAreRefused() {
        #expect(throws: EncodingError.self) { try JSONValue(encoding: ["x": Double.nan]) }
        #expect(throws: EncodingError.self) { try JSONValue(encoding: [UInt64.max]) }
    }
}
