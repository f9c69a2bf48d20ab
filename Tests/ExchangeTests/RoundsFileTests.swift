import Foundation
import Platform
import Testing

@testable import Exchange

/// Reading a round's file: every fault is told with its place, several at once.
struct RoundsFileTests {
    private func faults(_ text: String) -> [String] {
        do {
            _ = try RoundFile.read(Array(text.utf8))
            return []
        } catch let refused as ImportRefused {
            return refused.problems.map { "\($0.record) \($0.field) \($0.key.replacing("round.fault.", with: ""))" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test func aFileIsRead() throws {
        let input = try RoundFile.read(Array("""
            {"fit": {"p 1 a1": 0.5, "p2 a2": -1e-1}, "rules": {"maxPerCountry": {"acceptors": 2}, "mustHave": [["a2", "p2"]]},
             "proposers": [{"id": "p 1", "preferences": ["a2", ["a1", "a3"]], "country": "BD"}, {"id": "p2", "capacity": 0}],
             "acceptors": [{"id": "a1", "capacity": 4}, {"id": "a2", "preferences": [], "name": "x"}, {"id": "a3\\u00e9\\n"}]}
            """.replacing("\"a3\"]", with: "\"a3é\\n\"]").replacing("\"capacity\": 0", with: "\"capacity\": 1").utf8))
        #expect(input.proposers.map(\.id) == ["p 1", "p2"] && input.acceptors.map(\.id) == ["a1", "a2", "a3é\n"])
        #expect(input.proposers[0].preferences?.groups == [[1], [0, 2]] && input.proposers[0].country == "BD")
        #expect(input.proposers[1].preferences == nil && input.acceptors[1].preferences?.count == 0)
        #expect(input.acceptors.map(\.capacity) == [4, 1, 1])
        #expect(input.fits == [.init(0, 0, 0.5), .init(1, 1, -0.1)])
        #expect(input.rules.mostPerAcceptorCountry == 2 && input.rules.mostPerProposerCountry == nil)
        #expect(input.rules.mustHave == [RoundPair(1, 1)] && input.rules.noSelfMatch)
    }

    @Test(arguments: [
        ("[]", ["file  wrong-type"]), ("{}", ["file proposers side-missing", "file acceptors side-missing"]),
        ("", ["file  import.not-json"]), ("{\"proposers\": [}", ["file  import.not-json"]), ("{} x", ["file  import.not-json"]),
        ("{\"proposers\": [], \"acceptors\": [], \"fit\": {\"a b\": NaN}}", ["file  import.not-json"]),
        ("{\"proposers\": [], \"acceptors\": [], \"fit\": {\"a b\": 1e999}}", ["file  import.not-json"]),
        ("{\"proposers\": [], \"acceptors\": [], \"x\": {\"y\": [1, null, true]}}", ["file x unknown-field"]),
        (
            "{\"proposers\": [{\"id\": \"p\", \"preferences\": [\"a\", [\"z\", \"a\"], \"p\"], \"capacity\": -1}, {\"id\": \"p\"}, {}, 3], \"acceptors\": [{\"id\": \"a\", \"capacity\": 1.5, \"preferences\": [1, \"p\", [[\"p\"]]]}, {\"id\": \"\", \"capacity\": \"2\"}]}",
            [
                "proposers[0] capacity whole", "proposers[2] id id-missing", "proposers[3]  wrong-type",
                "acceptors[0] capacity whole", "acceptors[0] preferences[0] wrong-type", "acceptors[0] preferences[2][0] wrong-type",
                "acceptors[1] id id", "acceptors[1] capacity wrong-type", "proposers[1] id id-twice",
                "proposers[0] “p” preferences[1][0] unknown-acceptors", "proposers[0] “p” preferences[1][1] listed-twice",
                "proposers[0] “p” preferences[2] unknown-acceptors",
            ]
        ),
        (
            "{\"proposers\": [{\"id\": \"p\"}], \"acceptors\": [{\"id\": \"a\"}, {\"id\": \"b\"}, {\"id\": \"c\"}], \"fit\": {\"p q\": 1, \"p a\": 1, \"p  a\": 2, \"p a\": 3, \"p b\": \"x\"}, \"rules\": {\"maxPerCountry\": -1, \"noSelfMatch\": 1, \"conflicts\": [[\"p\"], [\"a\", \"b\"], [\"b\", \"c\"], [\"c\", \"a\"], [\"p\", \"z\"]], \"x\": 1}}",
            [
                "fit “p q” fit-key", "fit “p  a” fit-key", "fit “p a” twice", "fit “p b” wrong-type",
                "rules maxPerCountry whole", "rules noSelfMatch wrong-type", "rules conflicts[0] pair",
                "rules conflicts[1] pair-one-side", "rules conflicts[2] pair-one-side", "rules conflicts[3] pair-one-side",
                "rules conflicts[4] pair-unknown", "rules conflicts ring", "rules x unknown-field",
            ]
        ),
        (
            "{\"proposers\": [{\"id\": \"p\", \"country\": \"BD\"}, {\"id\": \"q\", \"country\": \"BD\"}], \"acceptors\": [{\"id\": \"a\", \"country\": \"BD\"}, {\"id\": \"b\"}], \"rules\": {\"maxPerCountry\": 1, \"mustHave\": [[\"p\", \"a\"], [\"p\", \"b\"], [\"p\", \"b\"]], \"conflicts\": [[\"p\", \"b\"]]}}",
            [
                "rules mustHave[2] rule-repeated", "rules mustHave[0] rule-self-match", "rules mustHave[1] rule-contradiction",
                "rules mustHave[1] rule-over-capacity", "rules mustHave[1] rule-over-country", "rules mustHave[2] rule-contradiction",
                "rules mustHave[2] rule-over-capacity",
            ]
        ),
    ])
    func eachFaultIsToldWithItsPlace(_ text: String, _ expected: [String]) { #expect(faults(text) == expected) }

    @Test func aFaultInTheTextHasItsLineAndColumn() throws {
        #expect { try RoundFile.read(Array("{\n  \"proposers\": [tru]}".utf8)) } throws: { error in
            (error as? ImportRefused)?.problems.first?.facts["line"] == "2"
                && (error as? ImportRefused)?.problems.first?.facts["column"] == "17"
        }
    }

    /// No text makes the reader do anything but read or refuse.
    @Test func damagedFilesAreRefusedOrRead() throws {
        let whole = Array("{\"proposers\": [{\"id\": \"p\\u00e9\", \"capacity\": 12, \"preferences\": [\"a\", [\"b\"]]}], \"acceptors\": [{\"id\": \"a\"}, {\"id\": \"b\"}], \"fit\": {\"pé a\": -0.5e2}, \"rules\": {\"mustHave\": [[\"pé\", \"a\"]]}}".utf8)
        _ = try RoundFile.read(whole)
        for cut in whole.indices {
            #expect(throws: ImportRefused.self) { try RoundFile.read(Array(whole[..<cut])) }
            for byte in [UInt8(0), 0xFF, UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "9")] {
                var changed = whole
                changed[cut] = byte
                do { _ = try RoundFile.read(changed) } catch is ImportRefused { continue }
            }
        }
        #expect(faults(String(repeating: "[", count: 100_000)) == ["file  wrong-type", "file  import.not-json"])
    }

    @Test func theSchemaIsTheOneInTheDocumentation() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/api/round.schema.json")
        #expect(try String(contentsOf: file.standardizedFileURL, encoding: .utf8) == RoundFile.schema)
    }
}

extension RoundsFileTests {
    /// What is written is read as it was.
    @Test func filesGoRound() throws {
        for seed in UInt64(1)...200 {
            var made = RoundsGenerated(seed: seed)
            let input = made.round(.init(hasRules: true, hasCountryLimits: true))
            var bytes: [UInt8] = []
            try RoundFile.write(input) { bytes += $0 }
            #expect(try RoundFile.read(bytes) == input, "seed \(seed)")
        }
    }
}
