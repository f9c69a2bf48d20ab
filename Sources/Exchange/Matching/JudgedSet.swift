import Foundation
public import Platform
public import SQL

/// Needs with graded solutions of the sample network, to see what a change of weights does.
///
/// It is a part of the judged set under `Benchmarks/Matching`, of its half for tuning, so that the other half stays unseen.
public struct JudgedSet: Sendable {
    public struct Entry: Decodable, Sendable {
        public let id: String
        let need: JSONValue
        /// By the slug of a solution: 3 answers it, 2 helps much, 1 is related.
        let grades: [String: Int]

        private enum CodingKeys: String, CodingKey { case id, need, grades }

        public init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            id = try fields.decode(String.self, forKey: .id)
            need = try fields.decode(JSONValue.self, forKey: .need)
            grades = try fields.decode([String: Int].self, forKey: .grades)
        }
    }

    public let entries: [Entry]

    public static func read() throws -> JudgedSet {
        let file = Bundle.module.bundleURL.appending(path: "Reference/judged.json")
        return JudgedSet(entries: try JSONDecoder().decode([Entry].self, from: Data(contentsOf: file)))
    }

    /// NDCG of the first ten: 1 when the best graded ones stand first, 0 when none of them is there.
    ///
    /// A grade counts 2^grade − 1, divided by the logarithm of its place (Järvelin and Kekäläinen, 2002).
    static func ndcg(_ ranking: [Int], of grades: [Int], first count: Int = 10) -> Double {
        func gain(_ grades: some Sequence<Int>) -> Double {
            grades.prefix(count).enumerated().reduce(0) { $0 + (pow(2, Double($1.element)) - 1) / log2(Double($1.offset) + 2) }
        }
        let best = gain(grades.sorted(by: >))
        return best > 0 ? gain(ranking) / best : 0
    }
}

/// What two sets of weights make of the judged needs.
public struct WeightsComparison: Sendable {
    public struct Line: Sendable {
        public let id: String
        public let title: String
        public let before: Double
        public let after: Double
    }

    public let lines: [Line]
    public let hasMeaning: Bool

    public var before: Double { Self.mean(lines.map(\.before)) }
    public var after: Double { Self.mean(lines.map(\.after)) }

    private static func mean(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }

    /// Needs of the judged set with their texts' vectors, made before the transaction.
    public struct Prepared: Sendable {
        let entries: [(entry: JudgedSet.Entry, need: MatchNeed, vector: [Float]?)]
    }

    /// Measures both on the open catalogue. Needs whose graded solutions are not in it are left out.
    public static func run(
        _ connection: any Connection, _ service: MatchService, _ prepared: Prepared, before: MatchWeights, after: MatchWeights,
        year: Int
    ) throws -> WeightsComparison {
        let known = Set(
            try connection.query(
                "SELECT slug FROM solution_listing WHERE slug IN \(in: Set(prepared.entries.flatMap(\.entry.grades.keys)).sorted())"
            ).map { row -> String in try row["slug"] })
        var lines: [Line] = []
        var hasMeaning = false
        for (entry, need, vector) in prepared.entries {
            let grades = entry.grades.filter { known.contains($0.key) }
            guard grades.values.contains(where: { $0 >= 2 }) else { continue }
            func measure(_ weights: MatchWeights) throws -> Double {
                let results = try service.run(connection, need, vector: vector, weights: weights, limit: 10, year: year)
                hasMeaning = hasMeaning || results.hasMeaning
                return JudgedSet.ndcg(results.matches.map { grades[$0.solution.slug] ?? 0 }, of: Array(grades.values))
            }
            lines.append(
                Line(id: entry.id, title: need.content.title, before: try measure(before), after: try measure(after)))
        }
        return WeightsComparison(lines: lines, hasMeaning: hasMeaning)
    }
}

extension MatchService {
    /// The judged needs, ready to be measured. Outside any transaction.
    public func prepareJudged(_ services: Services) async throws -> WeightsComparison.Prepared {
        var entries: [(entry: JudgedSet.Entry, need: MatchNeed, vector: [Float]?)] = []
        for entry in try JudgedSet.read().entries {
            let need = try MatchNeedFile.read(entry.need)
            entries.append((entry, need, await vector(for: need.content, services)))
        }
        return WeightsComparison.Prepared(entries: entries)
    }
}
