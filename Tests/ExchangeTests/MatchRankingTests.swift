import Language
import Platform
import SQL
import TestSupport
import Testing

@testable import Exchange

/// The ranking of a generated catalogue with vectors: however the catalogue came into memory, and against each solution's own score.
struct MatchRankingTests {
    private static let year = 2026

    private func ranking(
        _ house: StoresFixture, _ service: MatchService, _ need: MatchNeed, _ weights: MatchWeights
    ) async throws -> [ID<Solution>] {
        let vector = await service.vector(for: need.content, house.test.services)
        return try await house.read { connection in
            let found = try service.ranking(connection, need, vector: vector, weights: weights, limit: 50, year: Self.year)
            #expect(found.hasMeaning)
            return found.solutions
        }
    }

    @Test(arguments: Engine.allCases)
    func aCatalogueThatGrewIsRankedAsOneReadAtOnce(on engine: Engine) async throws {
        try await StoresFixture.open(on: engine) { house in
            let encoder = MadeUpEncoder()
            let grown = MatchService(search: SolutionSearch(), vectors: SolutionVectors(encoder: encoder))
            var made = SyntheticSolutions(seed: 7)
            let needs = (0..<6).map { _ in made.need() }
            for _ in 0..<3 {
                let batch = made.next(40)
                try await house.write { try SyntheticSolutions.write($0, $1, batch) }
                _ = try await MatchTiming.makeUpVectors(house.test.services, .test, encoder: encoder)
                _ = try await ranking(house, grown, needs[0], .first)
            }
            let fresh = MatchService(search: SolutionSearch(), vectors: SolutionVectors(encoder: encoder))
            var plain = MatchWeights.first
            plain.spread = 0
            for need in needs {
                #expect(try await ranking(house, grown, need, .first) == (try await ranking(house, fresh, need, .first)))

                // Without the spread, the order is that of the scores, and of the ids where these are equal.
                let (weights, vector) = (plain, await fresh.vector(for: need.content, house.test.services))
                let byScore = try await house.read { connection in
                    let solutions = try connection.query("SELECT solution_id FROM solution_listing").map { row -> ID<Solution> in
                        try row["solution_id"]
                    }
                    #expect(solutions.count == 120)
                    let scores = try fresh.scores(
                        connection, needs: [(need, vector)], solutions: solutions, weights: weights, year: Self.year)
                    return zip(solutions, scores[0]).compactMap { id, score in score.map { (id, $0.fused) } }
                        .sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(50).map(\.0)
                }
                #expect(try await ranking(house, fresh, need, plain) == byScore)
            }
        }
    }
}
