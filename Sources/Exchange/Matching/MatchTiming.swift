public import Language
public import Platform
import SQL

/// How long matching takes, for `script/bench`: one need explained, and the scores of a round.
public enum MatchTiming {
    public struct OneNeed: Sendable {
        public let solutions: Int
        public let hasMeaning: Bool
        /// The first match, which reads the whole catalogue into memory.
        public let first: Duration
        /// Making the need's vector.
        public let encoding: [Duration]
        /// One read with scoring all solutions, choosing ten, and saying why.
        public let matching: [Duration]
    }

    public static func oneNeed(
        _ services: Services, _ service: MatchService, _ need: MatchNeed, times: Int
    ) async throws -> OneNeed {
        let clock = ContinuousClock()
        let year = services.now.year
        let vector = await service.vector(for: need.content, services)
        @Sendable func match() async throws -> MatchResults {
            try await services.database.read { connection in
                try service.run(
                    connection, need, vector: vector, weights: try WeightsStore.current(connection).weights, limit: 10, year: year)
            }
        }
        let start = clock.now
        var results = try await match()
        let first = clock.now - start
        var (encoding, matching): ([Duration], [Duration]) = ([], [])
        for _ in 0..<times {
            encoding.append(await clock.measure { _ = await service.vector(for: need.content, services) })
            matching.append(try await clock.measure { results = try await match() })
        }
        return OneNeed(
            solutions: results.compared, hasMeaning: results.hasMeaning, first: first, encoding: encoding, matching: matching)
    }

    public struct Scores: Sendable {
        public let needs, solutions: Int
        /// Pairs with a score; the others are kept apart by a hard filter.
        public let pairs: Int
        public let duration: Duration
    }

    /// Scores made-up needs against all public solutions, with made-up vectors.
    public static func scores(_ services: Services, _ principal: Principal, needs count: Int, seed: UInt64) async throws -> Scores {
        let encoder = MadeUpEncoder()
        _ = try await makeUpVectors(services, principal, encoder: encoder)
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
            return Scores(
                needs: count, solutions: solutions.count, pairs: scores.reduce(0) { $0 + $1.count { $0 != nil } }, duration: duration)
        }
    }

    /// Gives all solutions that lack a vector of this encoder a made-up one. Returns how many.
    public static func makeUpVectors(
        _ services: Services, _ principal: Principal, encoder: any TextEncoder
    ) async throws -> Int {
        try await EncodeSolutions.all(services, principal, encoder: MadeUpEncoder(for: encoder), batch: 500).encoded
    }
}
