public import Platform
import SQL

/// A text that agreements are begun from, written by the secretariat for everybody or by an organisation for itself.
public struct AgreementTemplate: Sendable, Equatable {
    public let id: ID<AgreementTemplate>
    /// nil for one of the network's.
    public let organisation: ID<Organisation>?
    public let name: String
    /// BCP 47.
    public let language: String
    public let text: String
    public let version: Int
    public let updatedBy: String
    public let updatedAt: Timestamp

    func issues() -> [ContentIssue] {
        var found: [ContentIssue] = []
        if name.isEmpty { found.append(ContentIssue("name", "error.required")) }
        for (field, value, most) in [("name", name, Completeness.titleLimit), ("text", text, AgreementContent.textLimit)]
        where value.count > most {
            found.append(ContentIssue(field, "error.too-long", ["limit": String(most), "length": String(value.count)]))
        }
        if text.isEmpty { found.append(ContentIssue("text", "error.required")) }
        if !LanguageCode.isValid(language) {
            found.append(ContentIssue("language", "error.language", ["value": language]))
        }
        return found + AgreementText.read(text).issues
    }
}

extension AgreementRules {
    /// The secretariat writes the network's templates; a focal point those of their own organisations.
    static func mayWriteTemplate(_ principal: Principal, of organisation: ID<Organisation>?) -> Decision {
        if SolutionRules.actsForNetwork(principal) { return .allow("rule.secretariat") }
        guard let organisation else { return .deny("rule.secretariat-only") }
        return principal.has(.focalPoint, in: organisation) ? .allow("rule.owner") : .deny("rule.focal-point-only")
    }

    /// The network's templates are for everybody who writes agreements, an organisation's for its members.
    static func mayUseTemplate(_ principal: Principal, _ template: AgreementTemplate) -> Bool {
        guard let organisation = template.organisation else { return true }
        return SolutionRules.actsForNetwork(principal) || principal.organisations.contains(organisation)
    }
}

/// All reading and writing of templates.
enum AgreementTemplateStore {
    static func find(_ connection: any Connection, _ id: ID<AgreementTemplate>) throws -> AgreementTemplate? {
        try connection.first("SELECT * FROM agreement_template WHERE id = \(id)").map(template)
    }

    /// What the principal may begin an agreement from, by name.
    static func list(_ connection: any Connection, for principal: Principal) throws -> [AgreementTemplate] {
        var condition: SQL = "1 = 1"
        if !SolutionRules.actsForNetwork(principal) {
            condition = "(organisation_id IS NULL OR organisation_id IN \(in: principal.organisations))"
        }
        return try connection.query("SELECT * FROM agreement_template WHERE \(condition) ORDER BY name, id LIMIT 200")
            .map(template)
    }

    static func insert(_ connection: any Connection, _ one: AgreementTemplate) throws {
        try connection.execute("""
            INSERT INTO agreement_template (id, organisation_id, name, language, text, version, updated_by, updated_at)
            VALUES (\(one.id), \(one.organisation), \(one.name), \(one.language), \(one.text), \(one.version),
                \(one.updatedBy), \(one.updatedAt))
            """)
    }

    static func update(_ connection: any Connection, _ one: AgreementTemplate) throws {
        try connection.execute("""
            UPDATE agreement_template SET name = \(one.name), language = \(one.language), text = \(one.text),
                version = \(one.version), updated_by = \(one.updatedBy), updated_at = \(one.updatedAt)
            WHERE id = \(one.id)
            """)
    }

    private static func template(_ row: Row) throws -> AgreementTemplate {
        AgreementTemplate(
            id: try row["id"], organisation: try row["organisation_id"], name: try row["name"],
            language: try row["language"], text: try row["text"], version: try row["version"],
            updatedBy: try row["updated_by"], updatedAt: try row["updated_at"])
    }
}

/// Writes a new template, or the next version of one.
enum SaveTemplate {
    /// Throws `Refusal.changedMeanwhile` when the template is no longer the `version` that was opened.
    static func run(
        _ connection: any Connection, _ act: Act, id: ID<AgreementTemplate>?, version: Int,
        organisation: ID<Organisation>?, name: String, language: String, text: String
    ) throws -> AgreementTemplate {
        let known = try id.flatMap { try AgreementTemplateStore.find(connection, $0) }
        if id != nil, known == nil { throw Refusal.notFound }
        let owner = known.map(\.organisation) ?? organisation
        try AgreementRules.mayWriteTemplate(act.principal, of: owner).orRefuse()
        if let known, known.version != version {
            throw Refusal.changedMeanwhile(by: known.updatedBy, at: known.updatedAt)
        }
        let one = AgreementTemplate(
            id: known?.id ?? act.newID(), organisation: owner, name: name, language: language, text: text,
            version: (known?.version ?? 0) + 1, updatedBy: act.name, updatedAt: act.now)
        let issues = one.issues()
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        if let known {
            if (known.name, known.language, known.text) == (name, language, text) { return known }
            try AgreementTemplateStore.update(connection, one)
        } else {
            try AgreementTemplateStore.insert(connection, one)
        }
        try act.audit(
            connection, known == nil ? "agreement-template.written" : "agreement-template.changed", "agreement-template",
            one.id.description, before: known.map { ["name": $0.name, "text": $0.text] },
            after: ["name": name, "text": text])
        return one
    }
}
