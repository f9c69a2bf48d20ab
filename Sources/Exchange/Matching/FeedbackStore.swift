import Platform
import SQL

/// All reading and writing of feedback on matches.
enum FeedbackStore {
    static func put(_ connection: any Connection, _ feedback: MatchFeedback) throws {
        try connection.execute("""
            INSERT INTO match_feedback (id, need_id, solution_id, by_person, is_useful, reason, weights, has_meaning, position,
                score, components, at)
            VALUES (\(feedback.id), \(feedback.need), \(feedback.solution), \(feedback.person), \(feedback.isUseful),
                \(feedback.reason), \(feedback.weights), \(feedback.hasMeaning), \(feedback.position), \(feedback.score),
                \(try ContentCoding.encode(Components(feedback.components))), \(feedback.at))
            ON CONFLICT (need_id, solution_id, by_person) DO UPDATE SET is_useful = excluded.is_useful,
                reason = excluded.reason, weights = excluded.weights, has_meaning = excluded.has_meaning,
                position = excluded.position, score = excluded.score, components = excluded.components, at = excluded.at
            """)
    }

    static func find(
        _ connection: any Connection, need: ID<Need>, solution: ID<Solution>, person: ID<Person>
    ) throws -> MatchFeedback? {
        try connection.first("""
            SELECT * FROM match_feedback
            WHERE need_id = \(need) AND solution_id = \(solution) AND by_person = \(person)
            """).map(feedback)
    }

    /// What one person said of a need's matches, by solution.
    static func of(_ connection: any Connection, need: ID<Need>, person: ID<Person>) throws -> [ID<Solution>: MatchFeedback] {
        let rows = try connection.query(
            "SELECT * FROM match_feedback WHERE need_id = \(need) AND by_person = \(person) LIMIT 1000"
        ).map(feedback)
        return Dictionary(rows.map { ($0.solution, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The latest of a version of the weights, newest first.
    static func list(_ connection: any Connection, weights: Int, limit: Int) throws -> [FeedbackRow] {
        try connection.query("""
            SELECT f.*, n.slug AS need_slug, n.title AS need_title, s.slug AS solution_slug
            FROM match_feedback f JOIN need n ON n.id = f.need_id JOIN solution s ON s.id = f.solution_id
            WHERE f.weights = \(weights) ORDER BY f.at DESC, f.id DESC LIMIT \(limit)
            """).map { row in
                FeedbackRow(
                    feedback: try feedback(row), needSlug: try row["need_slug"], needTitle: try row["need_title"],
                    solutionSlug: try row["solution_slug"])
            }
    }

    private static func feedback(_ row: Row) throws -> MatchFeedback {
        let components: Components = try ContentCoding.decode(from: try row["components"])
        return MatchFeedback(
            id: try row["id"], need: try row["need_id"], solution: try row["solution_id"], person: try row["by_person"],
            isUseful: try row["is_useful"], reason: try row["reason"], weights: try row["weights"],
            hasMeaning: try row["has_meaning"], position: try row["position"], score: try row["score"],
            components: components.values, at: try row["at"])
    }

    /// Values by the component's name; one that a later program does not know any more is left out.
    private struct Components: Codable {
        let values: [MatchComponent: Double]

        init(_ values: [MatchComponent: Double]) { self.values = values }

        init(from decoder: any Decoder) throws {
            let named = try decoder.singleValueContainer().decode([String: Double].self)
            values = Dictionary(
                named.compactMap { name, value in MatchComponent(rawValue: name).map { ($0, value) } },
                uniquingKeysWith: { first, _ in first })
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(Dictionary(uniqueKeysWithValues: values.map { ($0.rawValue, $1) }))
        }
    }
}

/// Feedback with what it is about, as a report shows it.
struct FeedbackRow: Sendable {
    let feedback: MatchFeedback
    let needSlug: String
    let needTitle: String
    let solutionSlug: String
}

/// What people said of matches, by component (pure): where useful and useless matches differ, a weight may be wrong.
struct FeedbackReport: Sendable {
    struct Line: Sendable, Equatable {
        let component: MatchComponent
        /// How many matches of each kind had a known value, and its mean.
        let useful: Int
        let notUseful: Int
        let usefulMean: Double?
        let notUsefulMean: Double?

        /// Positive: useful matches had more of it.
        var difference: Double? {
            guard let usefulMean, let notUsefulMean else { return nil }
            return usefulMean - notUsefulMean
        }
    }

    let weights: Int
    let rows: [FeedbackRow]
    let lines: [Line]

    static let most = 2_000

    init(weights: Int, rows: [FeedbackRow]) {
        self.weights = weights
        self.rows = rows
        lines = MatchComponent.allCases.map { component in
            func values(_ isUseful: Bool) -> [Double] {
                rows.filter { $0.feedback.isUseful == isUseful }.compactMap { $0.feedback.components[component] }
            }
            func mean(_ values: [Double]) -> Double? { values.isEmpty ? nil : values.reduce(0, +) / Double(values.count) }
            let (yes, no) = (values(true), values(false))
            return Line(
                component: component, useful: yes.count, notUseful: no.count, usefulMean: mean(yes), notUsefulMean: mean(no))
        }
    }

    var useful: Int { rows.count { $0.feedback.isUseful } }
    var notUseful: Int { rows.count - useful }
}
