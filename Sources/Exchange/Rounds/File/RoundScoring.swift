import Language
public import Platform
import SQL

/// How long the scores of a large round take, measured with made-up needs against the catalogue that is there.
public enum RoundScoring {
    public struct Measured: Sendable {
        public let needs, solutions: Int
        /// Pairs with a score; the others are kept apart by a hard filter.
        public let pairs: Int
        public let duration: Duration
    }

    /// Gives solutions without a vector a made-up one, so that comparing vectors is measured and encoding is not.
    public static func measure(_ services: Services, _ principal: Principal, needs count: Int, seed: UInt64) async throws -> Measured {
        let encoder = MadeUpEncoder()
        _ = try await EncodeSolutions.all(services, principal, encoder: encoder, batch: 500)
        let matching = MatchService(search: SolutionSearch(), vectors: SolutionVectors(encoder: encoder))
        var made = SyntheticSolutions(seed: seed)
        let needs = (0..<count).map { _ in made.need() }
        let asked = zip(needs, await matching.vectors(for: needs.map(\.content), services)).map { ($0, $1) }
        let year = services.now.year
        return try await services.database.read { connection in
            let solutions = try connection.query("SELECT solution_id FROM solution_listing WHERE state IN ('published', 'due')").map {
                try $0["solution_id"] as ID<Solution>
            }
            let weights = try WeightsStore.current(connection).weights
            // The first brings the catalogue into memory, as a running server has it.
            _ = try matching.scores(connection, needs: Array(asked.prefix(1)), solutions: [], weights: weights, year: year)
            let clock = ContinuousClock()
            let start = clock.now
            let scores = try matching.scores(connection, needs: asked, solutions: solutions, weights: weights, year: year)
            let duration = clock.now - start
            return Measured(
                needs: count, solutions: solutions.count, pairs: scores.reduce(0) { $0 + $1.count { $0 != nil } }, duration: duration)
        }
    }
}

/// Vectors of the size of the model's, drawn from the text: the same text has the same, and they mean nothing.
private struct MadeUpEncoder: TextEncoder {
    let name = "made-up"
    let dimension = 384
    let languages: Set<String>? = nil

    func encode(_ texts: [String]) async throws -> [[Float]] {
        texts.map { text in
            var state = text.utf8.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
            let numbers = (0..<dimension).map { _ -> Float in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
            }
            let length = numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return numbers.map { $0 / length }
        }
    }
}
