import Foundation
import Platform
import SQL

/// Words that officers send again and again, in each language that citizens read.
struct ReplyTemplate: Sendable, Equatable {
    let id: ID<ReplyTemplate>
    let organisation: ID<Organisation>
    var name: String
    /// For which action its words are.
    var action: CaseAction
    var texts: LocalText

    static let actions: [CaseAction] = [.ask, .decide, .deliver, .close, .duplicate]
    static let nameLimit = 80
    static let textLimit = 4_000
    static let most = 200

    /// What stands in a text for facts of the case: `{reference}`, `{name}`, `{office}`, `{due}`.
    static let placeholders = ["reference", "name", "office", "due"]

    /// In the citizen's language, with the case's facts; a placeholder that is none of ours stays as it is.
    func filled(in language: String, _ facts: [String: String]) -> String {
        Self.placeholders.reduce(texts[language]) { $0.replacing("{\($1)}", with: facts[$1] ?? "") }
    }

    func issues() -> [FieldIssue] {
        var found = PlainText.issues(name, "name", most: Self.nameLimit)
        if name.isEmpty { found.append(FieldIssue("name", "error.empty")) }
        if texts.isEmpty { found.append(FieldIssue("text-en", "error.empty")) }
        for (language, text) in texts.texts.sorted(by: { $0.key < $1.key }) {
            found += PlainText.issues(text, "text-\(language)", most: Self.textLimit)
        }
        return found
    }
}

/// All reading and writing of templates.
enum ReplyTemplateStore {
    static func list(of organisations: [ID<Organisation>]) -> Question<[ReplyTemplate]> {
        Question("""
            SELECT id, organisation_id, name, action, texts FROM reply_template WHERE organisation_id IN \(in: organisations)
            ORDER BY name, id LIMIT \(ReplyTemplate.most)
            """, each: template)
    }

    static func find(_ connection: any Connection, _ id: ID<ReplyTemplate>) throws -> ReplyTemplate? {
        try connection.first("SELECT id, organisation_id, name, action, texts FROM reply_template WHERE id = \(id)").map(template)
    }

    private static func template(_ row: Row) throws -> ReplyTemplate {
        let action: String = try row["action"]
        return ReplyTemplate(
            id: try row["id"], organisation: try row["organisation_id"], name: try row["name"],
            action: CaseAction(rawValue: action) ?? .ask, texts: try Coding.decode(from: try row["texts"]))
    }

    /// Writes a new one or another text of one that is there.
    static func save(_ connection: any Connection, _ act: Act, _ template: ReplyTemplate) throws {
        try mayEdit(act.principal, template.organisation).orRefuse()
        var issues = template.issues()
        let before = try find(connection, template.id)
        if let before, before.organisation != template.organisation { throw Refusal.notFound }
        let others = try connection.ask(list(of: [template.organisation])).filter { $0.id != template.id }
        if others.contains(where: { $0.name == template.name }) {
            issues.append(FieldIssue("name", "error.template-name", ["value": template.name]))
        }
        if before == nil, others.count >= ReplyTemplate.most {
            issues.append(FieldIssue("name", "error.more-than", ["limit": String(ReplyTemplate.most)]))
        }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        let texts = try Coding.encode(template.texts)
        try connection.execute("""
            INSERT INTO reply_template (id, organisation_id, name, action, texts, updated_at)
            VALUES (\(template.id), \(template.organisation), \(template.name), \(template.action.rawValue), \(texts), \(act.now))
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, action = excluded.action, texts = excluded.texts,
                updated_at = excluded.updated_at
            """)
        try act.audit(
            connection, "reply-template.saved", "reply-template", template.id.description, before: before?.texts, after: template.texts)
    }

    static func remove(_ connection: any Connection, _ act: Act, _ id: ID<ReplyTemplate>) throws {
        guard let known = try find(connection, id) else { throw Refusal.notFound }
        try mayEdit(act.principal, known.organisation).orRefuse()
        try connection.execute("DELETE FROM reply_template WHERE id = \(id)")
        try act.audit(
            connection, "reply-template.removed", "reply-template", id.description, before: known.texts, after: LocalText?.none)
    }

    static func mayEdit(_ principal: Principal, _ organisation: ID<Organisation>) -> Decision {
        principal.has(.serviceManager, in: organisation) ? .allow("rule.case.office") : .deny("rule.case.manager-only")
    }
}
