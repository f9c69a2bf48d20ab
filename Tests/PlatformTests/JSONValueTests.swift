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
            #expect(try JSONText(encoding: sample).text == direct.canonical)
            #expect(try direct.decoded(as: Sample.self) == sample)
        }
    }

    private struct Wrapped: Encodable {
        let inner: JSONText
        let name: String

        enum CodingKeys: CodingKey { case name, inner }

        /// As a document does that adds its own members to those of its content.
        func encode(to encoder: any Encoder) throws {
            var first = encoder.container(keyedBy: CodingKeys.self)
            try first.encode("replaced", forKey: .name)
            try first.encode(inner, forKey: .inner)
            var second = encoder.container(keyedBy: CodingKeys.self)
            try second.encode(name, forKey: .name)
        }
    }

    @Test func aTextThatIsReadyStandsAsItIs() throws {
        let inner = try JSONText(encoding: ["b": [1.5, 2], "a": []])
        let text = try JSONText(encoding: Wrapped(inner: inner, name: "tab\t"))
        #expect(text.text == #"{"inner":{"a":[],"b":[1.5,2]},"name":"tab\t"}"#)
        #expect(try JSONValue(encoding: Wrapped(inner: inner, name: "tab\t")).canonical == text.text)
        #expect(try JSONText(encoding: String?.none).text == "null")
    }

    @Test func aChangeHoldsWhatDiffersAndGivesTheNextState() throws {
        var generator = SeededGenerator(seed: 11)
        func state() -> [String: JSONValue] {
            var members: [String: JSONValue] = [:]
            for name in ["title", "problem", "steps", "costs"] where Bool.random(using: &generator) {
                members[name] = [.integer(Int64.random(in: 0...2, using: &generator))]
            }
            return members
        }
        for _ in 0..<200 {
            let (old, new) = (state(), state())
            let change = try AuditChange(from: old, to: new)
            guard case .object(let before) = try JSONValue(parsing: change.before.text),
                case .object(let after) = try JSONValue(parsing: change.after.text)
            else {
                Issue.record("A change is an object.")
                return
            }
            // Taking away what was and adding what is gives the new state: nothing is lost by leaving the rest out.
            var replayed = old.filter { before[$0.key] == nil }
            replayed.merge(after) { _, now in now }
            #expect(replayed == new)
            #expect(before.allSatisfy { old[$0.key] == $0.value && new[$0.key] != $0.value })
        }
    }

    @Test func numbersThatJSONLacksAreRefused() {
        #expect(throws: EncodingError.self) { try JSONValue(encoding: ["x": Double.nan]) }
        #expect(throws: EncodingError.self) { try JSONValue(encoding: [UInt64.max]) }
    }
}
