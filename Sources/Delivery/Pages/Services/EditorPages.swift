import HTML
import Platform
import SQL
import Web

/// The service manager's editor: services, their parts, preview, publishing.
enum EditorPages {
    static let access = AccessRule.roles(.serviceManager)
    private static let body = BodyRule.form(limit: 1024 * 1024)

    static let routes: [Route] = [
        .get("/work/services", access, handler: list),
        .get("/work/services/new", access, handler: new),
        .post("/work/services", access, body: .form(), handler: create),
        .get("/work/services/{service}", access, handler: overview),
        .get("/work/services/{service}/edit/{part}", access, handler: edit),
        .post("/work/services/{service}/edit/{part}", access, body: body, handler: save),
        .post("/work/services/{service}/autosave/{part}", access, body: body, handler: autosave),
        .get("/work/services/{service}/preview", access, handler: preview),
        .get("/work/services/{service}/preview/form", access, handler: previewForm),
        .get("/work/services/{service}/file", access, handler: file),
        .post("/work/services/{service}/publish", access, body: .form()) { try await act($0, "published") { try PublishService.publish($0, $1, slug: $2) } },
        .post("/work/services/{service}/discard", access, body: .form()) { try await act($0, "discarded") { try PublishService.discard($0, $1, slug: $2) } },
        .post("/work/services/{service}/open", access, body: .form()) { try await set($0, .open, isListed: true) },
        .post("/work/services/{service}/close", access, body: .form()) { try await set($0, .closed, isListed: true) },
        .post("/work/services/{service}/list", access, body: .form()) { try await set($0, .draft, isListed: true) },
        .post("/work/services/{service}/hide", access, body: .form()) { try await set($0, .closed, isListed: false) },
    ]

    static let navigation = [NavigationItem(key: "nav.work-services", path: "/work/services", access: access, area: .workArea)]

    // MARK: The list

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let (principal, after) = (call.principal, call.query["after"].flatMap { ServiceAddress.isKnown($0, .agency) ? $0 : nil })
        let page = try await call.services.database.read { try EditorListPage($0, for: principal, after: after) }
        return call.page(title: call.words("editor.title"), area: .delivery, isWide: true, isPrivate: true, body: page.html(call.words))
    }

    @Sendable private static func new(_ call: Call) async throws -> Reply { try await newPage(call) }

    private static func newPage(
        _ call: Call, values: [String: [String]] = [:], status: Status = .ok, errors: FieldErrors? = nil
    ) async throws -> Reply {
        let ids = ServiceRules.organisations(call.principal)
        let organisations = try await call.services.database.read { try PeopleStore.organisations($0, ids: ids) }
        let (words, controls) = (call.words, call.controls(values: values, errors: errors))
        let languages = call.services.catalogue.languages
        let html: HTML = """
            \(HTML.pageHeading(words("editor.new.title"), above: words("editor.title"), lead: "\(words("editor.new.lead"))"))\
            \(controls.errorSummary(words("apply.errors")))\
            \(HTML.form(action: "/work/services", """
                \(organisations.count > 1 ? controls.select(
                    "organisation", label: words("editor.new.organisation"), options: organisations.map { HTML.Option($0.id.description, $0.name) }) : "")\
                \(languages.map { language in
                    controls.text(
                        "name.\(language)", label: "\(words("editor.field.name")) – \(words.languageName(language))",
                        isRequired: language == "en", maxLength: ServiceDefinition.serviceNameLimit, language: language)
                })\
                \(HTML.buttons([HTML.button(words("editor.new.button"))]))
                """))
            """
        return call.page(title: words("editor.new.title"), status: status, area: .delivery, isPrivate: true, body: html).cached(.never)
    }

    @Sendable private static func create(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let own = ServiceRules.organisations(call.principal)
        let chosen = form["organisation"].flatMap { ID<Organisation>($0) } ?? (own.count == 1 ? own.first : nil)
        let name = LocalText(
            Dictionary(uniqueKeysWithValues: call.services.catalogue.languages.compactMap { tag in form["name.\(tag)"].map { (tag, $0) } }))
        let act = Act(call.principal, at: call.now)
        do {
            guard let chosen else { throw Refusal.invalid([FieldIssue("organisation", "error.empty")]) }
            let service = try await call.services.database.write {
                try PublishService.create($0, act, organisation: chosen, name: name)
            }
            return .redirect(to: "/work/services/\(service.slug)", flash: Flash("editor.flash.created"))
        } catch Refusal.invalid(let issues) {
            let errors = FieldErrors(issues.map { FieldError($0.field == "name" ? "name.en" : $0.field, $0.key, $0.facts) })
            return try await newPage(call, values: form.values, status: .unprocessable, errors: errors)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }

    // MARK: One service

    /// A service that somebody does not edit does not exist for them here.
    static func find(_ connection: any Connection, _ call: Call) throws -> Service {
        guard let service = try ServiceStore.find(connection, slug: try call.parameters["service"]),
            ServiceRules.edit(call.principal, service.organisation).allowed
        else { throw Problem.notFound }
        return service
    }

    @Sendable private static func overview(_ call: Call) async throws -> Reply { try await overviewPage(call) }

    private static func overviewPage(_ call: Call, status: Status = .ok) async throws -> Reply {
        let page = try await call.services.database.read { try EditorOverview($0, try find($0, call)) }
        return call.page(
            title: page.title(call.words), status: status, area: .delivery, isWide: true, isPrivate: true, body: page.html(call.words)
        ).cached(.never)
    }

    private static func act(
        _ call: Call, _ done: String, _ body: @escaping @Sendable (any Connection, Act, String) throws -> some Sendable
    ) async throws -> Reply {
        let (slug, act) = (try call.parameters["service"], Act(call.principal, at: call.now))
        _ = try await call.services.database.read { try find($0, call) }
        do {
            _ = try await call.services.database.write { try body($0, act, slug) }
            return .redirect(to: "/work/services/\(slug)", flash: Flash("editor.flash.\(done)"))
        } catch Refusal.invalid {
            // The overview lists what is to mend, each with the way to its field.
            return try await overviewPage(call, status: .unprocessable)
        } catch Refusal.denied(let decision) {
            return .redirect(to: "/work/services/\(slug)", flash: Flash(decision.reason, tone: .caution))
        } catch Refusal.changedMeanwhile {
            return .redirect(to: "/work/services/\(slug)", flash: Flash("editor.other-version", tone: .caution))
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }

    private static func set(_ call: Call, _ state: Service.State, isListed: Bool) async throws -> Reply {
        try await act(call, "state") { try PublishService.set($0, $1, slug: $2, state, isListed: isListed) }
    }

    // MARK: Editing a part

    private static func place(_ call: Call) throws -> EditorPlace {
        let key = try call.parameters["part"]
        guard let part = ServiceShape.parts.first(where: { $0.key == key }) else { throw Problem.notFound }
        guard let at = call.query["at"] else { return EditorPlace(part: part) }
        guard let place = EditorPlace(JSONPlace(at)), place.part.key == key else { throw Problem.notFound }
        return place
    }

    private static func page(_ connection: any Connection, _ call: Call) throws -> EditorPartPage {
        let service = try find(connection, call)
        let page = try EditorPartPage(connection, service, place(call), pages: call.services.catalogue.languages, for: call.principal)
        guard page.place.exists(in: page.document) else { throw Problem.notFound }
        return page
    }

    @Sendable private static func edit(_ call: Call) async throws -> Reply {
        let page = try await call.services.database.read { try Self.page($0, call) }
        return reply(call, page)
    }

    private static func reply(_ call: Call, _ page: EditorPartPage, status: Status = .ok) -> Reply {
        call.page(
            title: page.title(call.words), status: status, area: .delivery, isWide: true, isPrivate: true, body: page.html(call)
        ).cached(.never)
    }

    private static func edit(_ call: Call, _ form: Form, step: ServiceEdit.Step) throws -> ServiceEdit {
        ServiceEdit(place: try place(call), values: form.values, seen: form["version"], step: step)
    }

    private static func languages(_ form: Form, _ call: Call) -> [String] {
        // The form says which it showed; a language that it did not show is not emptied.
        Array(Set(call.services.catalogue.languages + form.all("language").prefix(DraftDocument.languageLimit)))
    }

    @Sendable private static func save(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        guard let step = ServiceEdit.Step(form["do"]) else { throw Problem.badRequest("error.step") }
        let (slug, act, languages) = (try call.parameters["service"], Act(call.principal, at: call.now), languages(form, call))
        let wanted = try edit(call, form, step: step)
        _ = try await call.services.database.read { try find($0, call) }
        do {
            let saved = try await call.services.database.write {
                try EditService.run($0, act, slug: slug, wanted, languages: languages)
            }
            return .redirect(to: next(slug, wanted, saved), flash: step == .save ? Flash("editor.flash.saved") : nil)
        } catch let conflict as EditService.Conflict {
            var page = try await call.services.database.read { try Self.page($0, call) }
            page.conflict = conflict
            return reply(call, page, status: .conflict)
        } catch Refusal.invalid(let issues) {
            var page = try await call.services.database.read { try Self.page($0, call) }
            page.refused = (form.values, issues)
            return reply(call, page, status: .unprocessable)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }

    /// After adding something with a page of its own: that page; else this one again, at the list.
    private static func next(_ slug: String, _ edit: ServiceEdit, _ saved: EditService.Saved) -> String {
        if let added = saved.added, EditorPlace(added) != nil { return EditorPartPage.path(slug, edit.place.part, at: added) }
        let here = EditorPartPage.path(slug, edit.place.part, at: edit.place.place)
        switch edit.step {
        case .save: return edit.place.above.map { EditorPartPage.path(slug, edit.place.part, at: $0) } ?? "/work/services/\(slug)"
        // A removed item's own page is gone.
        case .remove(let item) where item == edit.place.place: return EditorPartPage.path(slug, edit.place.part, at: item.parent)
        case .add, .up, .down, .remove: return here
        }
    }

    /// The script saves as somebody types; the answer is the part's new fingerprint.
    @Sendable private static func autosave(_ call: Call) async throws -> Reply {
        struct Made: Encodable { let version: String }
        let form = try await call.form()
        let (slug, act, languages) = (try call.parameters["service"], Act(call.principal, at: call.now), languages(form, call))
        let wanted = try edit(call, form, step: .save)
        _ = try await call.services.database.read { try find($0, call) }
        do {
            let saved = try await call.services.database.write {
                try EditService.run($0, act, slug: slug, wanted, languages: languages)
            }
            return try Reply.json(Made(version: wanted.place.fingerprint(in: saved.document))).cached(.never)
        } catch is EditService.Conflict {
            throw Problem.conflict("problem.changed-meanwhile.detail")
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }

    // MARK: Looking at it

    private static func drafted(_ connection: any Connection, _ call: Call) throws -> Service {
        let service = try find(connection, call)
        guard let draft = try ServiceDraftStore.find(connection, service.id) else { return service }
        return Service(
            id: service.id, slug: service.slug, organisation: service.organisation, country: service.country, state: service.state,
            version: service.version, definition: try draft.document.definition().definition, updatedAt: draft.updatedAt,
            isListed: service.isListed)
    }

    @Sendable private static func preview(_ call: Call) async throws -> Reply {
        let words = call.words
        let page = try await call.services.database.read { try ServicePage($0, drafted($0, call), words: words, isPreview: true) }
        guard let page else { throw Problem.notFound }
        return call.page(
            title: words("editor.preview.title"), area: .delivery, isWide: true, isPrivate: true,
            body: previewHead(call, page.service) + page.html
        ).cached(.never)
    }

    @Sendable private static func previewForm(_ call: Call) async throws -> Reply {
        let page = try await call.services.database.read { connection in
            let service = try drafted(connection, call)
            return ApplyPage(
                service: service, offices: try OfficeStore.list(connection, keys: service.definition.offices), isForOthers: false, isPreview: true)
        }
        return call.page(
            title: call.words("editor.preview.title"), area: .delivery, isPrivate: true,
            body: previewHead(call, page.service) + page.html(call, errors: nil)
        ).cached(.never)
    }

    private static func previewHead(_ call: Call, _ service: Service) -> HTML {
        let (words, base) = (call.words, "/work/services/\(service.slug)")
        return """
            \(HTML.notice("<p>\(words("editor.preview.lead"))</p>", title: words("editor.preview.title"), tone: .caution))\
            \(HTML.tabs(label: words("editor.preview.title"), [
                HTML.NavigationLink(words("editor.preview.page"), url: "\(base)/preview", isCurrent: call.path == "\(base)/preview"),
                HTML.NavigationLink(words("editor.preview.form"), url: "\(base)/preview/form", isCurrent: call.path == "\(base)/preview/form"),
                HTML.NavigationLink(words("editor.back"), url: base),
            ]))
            """
    }

    /// The current version as a file that `sangam import services` takes.
    @Sendable private static func file(_ call: Call) async throws -> Reply {
        let isCSV = call.query["format"] == "csv"
        let (slug, text) = try await call.services.database.read { connection in
            let service = try find(connection, call)
            let file = try ServiceFile.export(connection, service)
            return (service.slug, isCSV ? try ServiceCSV.write(file) : try file.text())
        }
        return Reply.text(text, type: isCSV ? "text/csv; charset=utf-8" : "application/json").download("\(slug).\(isCSV ? "csv" : "json")")
            .cached(.never)
    }
}
