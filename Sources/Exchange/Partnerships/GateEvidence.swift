import Platform
public import SQL

/// What the network knows of the evidence that a gate asks for.
public enum GateEvidence {
    /// Records first, then statements, oldest first.
    public static func find(
        _ connection: any Connection, _ kind: EvidenceKind, of partnership: Partnership
    ) throws -> [EvidenceFact] {
        let records: [EvidenceFact] =
            switch kind {
            case .introduction: try introduction(connection, of: partnership)
            case .signedAgreement: try SignedAgreements.between(connection, of: partnership)
            case .meeting, .adaptationPlan, .liveService, .pilotResult, .ownBudget: []
            }
        return try records + statements(connection, kind, of: partnership.id)
    }

    private static func introduction(
        _ connection: any Connection, of partnership: Partnership
    ) throws -> [EvidenceFact] {
        guard let id = partnership.introduction, let one = try IntroductionStore.find(connection, id: id),
            one.state == .accepted
        else { return [] }
        return [EvidenceFact(kind: .introduction, text: "", link: "/introductions/\(id)")]
    }

    static func statements(
        _ connection: any Connection, _ kind: EvidenceKind? = nil, of id: ID<Partnership>
    ) throws -> [EvidenceFact] {
        let wanted: SQL = kind.map { "AND e.kind = \($0)" } ?? ""
        return try connection.query("""
            SELECT e.*, d.title AS document_title, d.name AS document_name FROM partnership_evidence e
                LEFT JOIN partnership_document d ON d.id = e.document_id
            WHERE e.partnership_id = \(id) \(wanted) ORDER BY e.id
            """).map { row in
                let (title, name): (String?, String?) = (try row["document_title"], try row["document_name"])
                return EvidenceFact(
                    kind: try row["kind"], text: try row["statement"], date: try row["on_date"], link: try row["link"],
                    documentTitle: title.flatMap { $0.isEmpty ? nil : $0 } ?? name ?? "", byName: try row["by_name"])
            }
    }

    static func add(
        _ connection: any Connection, _ act: Act, _ statement: EvidenceStatement, _ kind: EvidenceKind,
        to id: ID<Partnership>
    ) throws {
        let key: ID<EvidenceStatement> = act.newID()
        let document: ID<PartnershipDocument>? = ID(statement.document)
        try connection.execute("""
            INSERT INTO partnership_evidence (id, partnership_id, kind, statement, on_date, link, document_id, by_name, at)
            VALUES (\(key), \(id), \(kind), \(statement.text), \(statement.date), \(statement.link), \(document),
                \(act.name), \(act.now))
            """)
        try act.audit(
            connection, "partnership.evidence-given", "partnership", id.description, before: String?.none,
            after: [
                "kind": kind.rawValue, "statement": statement.text, "date": statement.date, "link": statement.link,
                "document": statement.document,
            ])
    }
}

/// Agreements that open the gate to *agreed*.
public enum SignedAgreements {
    /// Signed agreements that belong to the partnership, and those that belong to none in which organisations of both sides are
    /// parties. Where it is not settled who gives and who takes, any two parties of the partnership count.
    public static func between(
        _ connection: any Connection, of partnership: Partnership
    ) throws -> [EvidenceFact] {
        let own = try AgreementStore.signed(connection, partnership: partnership.id)
        let asking = partnership.organisations(.asking).map(\.id)
        let giving = partnership.organisations(.giving).map(\.id)
        let undecided = partnership.organisations(.undecided).map(\.id)
        let others: [(slug: String, party: ID<Organisation>)] = try connection.query("""
            SELECT y.agreement, y.organisation_id FROM agreement_party y JOIN agreement a ON a.slug = y.agreement
            WHERE a.state = 'signed' AND a.partnership_id IS NULL
                AND y.organisation_id IN \(in: asking + giving + undecided)
            ORDER BY y.agreement, y.organisation_id
            """).map { (try $0["agreement"], try $0["organisation_id"]) }
        let fitting = try Dictionary(grouping: others, by: \.slug).filter { _, parties in
            let sides = [asking, giving].map { side in parties.contains { side.contains($0.party) } }
            let open = parties.filter { undecided.contains($0.party) }.count
            return sides.filter(\.self).count + open >= 2
        }.keys.sorted().compactMap { try AgreementStore.find(connection, $0) }
        return (own + fitting).map {
            EvidenceFact(
                kind: .signedAgreement, text: $0.content.subject, date: $0.asOf, link: AgreementPages.path($0.slug))
        }
    }
}
