import HTML
import Platform
import SQL
import Web

/// The list of people and the invitation of a new one.
enum PeoplePages {
    static let administrators = AccessRule.roles(.administrator)
    static let list = "/administration/people"

    static let routes: [Route] = [
        .get("/administration/people", administrators) { call in try await listPage(call) },
        .get("/administration/people/invite", administrators) { call in
            invitePage(call, values: ["language": [call.words.language], "organisation": call.query.all("organisation")])
        },
        .post("/administration/people/invite", administrators, body: .form()) { call in try await invite(call) },
    ]

    private static func invite(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        var draft = Person(id: call.services.newID(), name: "", email: "", language: "", state: .invited)
        var errors = PersonFields.read(form, into: &draft, languages: call.services.catalogue.languages)
        let email = PeopleStore.validEmail(form["email"])
        if email == nil { errors.append(FieldError("email", "accounts.email.wrong")) }
        let roles = form.all("role").compactMap(Role.init(rawValue:))
        if roles.isEmpty { errors.append(FieldError("role", "accounts.role.missing")) }
        let organisation = form["organisation"] ?? ""
        if organisation.isEmpty { errors.append(FieldError("organisation", "accounts.organisation.missing")) }
        guard errors.isEmpty, let email else {
            return invitePage(call, values: form.values, errors: FieldErrors(errors))
        }
        let (services, principal, now, name, language) = (
            call.services, call.principal, call.now, draft.name, draft.language
        )
        do {
            let person = try await services.database.write { connection in
                try PeopleChanges.invite(
                    connection, email: email, name: name, language: language, organisation: organisation,
                    roles: roles, services: services, by: principal, at: now)
            }
            return .redirect(to: "\(list)/\(person.id)", flash: Flash("accounts.invited", ["email": person.email]))
        } catch let errors as FieldErrors {
            return invitePage(call, values: form.values, errors: errors)
        }
    }

    private static func listPage(_ call: Call) async throws -> Reply {
        let words = call.words
        let request = try call.pageRequest(default: 50, most: 100)
        let cursor = try request.cursor.map { try Cursor.decode($0, count: 2) }.flatMap(PeopleStore.Cursor.init(fields:))
        let search = call.query["q"]
        let page = try await call.services.database.read {
            try NameList.people($0, search: search, after: cursor, limit: request.limit)
        }
        let columns: [HTML.Column<Person>] = [
            .heading(words("accounts.name")) { "<a href=\"\(url: "\(list)/\($0.id)")\">\(isolated: $0.name)</a>" },
            .text(words("accounts.email")) { "\(isolated: $0.email)" },
            .text(words("accounts.state")) { PersonState.tag($0.state, words) },
        ]
        let body: HTML = """
            \(HTML.pageHeading(
                words("accounts.people.title"),
                actions: [HTML.buttonLink(words("accounts.invite"), url: list + "/invite")]))
            \(HTML.searchBox(
                action: list, label: words("accounts.search.people"), button: words("accounts.search"), value: search))
            \(HTML.table(
                caption: words("accounts.people.title"), isCaptionHidden: true, rows: page.items, columns: columns,
                isDense: true, empty: HTML.emptyState(words("accounts.people.none"))))
            \(NextPage.link(list, search: search, next: page.next, words: words))
            """
        return call.page(title: words("accounts.people.title"), isPrivate: true, body: body)
    }

    private static func invitePage(
        _ call: Call, values: [String: [String]], errors: FieldErrors? = nil
    ) -> Reply {
        let words = call.words
        let controls = call.controls(values: values, errors: errors)
        let roles = Role.allCases.map { HTML.Option($0.rawValue, words("accounts.role." + $0.rawValue)) }
        let body: HTML = """
            \(controls.errorSummary(words("accounts.errors")))
            \(HTML.pageHeading(words("accounts.invite"), lead: "\(words("accounts.invite.lead"))"))
            \(HTML.form(action: list + "/invite", """
                \(controls.text("email", label: words("accounts.email"), kind: .email, autocomplete: "off"))
                \(PersonFields.controls(controls, call))
                \(controls.text(
                    "organisation", label: words("accounts.organisation"),
                    hint: words("accounts.organisation.by-key"), width: .half))
                \(controls.checkboxes("role", legend: words("accounts.roles.title"), options: roles))
                \(HTML.buttons([HTML.button(words("accounts.invite.button"))]))
                """))
            <p><a href="\(url: list)">\(words("accounts.back"))</a></p>
            """
        return call.page(
            title: words("accounts.invite"), status: errors == nil ? .ok : .unprocessable, isPrivate: true, body: body)
    }
}

/// A person's state in words.
enum PersonState {
    static func tag(_ state: Person.State, _ words: Words) -> HTML {
        let tone: HTML.Tone =
            switch state {
            case .active: .good
            case .invited: .caution
            case .disabled: .bad
            }
        return HTML.tag(words("accounts.state." + state.rawValue), tone: tone)
    }
}
