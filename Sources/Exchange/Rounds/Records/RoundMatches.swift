import Platform
import SQL

/// What the matcher says of a round: each need with each solution. A country that takes part by its opportunities keeps the fit
/// that it came with, which then counts for both sides.
struct RoundMatches: Sendable {
    var scores: [RoundPreferences.Score] = []
    /// Pairs of a need and a solution that a hard filter keeps apart.
    var barred = 0
    /// The version of the weights.
    var weights = 0
    /// Whether sentence vectors took part; otherwise the scores rest on words and concepts alone.
    var hasMeaning = false
    var needs = 0

    /// Reads needs, has their texts encoded, then scores: the encoding stands outside both transactions.
    static func read(
        _ matching: MatchService, _ services: Services, slug: String, by principal: Principal, year: Int
    ) async throws -> RoundMatches {
        let (round, members, needs) = try await services.database.read { connection in
            let (round, members) = try RoundPages.read(connection, slug, for: principal)
            try RoundAccess.mayManage(principal).orRefuse()
            guard round.state == .open else { throw Refusal.denied(.deny("rule.round-published")) }
            return (round, members, try NeedStore.needs(connection, ids: members.compactMap(\.need)))
        }
        let asking = members.compactMap { member in member.need.flatMap { needs[$0] }.map { (member: member, need: $0) } }
        let vectors = await matching.vectors(for: asking.map(\.need.content), services)
        let offering = members.compactMap { member in member.solution.map { (key: member.key, id: $0) } }
        var matches = fits(round, members)
        matches.needs = asking.count
        matches.hasMeaning = vectors.contains { $0 != nil }
        let (version, table) = try await services.database.read { connection in
            let weights = try WeightsStore.current(connection).weights
            let scores = try matching.scores(
                connection, needs: zip(asking, vectors).map { (MatchNeed($0.need), $1) }, solutions: offering.map(\.id),
                weights: weights, year: year)
            return (weights.version, scores)
        }
        matches.weights = version
        for (one, row) in zip(asking, table) {
            for (other, score) in zip(offering, row) {
                guard let score else {
                    matches.barred += 1
                    continue
                }
                matches.scores.append(
                    .init(
                        asking: one.member.key, offering: other.key, need: Double(score.need), provider: Double(score.provider),
                        fused: Double(score.fused)))
            }
        }
        return matches
    }

    private static func fits(_ round: Round, _ members: [RoundMember]) -> RoundMatches {
        var matches = RoundMatches()
        for asking in members where asking.side == .proposers && asking.need == nil {
            for offering in members where offering.side == .acceptors {
                guard let fit = round.fits["\(asking.key) \(offering.key)"] else { continue }
                matches.scores.append(.init(asking: asking.key, offering: offering.key, need: fit, provider: fit, fused: fit))
            }
        }
        return matches
    }
}
