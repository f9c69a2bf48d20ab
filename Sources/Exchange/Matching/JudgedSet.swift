import Foundation
public import Platform
public import SQL

/// Needs with graded solutions, to see what a change of weights does.
///
/// It is the half for tuning of the judged set under `Benchmarks/Matching`; the other half stays unseen. `judged.py` there writes the file.
public struct JudgedSet: Sendable {
    public struct Entry: Decodable, Sendable {
        public let id: String
        let need: JSONValue
        /// By the slug of a solution of the sample network, or by "registry/id": 3 answers it, 2 helps much, 1 is related.
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

        /// A difference that three digits do not show is none.
        public var isSame: Bool { abs(after - before) < 0.000_5 }
    }

    public let lines: [Line]
    /// How many judged needs there are; those whose solutions are not in the catalogue have no line.
    public let judged: Int
    public let hasMeaning: Bool

    public var before: Double { Self.mean(lines.map(\.before)) }
    public var after: Double { Self.mean(lines.map(\.after)) }

    public var better: Int { lines.count { !$0.isSame && $0.after > $0.before } }
    public var worse: Int { lines.count { !$0.isSame && $0.after < $0.before } }

    /// Where the change of the mean lies in 95 of 100 draws of as many needs from these (bootstrap): with few needs it is wide, and
    /// when 0 is in it, the two may as well be equal.
    public var interval: ClosedRange<Double> {
        let changes = lines.map { $0.after - $0.before }
        guard changes.count > 1 else { return (changes.first ?? 0)...(changes.first ?? 0) }
        // The same draws for the same needs, so that the same question has the same answer.
        var state: UInt64 = 0x5A16_A4
        func draw() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return changes[Int((state >> 33) % UInt64(changes.count))]
        }
        let means = (0..<Self.draws).map { _ in Self.mean(changes.map { _ in draw() }) }.sorted()
        return means[Self.draws / 40]...means[Self.draws - 1 - Self.draws / 40]
    }

    /// Whether the judged needs cannot tell which of the two is better.
    public var isUndecided: Bool { interval.contains(0) }

    private static let draws = 2_000

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
        let known = try names(connection, Set(prepared.entries.flatMap(\.entry.grades.keys)))
        var lines: [Line] = []
        var hasMeaning = false
        for (entry, need, vector) in prepared.entries {
            let grades = Dictionary(
                entry.grades.compactMap { name, grade in known[name].map { ($0, grade) } }, uniquingKeysWith: { first, _ in first })
            guard grades.values.contains(where: { $0 >= 2 }) else { continue }
            func measure(_ weights: MatchWeights) throws -> Double {
                let ranking = try service.ranking(connection, need, vector: vector, weights: weights, limit: 10, year: year)
                hasMeaning = hasMeaning || ranking.hasMeaning
                return JudgedSet.ndcg(ranking.solutions.map { grades[$0] ?? 0 }, of: Array(grades.values))
            }
            lines.append(
                Line(id: entry.id, title: need.content.title, before: try measure(before), after: try measure(after)))
        }
        return WeightsComparison(lines: lines, judged: prepared.entries.count, hasMeaning: hasMeaning)
    }

    /// The public solutions that the grades name.
    private static func names(_ connection: any Connection, _ names: Set<String>) throws -> [String: ID<Solution>] {
        let registered = names.filter { $0.contains("/") }
        var found: [String: ID<Solution>] = [:]
        for row in try connection.query(
            "SELECT slug, solution_id FROM solution_listing WHERE slug IN \(in: names.subtracting(registered).sorted())")
        {
            found[try row["slug"]] = try row["solution_id"] as ID<Solution>
        }
        let ids = Set(registered.compactMap { $0.split(separator: "/", maxSplits: 1).last.map(String.init) }).sorted()
        for row in try connection.query("""
            SELECT s.id, s.registry, s.registry_id FROM solution s JOIN solution_listing l ON l.solution_id = s.id
            WHERE s.registry_id IN \(in: ids)
            """)
        {
            let (registry, id): (String, String) = (try row["registry"], try row["registry_id"])
            found["\(registry)/\(id)"] = try row["id"] as ID<Solution>
        }
        return found
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
