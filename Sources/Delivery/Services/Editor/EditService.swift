import Platform
import SQL

/// What a form of the editor asks for.
struct ServiceEdit: Sendable {
    enum Step: Sendable, Equatable {
        case save
        case add(JSONPlace)
        case up(JSONPlace)
        case down(JSONPlace)
        case remove(JSONPlace)

        var isByNumber: Bool {
            switch self {
            case .save, .add: false
            case .up, .down, .remove: true
            }
        }

        /// `add:form.2.options`; nil for what is no step.
        init?(_ text: String?) {
            let parts = (text ?? "save").split(separator: ":", maxSplits: 1).map(String.init)
            let place = JSONPlace(parts.count > 1 ? parts[1] : "")
            switch parts.first {
            case "save": self = .save
            case "add" where !place.steps.isEmpty: self = .add(place)
            case "up" where place.index != nil: self = .up(place)
            case "down" where place.index != nil: self = .down(place)
            case "remove" where place.index != nil: self = .remove(place)
            default: return nil
            }
        }
    }

    let place: EditorPlace
    let values: [String: [String]]
    /// What the page showed, by its fingerprint.
    let seen: String?
    let step: Step
}

/// Saves what was typed into a draft. Faults are no reason to refuse it: they are told, and keep it from being published.
enum EditService {
    struct Saved: Sendable {
        let document: DraftDocument
        /// The item that was added.
        var added: JSONPlace?
    }

    /// Somebody else wrote the same part since the page was opened.
    struct Conflict: Error {
        let draft: ServiceDraft
        /// The document with this writer's words in it.
        let mine: DraftDocument
    }

    static func run(_ connection: any Connection, _ act: Act, slug: String, _ edit: ServiceEdit, languages: [String]) throws -> Saved {
        guard let service = try ServiceStore.find(connection, slug: slug) else { throw Refusal.notFound }
        try ServiceRules.edit(act.principal, service.organisation).orRefuse()
        let draft = try ServiceDraftStore.find(connection, service.id)
        let before = try draft?.document ?? DraftDocument(service.definition)
        var after = before
        if let fields = edit.place.fields { after.take(edit.values, fields, at: edit.place.place, languages: languages) }
        // An item that is moved or removed by its number may be another one by now.
        let isChange = edit.step.isByNumber || edit.place.fingerprint(in: after) != edit.place.fingerprint(in: before)
        if let draft, let seen = edit.seen, isChange, edit.place.fingerprint(in: before) != seen { throw Conflict(draft: draft, mine: after) }
        var added: JSONPlace?
        switch edit.step {
        case .save: break
        case .add(let list):
            guard let fields = EditorPlace.list(at: list)?.fields, let made = after.add(to: list, fields) else {
                throw Refusal.invalid([FieldIssue(list.description, "error.more-than", ["limit": String(ServiceDefinition.listLimit)])])
            }
            added = made
        case .up(let item): after.json.move(item, by: -1)
        case .down(let item): after.json.move(item, by: 1)
        case .remove(let item): after.json.set(nil, at: item)
        }
        after.giveKeys()
        guard after != before else { return Saved(document: after) }
        try ServiceDraftStore.save(connection, service, after, at: act.now, by: act.principal.name)
        try act.audit(
            connection, "service.draft-saved", "service-draft", service.id.description, before: before.json, after: after.json)
        return Saved(document: after, added: added)
    }
}
