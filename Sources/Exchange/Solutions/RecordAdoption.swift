public import Platform
public import SQL

/// Notes that a country has taken a solution up.
public enum RecordAdoption {
    public static func run(
        _ connection: any Connection, _ act: Act, solution id: ID<Solution>, country: String, organisation: String,
        status: AdoptionStatus, since: String?, note: String, source: String
    ) throws -> Bool {
        guard let solution = try SolutionStore.find(connection, id: id) else { throw Refusal.notFound }
        try SolutionRules.mayEdit(act.principal, solution.ownership).orRefuse()
        var issues: [ContentIssue] = []
        if Countries.shared.country(country) == nil {
            issues.append(ContentIssue("country", "error.country", ["value": country]))
        }
        if let since, !PartialDate.isValid(since) {
            issues.append(ContentIssue("since", "error.date", ["value": since]))
        }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        let adoption = Adoption(
            id: act.newID(), solution: id, country: country, organisation: organisation, status: status,
            since: since, note: note, source: source)
        guard try SolutionStore.put(connection, adoption) else { return false }
        try SolutionListing.refresh(connection, id)
        try act.audit(
            connection, "solution.adoption", "solution", id.description, before: String?.none,
            after: ["country": country, "organisation": organisation, "status": status.rawValue])
        return true
    }
}
