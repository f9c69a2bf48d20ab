import Foundation
import TestSupport
import Testing

@testable import Exchange

/// Other people's programs agree: scipy on the greatest total fit, jsonschema on what a round's file may hold.
struct RoundsConventionTests {
    private struct Case: Encodable {
        let seed: UInt64
        let rows: [Int]
        let columns: [Int]
        let fits: [[Double]]
        let rowLimits: [Limit]
        let columnLimits: [Limit]
        let total: Double

        struct Limit: Encodable {
            let members: [Int]
            let most: Int

            func encode(to encoder: any Encoder) throws {
                var list = encoder.unkeyedContainer()
                try list.encode(members)
                try list.encode(most)
            }
        }
    }

    private func limits(_ participants: [RoundInput.Participant], _ most: Int?) -> [Case.Limit] {
        guard let most else { return [] }
        return ["BD", "FJ", "BT"].map { country in
            Case.Limit(members: participants.indices.filter { participants[$0].country == country }, most: most)
        }
    }

    @Test func scipyFindsTheSameTotals() async throws {
        var lines = Data()
        for seed in UInt64(1)...400 {
            var made = RoundsGenerated(seed: seed)
            var input = made.round(
                .init(most: seed % 10 == 0 ? 60 : 15, hasCountryLimits: seed % 3 == 0, largestCapacity: seed % 3 == 1 ? 1 : 4))
            input.rules.noSelfMatch = false
            // Not only a few values, and not only where many are equal.
            if seed % 2 == 0 {
                for index in input.fits.indices { input.fits[index].value += Double.random(in: 0..<0.1, using: &made.generator) }
            }
            let total = RoundSolver.solve(input, method: .maxFit).figures.totalFit ?? 0
            let one = Case(
                seed: seed, rows: input.proposers.map(\.capacity), columns: input.acceptors.map(\.capacity),
                fits: input.fits.map { [Double($0.proposer), Double($0.acceptor), $0.value] },
                rowLimits: limits(input.proposers, input.rules.mostPerProposerCountry),
                columnLimits: limits(input.acceptors, input.rules.mostPerAcceptorCountry), total: total)
            lines += try JSONEncoder().encode(one) + Data("\n".utf8)
        }
        #expect(try await runPython("optimum.py", [lines]) == "400 compared\n")
    }

    /// What the reader takes is good by the schema. What the schema alone can tell to be bad, the reader refuses.
    @Test func theSchemaSaysWhatTheReaderDoes() async throws {
        let good = [
            #"{"proposers": [], "acceptors": []}"#,
            #"{"proposers": [{"id": "p", "capacity": 0, "country": null, "preferences": null, "name": {"en": "x"}}], "acceptors": [{"id": "a b", "preferences": ["p"]}], "fit": {"p a b": -1.5}, "name": "x", "rules": {"maxPerCountry": null, "noSelfMatch": false, "conflicts": [["p", "a b"]], "mustHave": []}}"#,
            #"{"proposers": [{"id": "p", "preferences": [["a", "b"], []]}], "acceptors": [{"id": "a"}, {"id": "b"}], "rules": {"maxPerCountry": {"proposers": 2}}}"#,
            #"{"$schema": "x", "proposers": [], "acceptors": [], "rules": null, "fit": {}}"#,
        ]
        let bad = [
            "[]", "{}", #"{"proposers": []}"#, #"{"proposers": {}, "acceptors": []}"#, #"{"proposers": [1], "acceptors": []}"#,
            #"{"proposers": [{}], "acceptors": []}"#, #"{"proposers": [{"id": ""}], "acceptors": []}"#,
            #"{"proposers": [{"id": 1}], "acceptors": []}"#, #"{"proposers": [{"id": "p", "capacity": -1}], "acceptors": []}"#,
            #"{"proposers": [{"id": "p", "capacity": 1.5}], "acceptors": []}"#,
            #"{"proposers": [{"id": "p", "capacity": "1"}], "acceptors": []}"#,
            #"{"proposers": [{"id": "p", "preferences": [[["a"]]]}], "acceptors": [{"id": "a"}]}"#,
            #"{"proposers": [{"id": "p", "x": 1}], "acceptors": []}"#, #"{"proposers": [], "acceptors": [], "x": 1}"#,
            #"{"proposers": [], "acceptors": [], "fit": {"p": 1}}"#, #"{"proposers": [], "acceptors": [], "fit": []}"#,
            #"{"proposers": [{"id": "p"}], "acceptors": [{"id": "a"}], "fit": {"p a": "1"}}"#,
            #"{"proposers": [], "acceptors": [], "rules": {"x": 1}}"#, #"{"proposers": [], "acceptors": [], "rules": []}"#,
            #"{"proposers": [], "acceptors": [], "rules": {"maxPerCountry": -1}}"#,
            #"{"proposers": [], "acceptors": [], "rules": {"mustHave": [["p"]]}}"#,
            #"{"proposers": [], "acceptors": [], "rules": {"noSelfMatch": null}}"#,
        ]
        for text in good { #expect(throws: Never.self, "\(text)") { try RoundFile.read(Array(text.utf8)) } }
        for text in bad { #expect(throws: ImportRefused.self, "\(text)") { try RoundFile.read(Array(text.utf8)) } }
        let cases = good.map { "{\"isGood\": true, \"document\": \($0)}" } + bad.map { "{\"isGood\": false, \"document\": \($0)}" }
        let said = try await runPython(
            "round_schema.py", [Data(RoundFile.schema.utf8), Data("[\(cases.joined(separator: ","))]".utf8)])
        #expect(said == "\(good.count + bad.count) compared\n")
    }
}
