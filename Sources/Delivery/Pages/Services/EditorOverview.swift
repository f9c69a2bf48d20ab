import HTML
import Platform
import SQL

/// One service for its manager: what is written, what is still missing, and what can be done with it.
struct EditorOverview {
    private let service: Service
    private let draft: ServiceDraft?
    private let document: DraftDocument
    private let issues: [FieldIssue]

    init(_ connection: any Connection, _ service: Service) throws {
        self.service = service
        draft = try ServiceDraftStore.find(connection, service.id)
        document = try draft?.document ?? DraftDocument(service.definition)
        issues = try PublishService.issues(connection, document, of: service)
    }

    private var base: String { "/work/services/\(service.slug)" }

    private func name(_ words: Words) -> String {
        guard case .object(let texts)? = document.json["name"] else { return service.slug }
        return LocalText(texts.compactMapValues(\.text))[words.language]
    }

    func title(_ words: Words) -> String { name(words) }

    /// "Open for applications", "Listed as information".
    static func state(_ service: Service, _ words: Words) -> String {
        switch service.state {
        case .open: words("editor.state.open")
        case .closed: words(service.isListed ? "editor.state.closed" : "editor.state.hidden")
        case .draft: words(service.isListed ? "editor.state.listed" : "editor.state.draft")
        }
    }

    func html(_ words: Words) -> HTML {
        """
        \(HTML.breadcrumbs(label: words("services.path"), [HTML.TextLink(words("editor.title"), url: "/work/services")]))\
        \(HTML.pageHeading(name(words), above: Self.state(service, words)))\
        \(facts(words))\
        \(draftNotice(words))\
        \(problems(words))\
        <section><h2>\(words("editor.parts"))</h2>\(parts(words))</section>\
        <section><h2>\(words("editor.do"))</h2>\(actions(words))</section>
        """
    }

    private func facts(_ words: Words) -> HTML {
        var facts = [
            HTML.Fact(
                words("editor.column.version"),
                "\(service.version == 0 ? words("editor.no-version") : words.number(service.version)), \(words.date(service.updatedAt))"),
            HTML.Fact(words("editor.address"), "<bdi dir=\"ltr\">/services/\(service.slug)</bdi>"),
        ]
        if let draft {
            facts.append(
                HTML.Fact(
                    words("editor.column.draft"), "\(words("editor.saved-by", ["name": draft.updatedBy, "time": words.dateTime(draft.updatedAt)]))"))
        }
        return HTML.summaryList(facts)
    }

    private func draftNotice(_ words: Words) -> HTML {
        guard let draft else { return "" }
        if draft.basedOn != service.version { return HTML.notice("<p>\(words("editor.other-version"))</p>", tone: .caution) }
        return HTML.notice("<p>\(words("editor.draft-waits"))</p>")
    }

    /// Each thing to mend, with the way to its field.
    private func problems(_ words: Words) -> HTML {
        guard !issues.isEmpty else { return "" }
        return """
            <section id="mend"><h2>\(words("editor.mend"))</h2><p>\(words("editor.mend-count", count: issues.count))</p>\
            <ul>\(issues.prefix(100).map { issue -> HTML in
                let place = JSONPlace(issue.field)
                let name = EditorWording.name(of: place, words)
                let reason = words(issue.key, issue.facts)
                guard let path = EditorPartPage.path(service.slug, to: place) else { return "<li>\(name): \(reason)</li>" }
                return "<li><a href=\"\(url: path)\">\(name)</a>: \(reason)</li>"
            })</ul></section>
            """
    }

    private func parts(_ words: Words) -> HTML {
        HTML.summaryList(
            ServiceShape.parts.map { part in
                let members = Set(part.fields.map(\.name))
                let wrong = issues.filter { JSONPlace($0.field).steps.first.map(members.contains) ?? false }.count
                let state = wrong == 0 ? words("editor.part-good") : words("editor.mend-count", count: wrong)
                return HTML.Fact(
                    words("editor.part.\(part.key)"), "\(holds(part, words))\(state)",
                    action: HTML.TextLink(words("editor.edit"), url: EditorPartPage.path(service.slug, part, at: JSONPlace())))
            })
    }

    /// How many questions, steps … it has.
    private func holds(_ part: EditorPart, _ words: Words) -> HTML {
        guard let field = part.fields.first, case .list = field.kind else { return "" }
        return "\(words("editor.items", count: (document.json[field.name]?.items ?? []).count)) · "
    }

    private func actions(_ words: Words) -> HTML {
        var buttons: [HTML] = []
        func button(_ key: String, _ path: String, _ kind: HTML.ButtonKind = .secondary) {
            buttons.append(HTML.actionButton(words("editor.do.\(key)"), action: "\(base)/\(path)", kind: kind))
        }
        if draft != nil { button("publish", "publish", .primary) }
        if service.version > 0 {
            if service.state != .open { button("open", "open", draft == nil ? .primary : .secondary) }
            if service.state == .open { button("close", "close", .warning) }
            if service.state != .open, !service.isListed { button("list", "list") }
            if service.state != .open, service.isListed { button("hide", "hide") }
        }
        if draft != nil { button("discard", "discard", .warning) }
        return """
            \(HTML.buttons(buttons))\
            <ul class="link-list"><li><a href="\(url: "\(base)/preview")">\(words("editor.preview.title"))</a></li>\
            \(if: service.isPublic, "<li><a href=\"\(url: "/services/\(service.slug)")\">\(words("editor.public-page"))</a></li>")\
            \(if: service.version > 0, """
                <li><a href="\(url: "\(base)/file")">\(words("editor.file.json"))</a></li>\
                <li><a href="\(url: "\(base)/file?format=csv")">\(words("editor.file.csv"))</a></li>
                """)</ul>
            """
    }
}
