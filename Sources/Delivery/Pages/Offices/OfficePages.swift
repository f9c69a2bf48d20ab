import HTML
import Platform
import SQL
import Web

/// Offices of a manager's organisations: the tree, what each is responsible for, who sits there.
enum OfficePages {
    static let routes: [Route] = [
        .get("/work/offices", EditorPages.access, handler: list),
        .get("/work/offices/new", EditorPages.access) { try await form($0, isNew: true) },
        .post("/work/offices", EditorPages.access, body: .form()) { try await save($0, isNew: true) },
        .get("/work/offices/{office}", EditorPages.access) { try await form($0, isNew: false) },
        .post("/work/offices/{office}", EditorPages.access, body: .form()) { try await save($0, isNew: false) },
    ]

    // MARK: The tree

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let organisations = ServiceRules.organisations(call.principal)
        let offices = try await call.services.database.read { try OfficeStore.list($0, of: organisations) }
        let words = call.words
        let html: HTML = """
            \(HTML.breadcrumbs(label: words("services.path"), [HTML.TextLink(words("editor.title"), url: "/work/services")]))\
            \(HTML.pageHeading(
                words("offices.title"), lead: "\(words("offices.lead"))",
                actions: [
                    HTML.buttonLink(words("offices.new"), url: "/work/offices/new"),
                    HTML.buttonLink(words("absences.title"), url: "/work/absences", kind: .secondary),
                ]))\
            \(offices.isEmpty
                ? HTML.emptyState(words("offices.none"), "\(words("offices.none-hint"))")
                : HTML.tree(label: words("offices.title"), nodes(offices, words)))
            """
        return call.page(title: words("offices.title"), area: .delivery, isWide: true, isPrivate: true, body: html)
    }

    private static func nodes(_ offices: [Office], _ words: Words) -> [HTML.TreeNode] {
        let known = Set(offices.map(\.id))
        func node(_ office: Office, depth: Int) -> HTML.TreeNode {
            let parts = (office.subdivision.map { [$0] } ?? []) + office.territory
            let below = depth == 0 ? [] : offices.filter { $0.parent == office.id }
            return HTML.TreeNode(
                """
                <a href="\(url: "/work/offices/\(office.key)")">\(isolated: office.name[words.language])</a> \
                <span class="note">\(parts.isEmpty ? words("offices.everywhere") : parts.joined(separator: ", "))</span>
                """, children: below.map { node($0, depth: depth - 1) })
        }
        return offices.filter { $0.parent.map { !known.contains($0) } ?? true }.map { node($0, depth: OfficeStore.mostLevels) }
    }

    // MARK: One office

    private struct Page {
        var office: Office?
        var organisations: [Organisation]
        var others: [Office]
        var officers: [(person: Person, organisation: ID<Organisation>)]
        var seated: Set<ID<Person>>
    }

    private static func page(_ connection: any Connection, _ call: Call, isNew: Bool) throws -> Page {
        let own = ServiceRules.organisations(call.principal)
        var office: Office?
        if !isNew {
            guard let found = try OfficeStore.find(connection, key: try call.parameters["office"]), own.contains(found.organisation) else {
                throw Problem.notFound
            }
            office = found
        }
        let organisations = try PeopleStore.organisations(connection, ids: office.map { [$0.organisation] } ?? own)
        let officers = try organisations.flatMap { organisation in
            try OfficerStore.officers(connection, of: organisation.id).map { (person: $0, organisation: organisation.id) }
        }
        return Page(
            office: office, organisations: organisations, others: try OfficeStore.list(connection, of: own).filter { $0.id != office?.id },
            officers: officers, seated: try office.map { try OfficerStore.seated(connection, in: $0.id) } ?? [])
    }

    private static func form(
        _ call: Call, isNew: Bool, typed: [String: [String]]? = nil, status: Status = .ok, errors: FieldErrors? = nil, isConflict: Bool = false
    ) async throws -> Reply {
        let page = try await call.services.database.read { try Self.page($0, call, isNew: isNew) }
        let words = call.words
        let values = typed ?? page.office.map { Self.values($0, page) } ?? ["country": page.organisations.first?.country.map { [$0] } ?? []]
        let controls = call.controls(values: values, errors: errors)
        let title = page.office?.name[words.language] ?? words("offices.new")
        let html: HTML = """
            \(HTML.breadcrumbs(label: words("services.path"), [HTML.TextLink(words("offices.title"), url: "/work/offices")]))\
            \(HTML.pageHeading(title))\
            \(if: isConflict, HTML.notice("<p>\(words("offices.conflict"))</p>", tone: .caution, isNew: true))\
            \(controls.errorSummary(words("apply.errors")))\
            \(HTML.form(action: page.office.map { "/work/offices/\($0.key)" } ?? "/work/offices", asksBeforeLeaving: true, """
                \(with: page.office, { HTML.hidden("version", value: String($0.version)) })\
                \(fields(page, controls, call))\
                \(HTML.buttons([HTML.button(words("editor.save"))]))
                """))
            """
        return call.page(title: title, status: status, area: .delivery, isPrivate: true, body: html).cached(.never)
    }

    private static func fields(_ page: Page, _ controls: Controls, _ call: Call) -> HTML {
        let words = call.words
        return """
            \(page.office == nil && page.organisations.count > 1 ? controls.select(
                "organisation", label: words("offices.organisation"), options: page.organisations.map { HTML.Option($0.id.description, $0.name) }) : "")\
            \(call.services.catalogue.languages.map { language in
                controls.text(
                    "name.\(language)", label: "\(words("editor.field.name")) – \(words.languageName(language))", isRequired: language == "en",
                    maxLength: ServiceDefinition.nameLimit, language: language)
            })\
            \(controls.select(
                "parent", label: words("offices.parent"), hint: words("offices.parent.hint"), isRequired: false,
                options: page.others.map { HTML.Option($0.key, $0.name[words.language]) }))\
            \(controls.text("country", label: words("offices.country"), hint: words("offices.country.hint"), isRequired: false, kind: .code, maxLength: 2, width: .short))\
            \(controls.text("subdivision", label: words("offices.subdivision"), hint: words("offices.subdivision.hint"), isRequired: false, kind: .code, maxLength: 6, width: .short))\
            \(controls.text("territory", label: words("offices.territory"), hint: words("offices.territory.hint"), isRequired: false, kind: .code, maxLength: 800))\
            \(page.officers.isEmpty ? "" : controls.checkboxes(
                "officers", legend: words("offices.officers"), hint: words("offices.officers.hint"), isRequired: false,
                options: page.officers.map { HTML.Option($0.person.id.description, $0.person.name) }))
            """
    }

    private static func values(_ office: Office, _ page: Page) -> [String: [String]] {
        var values: [String: [String]] = [
            "parent": page.others.first { $0.id == office.parent }.map { [$0.key] } ?? [], "country": office.country.map { [$0] } ?? [],
            "subdivision": office.subdivision.map { [$0] } ?? [], "territory": [office.territory.joined(separator: " ")],
            "officers": page.seated.map(\.description),
        ]
        for (language, text) in office.name.texts { values["name.\(language)"] = [text] }
        return values
    }

    // MARK: Saving

    private static func save(_ call: Call, isNew: Bool) async throws -> Reply {
        let form = try await call.form()
        let page = try await call.services.database.read { try Self.page($0, call, isNew: isNew) }
        let act = Act(call.principal, at: call.now)
        let organisation = page.office?.organisation ?? form["organisation"].flatMap { ID<Organisation>($0) }
            ?? (page.organisations.count == 1 ? page.organisations[0].id : nil)
        var names = page.office?.name.texts ?? [:]
        for language in call.services.catalogue.languages { names[language] = form["name.\(language)"] }
        let separators: Set<Character> = [" ", ",", ";", "\n", "\t"]
        let input = OfficeInput(
            name: LocalText(names), parent: form["parent"], country: form["country"]?.uppercased(), subdivision: form["subdivision"]?.uppercased(),
            territory: (form["territory"] ?? "").uppercased().split(whereSeparator: separators.contains).map(String.init), officers: form.all("officers"))
        do {
            guard let organisation else { throw Refusal.invalid([FieldIssue("organisation", "error.empty")]) }
            let old = page.office?.id
            let saved = try await call.services.database.write { connection in
                try SaveOffice.run(
                    connection, act, organisation: organisation, old: try old.flatMap { try OfficeStore.find(connection, id: $0) },
                    version: form["version"].flatMap { Int($0) }, input)
            }
            return .redirect(to: "/work/offices", flash: Flash("offices.saved", ["office": saved.name[call.words.language]]))
        } catch Refusal.invalid(let issues) {
            let errors = FieldErrors(issues.map { FieldError($0.field == "name" ? "name.en" : $0.field, $0.key, $0.facts) })
            return try await Self.form(call, isNew: isNew, typed: form.values, status: .unprocessable, errors: errors)
        } catch Refusal.changedMeanwhile {
            return try await Self.form(call, isNew: isNew, typed: form.values, status: .conflict, isConflict: true)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }
}
