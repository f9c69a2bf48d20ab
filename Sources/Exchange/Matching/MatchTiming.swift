import Foundation
public import Language
public import Platform
import SQL

/// How long matching one need takes, for `script/bench`.
public enum MatchTiming {
    public struct Figures: Sendable {
        public let solutions: Int
        public let hasMeaning: Bool
        /// The first match, which reads the whole catalogue into memory.
        public let first: Duration
        /// Making the need's vector.
        public let encoding: [Duration]
        /// One read with scoring all solutions, choosing ten, and saying why.
        public let matching: [Duration]
    }

    public static func measure(
        _ services: Services, _ service: MatchService, _ need: MatchNeed, times: Int
    ) async throws -> Figures {
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
        return Figures(
            solutions: results.compared, hasMeaning: results.hasMeaning, first: first, encoding: encoding, matching: matching)
    }

    /// Gives all solutions without a vector a made-up one: encoding a hundred thousand takes an hour and tells nothing of the scan.
    public static func makeUpVectors(_ services: Services, encoder: any TextEncoder) async throws -> Int {
        let label = VectorText.label(of: encoder)
        var state: UInt64 = 1
        var count = 0
        var last: ID<Solution>?
        while true {
            let after = last
            let rows = try await services.database.read { connection -> [(ID<Solution>, Timestamp)] in
                let behind: SQL = after.map { "WHERE solution_id > \($0)" } ?? ""
                return try connection.query(
                    "SELECT solution_id, updated_at FROM solution_listing \(behind) ORDER BY solution_id LIMIT 500"
                ).map { (try $0["solution_id"], try $0["updated_at"]) }
            }
            guard let end = rows.last else { return count }
            last = end.0
            let fresh = rows.map { id, listedAt in
                let numbers = (0..<encoder.dimension).map { _ -> Float in
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return Float(state >> 40) / Float(1 << 24) - 0.5
                }
                let length = numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
                return SolutionVectorStore.Fresh(
                    wanted: .init(id: id, content: SolutionContent(), listedAt: listedAt, knownHash: nil), hash: "made-up",
                    numbers: ShortVector(numbers.map { $0 / length }).stored)
            }
            let now = services.now
            count += try await services.database.write { connection in
                let written = try SolutionVectorStore.write(connection, label, fresh)
                try Audit.record(
                    connection, by: .program("command:sample"), at: now, "encode", EncodeSolutions.kind, label, before: nil,
                    after: ["solutions": .string(String(written))])
                return written
            }
        }
    }
}
