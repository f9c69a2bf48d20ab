import HTML
import Platform
import SQL
import Web

/// Reply templates: officers read them, a service manager edits them.
enum TemplatePages {
    static let routes: [Route] = [
        .get("/work/cases/templates", DeskPages.access, handler: list),
        .get("/work/cases/templates/new", .roles(.serviceManager), handler: new),
        .post("/work/cases/templates", .roles(.serviceManager), body: .form(), handler: create),
        .get("/work/cases/templates/{template}", .roles(.serviceManager), handler: edit),
        .post("/work/cases/templates/{template}", .roles(.serviceManager), body: .form(), handler: change),
        .post("/work/cases/templates/{template}/remove", .roles(.serviceManager), body: .form(), handler: remove),
    ]

    /// The languages of our pages; a citizen of another language gets the English text.
    private static let languages = ["en", "bn", "ar"]

    private static func way(_ words: Words) -> HTML {
        HTML.breadcrumbs(
            label: words("desk.way"),
            [.init(words("desk.title"), url: "/work/cases"), .init(words("reply-template.title"), url: "/work/cases/templates")])
    }

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let organisations = CaseRules.organisations(call.principal).sorted()
        let found = try await call.services.database.read { try $0.ask(ReplyTemplateStore.list(of: organisations)) }
        let words = call.words
        let isManager = call.principal.has(.serviceManager)
        let columns: [HTML.Column<ReplyTemplate>] = [
            .heading(words("reply-template.name")) { template in
                isManager
                    ? "<a href=\"\(url: "/work/cases/templates/\(template.id)")\">\(isolated: template.name)</a>"
                    : "\(isolated: template.name)"
            },
            .text(words("reply-template.for")) { "\(words("desk.do.\($0.action.rawValue)"))" },
            .text(words("reply-template.text")) { "<span dir=\"auto\">\($0.texts[words.language])</span>" },
        ]
        return call.page(
            title: words("reply-template.title"), area: .delivery, isWide: true, isPrivate: true,
            body: """
                \(HTML.breadcrumbs(label: words("desk.way"), [.init(words("desk.title"), url: "/work/cases")]))\
                \(HTML.pageHeading(words("reply-template.title"), lead: "\(words("reply-template.lead"))"))\
                \(HTML.table(
                    caption: words("reply-template.title"), isCaptionHidden: true, rows: found, columns: columns,
                    empty: HTML.emptyState(words("reply-template.empty"))))\
                \(if: isManager, HTML.buttons([HTML.buttonLink(words("reply-template.new"), url: "/work/cases/templates/new")]))
                """)
    }

    @Sendable private static func new(_ call: Call) async throws -> Reply { form(call, nil, ["action": ["ask"]]) }

    @Sendable private static func edit(_ call: Call) async throws -> Reply {
        let template = try await find(call)
        var values = ["name": [template.name], "action": [template.action.rawValue]]
        for language in languages { values["text-\(language)"] = template.texts.texts[language].map { [$0] } ?? [] }
        return form(call, template, values)
    }

    private static func find(_ call: Call) async throws -> ReplyTemplate {
        let id = try call.parameters.id("template", of: ReplyTemplate.self)
        let organisations = CaseRules.organisations(call.principal)
        guard let found = try await call.services.database.read({ try ReplyTemplateStore.find($0, id) }),
            organisations.contains(found.organisation)
        else { throw Problem.notFound }
        return found
    }

    private static func form(
        _ call: Call, _ template: ReplyTemplate?, _ values: [String: [String]], status: Status = .ok, errors: FieldErrors? = nil
    ) -> Reply {
        let words = call.words
        let controls = call.controls(values: values, errors: errors)
        let address = template.map { "/work/cases/templates/\($0.id)" } ?? "/work/cases/templates"
        let actions = ReplyTemplate.actions.map { HTML.Option($0.rawValue, words("desk.do.\($0.rawValue)")) }
        return call.page(
            title: words("reply-template.title"), status: status, area: .delivery, isPrivate: true,
            body: """
                \(way(words))\(HTML.pageHeading(template?.name ?? words("reply-template.new"), lead: "\(words("reply-template.hint"))"))\
                \(controls.errorSummary(words("apply.errors")))\
                \(HTML.form(action: address, """
                    \(controls.text("name", label: words("reply-template.name"), maxLength: ReplyTemplate.nameLimit, width: .half))\
                    \(controls.radios("action", legend: words("reply-template.for"), options: actions))\
                    \(languages.map { language in
                        controls.textArea(
                            "text-\(language)", label: words("reply-template.text-in", ["language": words.languageName(language)]),
                            isRequired: language == "en", rows: 4, maxLength: ReplyTemplate.textLimit, language: language)
                    })\
                    \(HTML.buttons([HTML.button(words("reply-template.save"))]))
                    """))\
                \(if: template != nil, HTML.actionButton(words("reply-template.remove"), action: "\(address)/remove", kind: .warning))
                """
        ).cached(.never)
    }

    @Sendable private static func create(_ call: Call) async throws -> Reply {
        let managed = call.principal.memberships.first { $0.role == .serviceManager }?.organisation
        guard let managed else { throw Problem.notFound }
        return try await save(call, call.services.newID(), managed, known: nil)
    }

    @Sendable private static func change(_ call: Call) async throws -> Reply {
        let known = try await find(call)
        return try await save(call, known.id, known.organisation, known: known)
    }

    private static func save(
        _ call: Call, _ id: ID<ReplyTemplate>, _ organisation: ID<Organisation>, known: ReplyTemplate?
    ) async throws -> Reply {
        let form = try await call.form()
        let texts = Dictionary(uniqueKeysWithValues: languages.compactMap { language in form["text-\(language)"].map { (language, $0) } })
        let action = form["action"].flatMap(CaseAction.init(rawValue:)).flatMap { ReplyTemplate.actions.contains($0) ? $0 : nil }
        let template = ReplyTemplate(
            id: id, organisation: organisation, name: form["name"] ?? "", action: action ?? .ask, texts: LocalText(texts))
        let act = Act(call.principal, at: call.now)
        do {
            if action == nil { throw Refusal.invalid(template.issues() + [FieldIssue("action", "error.empty")]) }
            try await call.services.database.write { try ReplyTemplateStore.save($0, act, template) }
            return .redirect(to: "/work/cases/templates", flash: Flash("reply-template.saved"))
        } catch Refusal.invalid(let issues) {
            return self.form(
                call, known, form.values, status: .unprocessable,
                errors: FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) }))
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }

    @Sendable private static func remove(_ call: Call) async throws -> Reply {
        let (known, act) = (try await find(call), Act(call.principal, at: call.now))
        try await answering { try await call.services.database.write { try ReplyTemplateStore.remove($0, act, known.id) } }
        return .redirect(to: "/work/cases/templates", flash: Flash("reply-template.gone"))
    }
}
