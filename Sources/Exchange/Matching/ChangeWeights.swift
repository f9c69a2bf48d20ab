public import Platform
public import SQL

/// Makes a new version of the weights. What was decided by an older one keeps its number.
public enum ChangeWeights {
    public static let reasonLimit = 1_000

    /// Throws `Refusal.changedMeanwhile` when `from` is no longer the current version.
    public static func run(
        _ connection: any Connection, _ act: Act, from version: Int, to wanted: MatchWeights, reason: String
    ) throws -> MatchWeights {
        try may(act.principal).orRefuse()
        let current = try WeightsStore.current(connection)
        guard current.weights.version == version else {
            throw Refusal.changedMeanwhile(by: current.byName, at: current.at ?? act.now)
        }
        var issues = wanted.issues()
        if reason.isEmpty { issues.append(ContentIssue("reason", "error.required")) }
        if reason.count > reasonLimit {
            issues.append(ContentIssue("reason", "error.too-long", ["limit": String(reasonLimit), "length": String(reason.count)]))
        }
        var weights = wanted
        weights.version = version
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        if weights == current.weights { return weights }
        weights.version = version + 1
        try WeightsStore.insert(connection, weights, reason: reason, by: act.name, at: act.now)
        try act.audit(
            connection, "match-weights.changed", "match-weights", String(weights.version), before: current.weights, after: weights)
        return weights
    }

    public static func may(_ principal: Principal) -> Decision {
        if SolutionRules.actsForNetwork(principal) { return .allow("rule.secretariat") }
        return principal.isSignedIn ? .deny("rule.secretariat-only") : .deny("access.sign-in-first")
    }
}
