import Platform
import SQL

/// Begins, publishes, opens and closes services.
enum PublishService {
    /// A new service with a name only. Nobody but its editors sees it.
    static func create(
        _ connection: any Connection, _ act: Act, organisation: ID<Organisation>, name: LocalText
    ) throws -> Service {
        try ServiceRules.edit(act.principal, organisation).orRefuse()
        guard let owner = try PeopleStore.organisation(connection, organisation) else { throw Refusal.notFound }
        var definition = ServiceDefinition()
        definition.name = name
        let issues = definition.listingIssues()
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        let title = name.texts["en"] ?? name.texts.min { $0.key < $1.key }?.value ?? ""
        let slug = try Slug.unique(title, fallback: "service") { try ServiceStore.find(connection, slug: $0) != nil }
        let service = Service(
            id: act.newID(), slug: slug, organisation: organisation, country: owner.country, state: .draft, version: 0,
            definition: definition, updatedAt: act.now)
        try ServiceStore.insert(connection, service, by: act.principal.name)
        try act.audit(connection, "service.created", "service", service.id.description, before: ServiceDefinition?.none, after: definition)
        return service
    }

    /// Everything that keeps a draft from being published.
    static func issues(_ connection: any Connection, _ document: DraftDocument, of service: Service) throws -> [FieldIssue] {
        let (definition, typed) = try document.definition()
        var found = typed
        let offices = try OfficeStore.list(connection, keys: definition.offices)
        for (index, key) in definition.offices.enumerated() where !offices.contains(where: { $0.key == key }) {
            found.append(FieldIssue("offices[\(index)]", "error.unknown-office", ["value": key]))
        }
        if let appeal = definition.appeal, !appeal.office.isEmpty, try OfficeStore.find(connection, key: appeal.office) == nil {
            found.append(FieldIssue("appeal.office", "error.unknown-office", ["value": appeal.office]))
        }
        guard !definition.calendar.isEmpty else { return found }
        guard let calendar = try CalendarStore.find(connection, key: definition.calendar) else {
            return found + [FieldIssue("calendar", "error.calendar", ["key": definition.calendar])]
        }
        return found + calendar.definition.reachIssues().map { FieldIssue("calendar", $0.key, $0.facts) }
    }

    /// Makes the draft the next version. Cases that are open keep theirs.
    @discardableResult
    static func publish(_ connection: any Connection, _ act: Act, slug: String) throws -> Int {
        guard let service = try ServiceStore.find(connection, slug: slug) else { throw Refusal.notFound }
        try ServiceRules.edit(act.principal, service.organisation).orRefuse()
        guard let draft = try ServiceDraftStore.find(connection, service.id) else { throw Refusal.denied(.deny("editor.nothing-to-publish")) }
        // Another version came from a file meanwhile: the draft would undo it without a word.
        guard draft.basedOn == service.version else { throw Refusal.changedMeanwhile }
        let issues = try issues(connection, draft.document, of: service)
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        let definition = try draft.document.definition().definition
        try ServiceStore.addVersion(connection, service, definition, at: act.now, by: act.principal.name)
        try ServiceDraftStore.remove(connection, service.id)
        try act.audit(
            connection, "service.published", "service", service.id.description, before: service.definition, after: definition)
        return service.version + 1
    }

    /// Throws the draft away: the service is what its last version says.
    static func discard(_ connection: any Connection, _ act: Act, slug: String) throws {
        guard let service = try ServiceStore.find(connection, slug: slug) else { throw Refusal.notFound }
        try ServiceRules.edit(act.principal, service.organisation).orRefuse()
        guard let draft = try ServiceDraftStore.find(connection, service.id) else { return }
        try ServiceDraftStore.remove(connection, service.id)
        try act.audit(
            connection, "service.draft-discarded", "service-draft", service.id.description, before: draft.document.json, after: JSONValue?.none)
    }

    /// Opens it for applications, closes it, or only lists it as information.
    static func set(_ connection: any Connection, _ act: Act, slug: String, _ state: Service.State, isListed: Bool) throws {
        guard let service = try ServiceStore.find(connection, slug: slug) else { throw Refusal.notFound }
        try ServiceRules.edit(act.principal, service.organisation).orRefuse()
        if state == .open {
            let issues = try issues(connection, DraftDocument(service.definition), of: service)
            guard issues.isEmpty else { throw Refusal.denied(.deny("editor.publish-first")) }
        }
        guard service.state != state || service.isListed != isListed else { return }
        try ServiceStore.set(connection, service.id, state: state, isListed: isListed, at: act.now)
        struct Audited: Encodable {
            let state: Service.State
            let listed: Bool
        }
        try act.audit(
            connection, "service.state", "service", service.id.description,
            before: Audited(state: service.state, listed: service.isListed), after: Audited(state: state, listed: isListed))
    }
}
