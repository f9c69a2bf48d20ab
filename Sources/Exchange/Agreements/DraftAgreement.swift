import Platform
public import SQL

/// Begins an agreement: a subject and one party are enough.
public enum DraftAgreement {
    public static func run(
        _ connection: any Connection, _ act: Act, content: AgreementContent, slug: String? = nil, renews: String? = nil
    ) throws -> Agreement {
        try AgreementRules.mayWrite(act.principal, content.parties).orRefuse()
        let issues = try content.issues() + AgreementLinks.issues(connection, content, for: act.principal)
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        let title = (content.parties.map(\.key) + [String(act.now.year)]).joined(separator: " ")
        let agreement = Agreement(
            slug: try slug
                ?? Slug.unique(title, fallback: "agreement") { try AgreementStore.slugExists(connection, $0) },
            state: .drafted, asOf: CivilDay.of(act.now), signedOn: "", content: content, signedCopy: nil, renews: renews,
            textNumber: 0, version: 1, updatedBy: act.name, createdAt: act.now, updatedAt: act.now)
        try AgreementStore.insert(connection, agreement)
        try AgreementStore.add(connection, step: "draft", note: "", to: agreement.slug, act)
        try act.audit(
            connection, "agreement.drafted", "agreement", agreement.slug, before: AgreementAudited?.none,
            after: AgreementAudited(agreement))
        return try AgreementStore.find(connection, agreement.slug) ?? agreement
    }
}

/// What the audit keeps of an agreement: all but the signatories' names, which are of no use there.
struct AgreementAudited: Encodable {
    let state, kind, subject, from, to, text: String
    let parties: [String]
    let partnership: ID<Partnership>?

    init(_ agreement: Agreement) {
        let content = agreement.content
        state = agreement.state.rawValue
        kind = content.kind.rawValue
        (subject, from, to, text) = (content.subject, content.from, content.to, content.text)
        parties = content.parties.map(\.key)
        partnership = content.partnership
    }
}

/// What an agreement may point to.
enum AgreementLinks {
    static func issues(
        _ connection: any Connection, _ content: AgreementContent, for principal: Principal
    ) throws -> [ContentIssue] {
        var found: [ContentIssue] = []
        if let event = content.event, try EventStore.find(connection, event) == nil {
            found.append(ContentIssue("event", "import.event-unknown", ["value": event]))
        }
        if let partnership = content.partnership, try !PartnershipLink.mayUse(connection, partnership, principal) {
            found.append(ContentIssue("partnership", "agreement.error.partnership"))
        }
        return found
    }
}
