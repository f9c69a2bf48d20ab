import HTML
import Platform
import SQL
import Web

/// The organisations of the network: search, create, edit, CSV in and out.
enum OrganisationPages {
    static let routes: [Route] = [
        .get("/administration/organisations", OrganisationAPI.editors) { call in try await listPage(call) },
        .get("/administration/organisations/new", OrganisationAPI.editors) { call in formPage(call, key: nil) },
        .post("/administration/organisations/new", OrganisationAPI.editors, body: .form()) { call in
            try await save(call, key: nil)
        },
        .get("/administration/organisations/import", OrganisationAPI.editors) { call in importPage(call) },
        .post(
            "/administration/organisations/import", OrganisationAPI.editors,
            body: .multipart(limit: OrganisationAPI.csvLimit + 65_536, fileLimit: OrganisationAPI.csvLimit)
        ) { call in try await importFile(call) },
        .get("/administration/organisations/{key}", OrganisationAPI.editors) { call in
            let key = try call.parameters["key"]
            let draft = try await call.services.database.read { connection in
                guard let organisation = try PeopleStore.organisation(connection, key: key) else {
                    throw Problem.notFound
                }
                return try OrganisationChanges.draft(connection, of: organisation)
            }
            return formPage(call, key: key, values: draft.values)
        },
        .post("/administration/organisations/{key}", OrganisationAPI.editors, body: .form()) { call in
            try await save(call, key: try call.parameters["key"])
        },
    ]

    private static let list = "/administration/organisations"

    private static func save(_ call: Call, key: String?) async throws -> Reply {
        let form = try await call.form()
        let draft = OrganisationDraft(form)
        let (principal, now) = (call.principal, call.now)
        do {
            let saved = try await call.services.database.write { connection in
                if let key {
                    try OrganisationChanges.update(connection, key: key, draft, by: principal, at: now)
                } else {
                    try OrganisationChanges.create(connection, draft, by: principal, at: now)
                }
            }
            return .redirect(to: list, flash: Flash("accounts.organisation.saved", ["name": saved.name]))
        } catch let errors as FieldErrors {
            return formPage(call, key: key, values: form.values, errors: errors)
        }
    }

    private static func importFile(_ call: Call) async throws -> Reply {
        var bytes: [UInt8] = []
        let multipart = try call.multipart()
        while let part = try await multipart.next() {
            guard case .file(let file) = part, file.name == "file" else { continue }
            for try await chunk in file.bytes { bytes += chunk }
        }
        guard !bytes.isEmpty else {
            return importPage(call, errors: FieldErrors([FieldError("file", "accounts.import.missing")]))
        }
        let (principal, now, file) = (call.principal, call.now, bytes)
        do {
            let rows = try OrganisationCSV.read(file)
            let outcome = try await call.services.database.write {
                try OrganisationCSV.store($0, rows, by: principal, at: now)
            }
            let facts = [
                "created": call.words.number(outcome.created), "changed": call.words.number(outcome.changed),
                "unchanged": call.words.number(outcome.unchanged),
            ]
            return .redirect(to: list, flash: Flash("accounts.import.done", facts))
        } catch let error as CSVError {
            return importPage(call, errors: FieldErrors([FieldError("file", error.key, error.facts)]))
        } catch let faults as OrganisationCSV.Faults {
            let errors = faults.faults.prefix(20).map { fault in
                FieldError(
                    "file", "accounts.import.line",
                    [
                        "line": call.words.number(fault.line),
                        "problem": call.words(fault.error.key, fault.error.facts),
                    ])
            }
            return importPage(call, errors: FieldErrors(errors))
        }
    }

    private static func listPage(_ call: Call) async throws -> Reply {
        let words = call.words
        let request = try call.pageRequest(default: 50, most: 100)
        let cursor = try request.cursor.map { try Cursor.decode($0, count: 2) }.flatMap(PeopleStore.Cursor.init(fields:))
        let search = call.query["q"]
        let page = try await call.services.database.read {
            try NameList.organisations($0, search: search, after: cursor, limit: request.limit)
        }
        let columns: [HTML.Column<Organisation>] = [
            .heading(words("accounts.organisation.name")) {
                "<a href=\"\(url: list + "/" + $0.key)\">\(isolated: $0.name)</a>"
            },
            .text(words("accounts.organisation.key")) { "\($0.key)" },
            .text(words("accounts.organisation.kind")) { "\(words("accounts.kind." + $0.kind.rawValue))" },
            .text(words("accounts.organisation.country")) { "\($0.country.map { words.country($0) })" },
        ]
        let body: HTML = """
            \(HTML.pageHeading(
                words("accounts.organisations.title"),
                actions: [
                    HTML.buttonLink(words("accounts.organisation.new"), url: list + "/new"),
                    HTML.buttonLink(words("accounts.import.title"), url: list + "/import", kind: .secondary),
                    HTML.buttonLink(
                        words("accounts.organisation.export"), url: "/api/v1/organisations.csv", kind: .secondary),
                ]))
            \(HTML.searchBox(
                action: list, label: words("accounts.search.organisations"), button: words("accounts.search"),
                value: search))
            \(HTML.table(
                caption: words("accounts.organisations.title"), isCaptionHidden: true, rows: page.items,
                columns: columns, isDense: true, empty: HTML.emptyState(words("accounts.organisations.none"))))
            \(NextPage.link(list, search: search, next: page.next, words: words))
            """
        return call.page(title: words("accounts.organisations.title"), isPrivate: true, body: body)
    }

    private static func formPage(
        _ call: Call, key: String?, values: [String: [String]] = [:], errors: FieldErrors? = nil
    ) -> Reply {
        let words = call.words
        let controls = call.controls(values: values, errors: errors)
        let title = words(key == nil ? "accounts.organisation.new" : "accounts.organisation.edit")
        let kinds = Organisation.Kind.allCases.map { HTML.Option($0.rawValue, words("accounts.kind." + $0.rawValue)) }
        let countries = Countries.shared.all.map { HTML.Option($0.code, words.country($0.code)) }
            .sorted { $0.label < $1.label }
        let body: HTML = """
            \(controls.errorSummary(words("accounts.errors")))
            \(HTML.pageHeading(title))
            \(HTML.form(action: key.map { list + "/" + $0 } ?? list + "/new", """
                \(controls.text(
                    "name", label: words("accounts.organisation.name"), maxLength: OrganisationDraft.longestName))
                \(controls.text(
                    "key", label: words("accounts.organisation.key"), hint: words("accounts.organisation.key-hint"),
                    maxLength: OrganisationDraft.longestKey, width: .half))
                \(controls.radios("kind", legend: words("accounts.organisation.kind"), options: kinds))
                \(controls.select(
                    "countryCode", label: words("accounts.organisation.country"), isRequired: false,
                    options: countries))
                \(controls.text(
                    "parentKey", label: words("accounts.organisation.parent"),
                    hint: words("accounts.organisation.parent-hint"), isRequired: false, width: .half))
                \(HTML.buttons([HTML.button(words("accounts.save"))]))
                """))
            <p><a href="\(url: list)">\(words("accounts.back"))</a></p>
            """
        return call.page(title: title, status: errors == nil ? .ok : .unprocessable, isPrivate: true, body: body)
    }

    private static func importPage(_ call: Call, errors: FieldErrors? = nil) -> Reply {
        let words = call.words
        let controls = call.controls(errors: errors)
        let body: HTML = """
            \(controls.errorSummary(words("accounts.errors")))
            \(HTML.pageHeading(words("accounts.import.title"), lead: "\(words("accounts.import.lead"))"))
            <p><code dir="ltr">\(OrganisationCSV.header.joined(separator: ","))</code></p>
            \(HTML.form(action: list + "/import", upload: true, """
                \(controls.file("file", label: words("accounts.import.file"), accept: ["text/csv", ".csv"]))
                \(HTML.buttons([HTML.button(words("accounts.import.button"))]))
                """))
            <p><a href="\(url: list)">\(words("accounts.back"))</a></p>
            """
        return call.page(
            title: words("accounts.import.title"), status: errors == nil ? .ok : .unprocessable, isPrivate: true,
            body: body)
    }
}

extension OrganisationDraft {
    /// For the form's controls.
    var values: [String: [String]] {
        [
            "key": [key], "name": [name], "kind": [kind], "countryCode": countryCode.map { [$0] } ?? [],
            "parentKey": parentKey.map { [$0] } ?? [],
        ]
    }
}
