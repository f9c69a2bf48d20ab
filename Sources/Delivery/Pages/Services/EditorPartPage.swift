import HTML
import Platform
import SQL
import Web

/// One page of the editor: fields to fill in, or a list whose items have pages of their own.
struct EditorPartPage {
    let service: Service
    let place: EditorPlace
    let document: DraftDocument
    let languages: [String]
    let choices: EditorChoices
    private let issues: [FieldIssue]
    /// Somebody else wrote this part: this writer's words are shown, and theirs below.
    var conflict: EditService.Conflict?
    /// What could not even be saved, with what was typed.
    var refused: (values: [String: [String]], issues: [FieldIssue])?

    init(
        _ connection: any Connection, _ service: Service, _ place: EditorPlace, pages: [String], for principal: Principal
    ) throws {
        self.service = service
        self.place = place
        let draft = try ServiceDraftStore.find(connection, service.id)
        document = try draft?.document ?? DraftDocument(service.definition)
        languages = document.languages(pages)
        choices = try EditorChoices(connection, for: principal, service, document)
        // A new service is not scolded before anybody wrote in it.
        issues = draft == nil && service.version == 0 ? [] : try PublishService.issues(connection, document, of: service)
    }

    // MARK: Addresses

    static func path(_ slug: String, _ part: EditorPart, at place: JSONPlace) -> String {
        let base = "/work/services/\(slug)/edit/\(part.key)"
        let own = EditorPlace(part: part).place
        return place.steps.isEmpty || place == own ? base : Link.to(base, [("at", place.description)])
    }

    /// The page on which a place is edited, with the field's own anchor.
    static func path(_ slug: String, to place: JSONPlace) -> String? {
        guard let first = place.steps.first, let part = ServiceShape.part(of: first) else { return nil }
        var at = JSONPlace()
        for count in stride(from: place.steps.count, through: 1, by: -1) {
            let candidate = JSONPlace(Array(place.steps.prefix(count)))
            if candidate.index != nil, EditorPlace(candidate) != nil {
                at = candidate
                break
            }
        }
        return path(slug, part, at: at) + "#field-\(place)"
    }

    private var address: String { Self.path(service.slug, place.part, at: place.place) }

    func title(_ words: Words) -> String {
        place.place.index.flatMap { index in
            EditorPlace.list(at: place.place.parent).map {
                EditorWording.title(document.json[place.place] ?? .null, $0, number: index + 1, words)
            }
        } ?? words("editor.part.\(place.part.key)")
    }

    // MARK: The page

    func html(_ call: Call) -> HTML {
        let words = call.words
        var way = [HTML.TextLink(words("editor.title"), url: "/work/services"), HTML.TextLink(
            service.definition.name[words.language], url: "/work/services/\(service.slug)")]
        if !place.place.steps.isEmpty, place.place != EditorPlace(part: place.part).place {
            way.append(HTML.TextLink(words("editor.part.\(place.part.key)"), url: Self.path(service.slug, place.part, at: JSONPlace())))
        }
        return """
            \(HTML.breadcrumbs(label: words("services.path"), way))\
            \(HTML.pageHeading(title(words), lead: place.place.index == nil ? "\(words("editor.lead.\(place.part.key)"))" : nil))\
            \(place.list.map { list($0, words) } ?? form(call))
            """
    }

    // MARK: A list

    private func list(_ list: EditorList, _ words: Words) -> HTML {
        let items = document.json[place.place]?.items ?? []
        let columns: [HTML.Column<Int>] = [
            .heading(words("editor.item.\(list.item)")) { index in
                let here = place.place.appending(index)
                return "<a href=\"\(url: Self.path(service.slug, place.part, at: here))\">\(EditorWording.title(items[index], list, number: index + 1, words))</a>"
            },
            .text(words("editor.mend")) { index in
                let wrong = issues.filter { isWithin(JSONPlace($0.field), place.place.appending(index)) }.count
                return "\(wrong == 0 ? words("editor.part-good") : words("editor.mend-count", count: wrong))"
            },
            .action(words("editor.order")) { index in
                let (here, name) = (place.place.appending(index), EditorWording.title(items[index], list, number: index + 1, words))
                return """
                    \(if: index > 0, step("up:\(here)", words("editor.up"), name))\
                    \(if: index < items.count - 1, step("down:\(here)", words("editor.down"), name))\
                    \(step("remove:\(here)", words("editor.remove"), name))
                    """
            },
        ]
        return """
            \(summary(words))\
            \(HTML.table(
                caption: words("editor.part.\(place.part.key)"), isCaptionHidden: true, rows: Array(items.indices), columns: columns,
                empty: HTML.emptyState(words("editor.empty-list"))))\
            \(HTML.buttons([
                HTML.actionButton(
                    words("editor.add", ["item": words("editor.item.\(list.item)")]), action: address, kind: .primary,
                    fields: [("do", "add:\(place.place)")]),
                HTML.buttonLink(words("editor.back"), url: "/work/services/\(service.slug)", kind: .secondary),
            ]))
            """
    }

    private func step(_ value: String, _ text: String, _ name: String) -> HTML {
        HTML.actionButton(text, action: address, fields: [("do", value), ("version", place.fingerprint(in: document))], about: name)
    }

    /// Faults of the list itself: that it is empty, or too long.
    private func summary(_ words: Words) -> HTML {
        let own = (refused?.issues ?? issues).filter { JSONPlace($0.field) == place.place }
        return (conflict.map { notice($0, words) } ?? "")
            + own.map { HTML.notice("<p>\(words($0.key, $0.facts))</p>", tone: .caution) }.joined()
    }

    private func isWithin(_ place: JSONPlace, _ outer: JSONPlace) -> Bool { place.steps.starts(with: outer.steps) }

    // MARK: A form

    private func form(_ call: Call) -> HTML {
        let words = call.words
        let fields = place.fields ?? []
        let shown = conflict?.mine ?? document
        let values = refused?.values ?? shown.values(fields, at: place.place)
        // Nor is an item that was only just added.
        let isUntouched = place.place.index != nil && document.json[place.place] == DraftDocument.untouched(fields)
        let found = isUntouched ? [] : (refused?.issues ?? issues).filter { isWithin(JSONPlace($0.field), place.place) }
        let errors = FieldErrors(found.compactMap { issue in
            fieldName(issue).map { FieldError($0, issue.key, issue.facts) }
        })
        let controls = call.controls(values: values, errors: errors)
        let view = EditorFields(document: shown, languages: languages, choices: choices, controls: controls, words: words)
        let autosave = HTML.Autosave(
            address: address.replacing("/edit/", with: "/autosave/"), saving: words("editor.autosave.saving"),
            saved: words("editor.autosave.saved"), failed: words("editor.autosave.failed"), offer: words("editor.autosave.offer"),
            restore: words("editor.autosave.restore"), discard: words("editor.autosave.discard"))
        return """
            \(with: conflict, { theirs($0, words) })\
            \(controls.errorSummary(words("editor.mend")))\
            \(HTML.form(action: address, autosave: conflict == nil ? autosave : nil, """
                \(HTML.hidden("version", value: place.fingerprint(in: document)))\
                \(languages.map { HTML.hidden("language", value: $0) })\
                \(view.html(fields, at: place.place))\
                \(HTML.buttons([
                    HTML.button(words(conflict == nil ? "editor.save" : "editor.save-mine"), name: "do", value: "save"),
                    HTML.buttonLink(
                        words("editor.back"),
                        url: place.above.map { Self.path(service.slug, place.part, at: $0) } ?? "/work/services/\(service.slug)", kind: .secondary),
                ]))
                """))\
            \(nested(fields, words))
            """
    }

    /// The control that an issue belongs to: the first language of a text, the list itself, else the field.
    private func fieldName(_ issue: FieldIssue) -> String? {
        let place = JSONPlace(issue.field)
        guard let last = place.steps.last else { return nil }
        let isText = ["name", "label", "hint", "text", "publicName", "description", "eligibility"].contains(last)
        return isText ? place.appending("en").description : place.description
    }

    /// Lists within an item that have a page of their own, such as the questions of a group.
    private func nested(_ fields: [EditorField], _ words: Words) -> HTML {
        let kind = document.json[place.place]?["kind"]?.text
        return fields.compactMap { field -> HTML? in
            guard case .list(let list) = field.kind, !list.isInline, field.isShown(kind) else { return nil }
            let at = place.place.appending(field.name)
            return HTML.buttons([
                HTML.buttonLink(
                    "\(words("editor.field.\(field.label)")) (\(words.number((document.json[at]?.items ?? []).count)))",
                    url: Self.path(service.slug, place.part, at: at), kind: .secondary)
            ])
        }.joined()
    }

    private func theirs(_ conflict: EditService.Conflict, _ words: Words) -> HTML {
        let fields = place.fields ?? []
        let theirs = conflict.draft.document.values(fields, at: place.place)
        let mine = conflict.mine.values(fields, at: place.place)
        let different = Set(theirs.keys).union(mine.keys).filter { theirs[$0] ?? [] != mine[$0] ?? [] }.sorted()
        return """
            \(notice(conflict, words))\
            \(HTML.details(words("editor.conflict.theirs"), isOpen: true, HTML.summaryList(different.map { name in
                HTML.Fact(EditorWording.name(of: JSONPlace(name), words), "\((theirs[name] ?? []).joined(separator: ", "))")
            })))
            """
    }

    private func notice(_ conflict: EditService.Conflict, _ words: Words) -> HTML {
        HTML.notice(
            "<p>\(words("editor.conflict.text", ["name": conflict.draft.updatedBy]))</p>", title: words("editor.conflict.title"),
            tone: .caution, isNew: true)
    }
}
