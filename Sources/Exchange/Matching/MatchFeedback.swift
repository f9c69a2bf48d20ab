import Foundation
public import Platform
import SQL

/// What somebody who knows the need said of a match, with the weights and the values by which it stood where it stood.
public struct MatchFeedback: Sendable, Equatable {
    public let id: ID<MatchFeedback>
    public let need: ID<Need>
    public let solution: ID<Solution>
    public let person: ID<Person>
    public let isUseful: Bool
    public let reason: String
    /// The version of the weights.
    public let weights: Int
    public let hasMeaning: Bool
    /// The place in the list as it was shown, from 1; 0 when that is not known.
    public let position: Int
    public let score: Double
    /// By component, 0…1; one that was not known is absent.
    public let components: [MatchComponent: Double]
    public let at: Timestamp

    public static let reasonLimit = 1_000
}

extension ComponentValues {
    /// The known values, rounded, for keeping.
    var kept: [MatchComponent: Double] {
        Dictionary(uniqueKeysWithValues: MatchComponent.allCases.compactMap { component in
            self[component].map { (component, (Double($0) * 1_000).rounded() / 1_000) }
        })
    }
}

/// Notes whether a match was useful. Who changes their mind replaces what they said.
enum GiveMatchFeedback {
    struct Input: Sendable {
        let solution: String
        let isUseful: Bool?
        let reason: String
        let position: Int
    }

    static func run(
        _ connection: any Connection, _ act: Act, _ service: MatchService, need: Need, _ input: Input, vector: [Float]?
    ) throws -> MatchFeedback {
        try may(act.principal, need).orRefuse()
        guard let person = act.principal.personID else { throw Refusal.denied(.deny("access.sign-in-first")) }
        guard let solution = try SolutionStore.find(connection, slug: input.solution), solution.state.isPublic else {
            throw Refusal.notFound
        }
        var issues: [ContentIssue] = []
        if input.isUseful == nil { issues.append(ContentIssue("useful", "error.required")) }
        if input.reason.count > MatchFeedback.reasonLimit {
            issues.append(
                ContentIssue(
                    "reason", "error.too-long", ["limit": String(MatchFeedback.reasonLimit), "length": String(input.reason.count)]))
        }
        guard issues.isEmpty, let isUseful = input.isUseful else { throw Refusal.invalid(issues) }
        let weights = try WeightsStore.current(connection).weights
        guard
            let stood = try service.one(
                connection, MatchNeed(need), solution.id, vector: vector, weights: weights, year: act.now.year)
        else { throw Refusal.notFound }
        let known = try FeedbackStore.find(connection, need: need.id, solution: solution.id, person: person)
        let feedback = MatchFeedback(
            id: known?.id ?? act.newID(), need: need.id, solution: solution.id, person: person, isUseful: isUseful,
            reason: input.reason, weights: weights.version, hasMeaning: stood.hasMeaning,
            position: Swift.min(Swift.max(input.position, 0), MatchService.limits.upperBound),
            score: (Double(stood.score.fused) * 10_000).rounded() / 10_000, components: stood.values.kept, at: act.now)
        try FeedbackStore.put(connection, feedback)
        try act.audit(
            connection, "match-feedback.given", "match-feedback", feedback.id.description,
            before: known.map(Audited.init), after: Audited(feedback))
        return feedback
    }

    /// Whoever may write the need may say what is useful for it.
    static func may(_ principal: Principal, _ need: Need) -> Decision {
        NeedRules.mayWrite(principal, organisation: need.organisation, country: need.country)
    }

    private struct Audited: Encodable {
        let need: String
        let solution: String
        let isUseful: Bool
        let reason: String
        let weights: Int

        init(_ feedback: MatchFeedback) {
            need = feedback.need.description
            solution = feedback.solution.description
            isUseful = feedback.isUseful
            reason = feedback.reason
            weights = feedback.weights
        }
    }
}
