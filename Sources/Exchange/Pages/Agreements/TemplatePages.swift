import HTML
import Platform
import SQL
import Web

/// The templates from which agreements are begun: the network's, and an organisation's own.
enum TemplatePages {
    private static let limit = 512 * 1024

    static let routes: [Route] = [
        .get("/work/agreement-templates", AgreementWork.writers, handler: list),
        .get("/work/agreement-templates/new", AgreementWork.writers) { try await form($0, nil) },
        .post("/work/agreement-templates/new", AgreementWork.writers, body: .form(limit: limit)) { try await save($0, nil) },
        .get("/work/agreement-templates/{id}", AgreementWork.writers) { call in
            try await form(call, try call.parameters.id("id", of: AgreementTemplate.self))
        },
        .post("/work/agreement-templates/{id}", AgreementWork.writers, body: .form(limit: limit)) { call in
            try await save(call, try call.parameters.id("id", of: AgreementTemplate.self))
        },
    ]

    private static let path = "/work/agreement-templates"

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let (principal, words) = (call.principal, call.words)
        let (templates, owners) = try await call.services.database.read { connection in
            let all = try AgreementTemplateStore.list(connection, for: principal)
            return (all, try PeopleStore.organisations(connection, ids: Set(all.compactMap(\.organisation))))
        }
        let names = Dictionary(owners.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let body: HTML = """
            \(HTML.breadcrumbs(label: words("work.way"), [.init(words("nav.agreements"), url: "/agreements")]))\
            \(HTML.pageHeading(
                words("template.list-title"), lead: "\(words("template.lead"))",
                actions: [HTML.buttonLink(words("template.new"), url: "\(path)/new")]))\
            \(HTML.table(
                caption: words("template.list-title"), isCaptionHidden: true, rows: templates,
                columns: [
                    .heading(words("field.template.name")) { "<a href=\"\(url: "\(path)/\($0.id)")\" dir=\"auto\">\($0.name)</a>" },
                    .text(words("field.template.organisation")) { one in
                        "<span dir=\"auto\">\(one.organisation.flatMap { names[$0] } ?? words("template.network"))</span>"
                    },
                    .text(words("field.template.language")) { "\(words.languageName($0.language))" },
                    .text(words("template.changed")) { "\(words.time(of: $0.updatedAt)) · \(isolated: $0.updatedBy)" },
                ], isDense: true,
                empty: HTML.emptyState(words("template.none"), "\(words("template.none-hint"))")))
            """
        return call.page(
            title: words("template.list-title"), area: .exchange, isWide: true, isPrivate: true, body: body)
    }

    private static func found(_ call: Call, _ id: ID<AgreementTemplate>?) async throws -> AgreementTemplate? {
        guard let id else { return nil }
        guard let one = try await call.services.database.read({ try AgreementTemplateStore.find($0, id) }),
            AgreementRules.mayUseTemplate(call.principal, one)
        else { throw Problem.notFound }
        return one
    }

    /// The form; one that is not the reader's to change is shown to be read.
    private static func form(
        _ call: Call, _ id: ID<AgreementTemplate>?, values typed: [String: [String]]? = nil, errors: FieldErrors? = nil,
        status: Status = .ok, isConflict: Bool = false
    ) async throws -> Reply {
        let words = call.words
        let one = try await found(call, id)
        let principal = call.principal
        let owners = try await call.services.database.read { try OwnerChoice.read($0, for: principal, showing: words) }
        let action = id.map { "\(path)/\($0)" } ?? "\(path)/new"
        let start = [
            "text": [one?.text ?? words("template.standard-text")], "name": [one?.name ?? ""],
            "language": [one?.language ?? words.language],
        ]
        let fields = RecordFields(
            record: "template", words: words, controls: call.controls(values: typed ?? start, errors: errors))
        let mayWrite = one.map { AgreementRules.mayWriteTemplate(principal, of: $0.organisation).allowed } ?? true
        let title = one?.name ?? words("template.new")
        var conflict: ConflictNotice?
        if isConflict, let one {
            let change = FieldChange(
                field: "template.text", pieces: ContentDifference.words(one.text, typed?["text"]?.first ?? ""))
            conflict = ConflictNotice(by: one.updatedBy, at: one.updatedAt, changes: [change])
        }
        let languages = FormFields(words: words, controls: fields.controls, record: "template", needed: [])
            .languages(besides: [one?.language])
        let owner: HTML = id == nil
            ? owners.field(
                fields.controls, words, label: fields.label("organisation"),
                hint: owners.isOpen ? words("edit.template.organisation.hint") : nil, needed: !owners.isOpen) : ""
        let body: HTML = """
            \(HTML.breadcrumbs(label: words("work.way"), [
                .init(words("nav.agreements"), url: "/agreements"), .init(words("template.list-title"), url: path),
            ]))\
            \(HTML.pageHeading(title, lead: "\(words("template.edit-lead"))"))\
            \(fields.controls.errorSummary(words("edit.errors")))\
            \(with: conflict, { $0.html(words, action: action) })\
            \(HTML.summaryList(AgreementText.Placeholder.allCases.map {
                .init("{\($0.rawValue)}", "\(words("template.placeholder.\($0.rawValue)"))")
            }))\
            \(if: mayWrite, HTML.form(action: action, asksBeforeLeaving: true, """
                \(HTML.hidden("version", value: isConflict ? String(one?.version ?? 0) : typed?["version"]?.first ?? String(one?.version ?? 0)))\
                \(fields.line("name", needed: true, limit: Completeness.titleLimit))\(owner)\
                \(fields.select("language", needed: true, languages))\
                \(fields.area("text", needed: true, rows: 18, limit: AgreementContent.textLimit))\
                \(HTML.button(words("edit.save")))
                """))\
            \(if: !mayWrite, "<p>\(words("template.read-only"))</p>\(HTML.paragraphs(one?.text ?? ""))")
            """
        return call.page(title: title, status: status, area: .exchange, isPrivate: true, body: body)
    }

    private static func save(_ call: Call, _ id: ID<AgreementTemplate>?) async throws -> Reply {
        let form = try await call.form()
        _ = try await found(call, id)
        let act = Act(call.principal, at: call.now)
        do {
            try await call.services.database.write { connection in
                var owner: ID<Organisation>?
                if id == nil {
                    let owners = try OwnerChoice.read(connection, for: act.principal)
                    var issues: [ContentIssue] = []
                    owner = try owners.chosen(connection, form["organisation"], needed: !owners.isOpen, &issues)
                    guard issues.isEmpty else { throw Refusal.invalid(issues) }
                }
                _ = try SaveTemplate.run(
                    connection, act, id: id, version: form["version"].flatMap { Int($0) } ?? -1, organisation: owner,
                    name: form["name"] ?? "", language: form["language"] ?? "", text: form["text"] ?? "")
            }
            return .redirect(to: path, flash: Flash("edit.flash.saved"))
        } catch Refusal.invalid(let issues) {
            return try await self.form(
                call, id, values: form.values, errors: AgreementWork.fieldErrors(issues), status: .unprocessable)
        } catch Refusal.changedMeanwhile {
            return try await self.form(call, id, values: form.values, status: .conflict, isConflict: true)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }
}
