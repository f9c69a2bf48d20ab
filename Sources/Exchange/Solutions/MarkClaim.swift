public import Platform
public import SQL

/// A reviewer marks the evidence of an SDG claim as seen, or takes the mark away.
public enum MarkClaim {
    public static func run(
        _ connection: any Connection, _ act: Act, solution id: ID<Solution>, target: String,
        as state: SDGClaimRecord.State
    ) throws {
        guard let solution = try SolutionStore.find(connection, id: id) else { throw Refusal.notFound }
        try SolutionRules.mayMarkEvidenced(act.principal, solution.ownership).orRefuse()
        guard
            try SolutionStore.markClaim(
                connection, of: id, target: target, as: state, by: act.principal.personID, at: act.now)
        else { throw Refusal.notFound }
        try SolutionListing.refresh(connection, id)
        try act.audit(
            connection, "solution.claim-\(state.rawValue)", "solution", id.description,
            before: String?.none, after: ["target": target])
    }
}
