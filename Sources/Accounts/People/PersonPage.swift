import HTML
import Platform
import SQL
import Web

/// One person, and what an administrator may do: roles, links by mail, second factor, sessions, disable.
enum PersonPage {
    static let routes: [Route] = [
        .get("/administration/people/{id}", PeoplePages.administrators) { call in try await page(call) },
        action("disable", "accounts.person.disabled") { connection, id, call in
            try PeopleChanges.disable(connection, id, by: call.principal, at: call.now)
        },
        action("enable", "accounts.person.enabled") { connection, id, call in
            try PeopleChanges.enable(connection, id, by: call.principal, at: call.now)
        },
        action("send-link", "accounts.person.link-sent") { connection, id, call in
            try PeopleChanges.sendLink(
                connection, to: id, services: call.services, by: call.principal, at: call.now)
        },
        action("reset-second-factor", "accounts.person.second-factor-reset") { connection, id, call in
            try PeopleChanges.resetSecondFactor(connection, id, by: call.principal, at: call.now)
        },
        action("end-sessions", "accounts.person.sessions-ended") { connection, id, call in
            try PeopleChanges.endSessions(
                connection, id, keeping: call.session, by: call.principal, at: call.now)
        },
        .post("/administration/people/{id}/roles/add", PeoplePages.administrators, body: .form()) { call in
            try await addRole(call)
        },
        .post("/administration/people/{id}/roles/remove", PeoplePages.administrators, body: .form()) { call in
            try await removeRole(call)
        },
    ]

    /// A button of the page: one change in one transaction, then the page again with a message.
    private static func action(
        _ name: String, _ message: String,
        _ change: @escaping @Sendable (any Connection, ID<Person>, Call) throws -> Person
    ) -> Route {
        .post("/administration/people/{id}/\(name)", PeoplePages.administrators) { call in
            let id = try call.parameters.id("id", of: Person.self)
            let person = try await call.services.database.write { try change($0, id, call) }
            return done(person, message)
        }
    }

    private static func done(_ person: Person, _ message: String) -> Reply {
        .redirect(to: "\(PeoplePages.list)/\(person.id)", flash: Flash(message, ["name": person.name]))
    }

    private static func addRole(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let id = try call.parameters.id("id", of: Person.self)
        let organisation = form["organisation"] ?? ""
        guard let role = form["role"].flatMap(Role.init(rawValue:)) else {
            let error = FieldError("role", "accounts.role.missing")
            return try await page(call, values: form.values, errors: FieldErrors([error]))
        }
        do {
            let person = try await call.services.database.write {
                try PeopleChanges.addRole(
                    $0, role, to: id, organisation: organisation, by: call.principal, at: call.now)
            }
            return done(person, "accounts.person.role-added")
        } catch let errors as FieldErrors {
            return try await page(call, values: form.values, errors: errors)
        }
    }

    private static func removeRole(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let id = try call.parameters.id("id", of: Person.self)
        guard let role = form["role"].flatMap(Role.init(rawValue:)),
            let organisation = form["organisation"].flatMap({ ID<Organisation>($0) })
        else { throw Problem.notFound }
        let person = try await call.services.database.write {
            try PeopleChanges.removeRole(
                $0, role, of: id, organisation: organisation, by: call.principal, at: call.now)
        }
        return done(person, "accounts.person.role-removed")
    }

    private struct Model: Sendable {
        let person: Person
        let memberships: [Membership]
        let organisations: [Organisation]
        let hasSecondFactor: Bool
        let sessions: Int
        let tokens: [APITokenRecord]
    }

    private static func readModel(_ connection: any Connection, _ id: ID<Person>, at now: Timestamp) throws -> Model {
        guard let person = try PeopleStore.person(connection, id) else { throw Problem.notFound }
        let memberships = try PeopleStore.memberships(connection, person: id)
        return Model(
            person: person, memberships: memberships,
            organisations: try PeopleStore.organisations(connection, ids: Set(memberships.map(\.organisation))),
            hasSecondFactor: try SecondFactorStore.isOn(connection, for: id),
            sessions: try Sessions.list(connection, person: id, at: now).count,
            tokens: try APITokenStore.list(connection, of: id))
    }

    private static func page(
        _ call: Call, values: [String: [String]] = [:], errors: FieldErrors? = nil
    ) async throws -> Reply {
        let id = try call.parameters.id("id", of: Person.self)
        let now = call.now
        let model = try await call.services.database.read { try readModel($0, id, at: now) }
        let words = call.words
        let controls = call.controls(values: values, errors: errors)
        let base = "\(PeoplePages.list)/\(id)"
        let person = model.person
        let remove = HTML.Column<Membership>.action(words("accounts.action")) { membership in
            HTML.actionButton(
                words("accounts.person.remove-role"), action: base + "/roles/remove",
                fields: [("role", membership.role.rawValue), ("organisation", membership.organisation.description)],
                about: words("accounts.role." + membership.role.rawValue))
        }
        let roles = Role.allCases.map { HTML.Option($0.rawValue, words("accounts.role." + $0.rawValue)) }
        let body: HTML = """
            \(controls.errorSummary(words("accounts.errors")))
            \(HTML.pageHeading(person.name, lead: "\(isolated: person.email)"))
            \(facts(model, words))
            \(buttons(model, base: base, words))
            <h2>\(words("accounts.roles.title"))</h2>
            \(MembershipTable.html(model.memberships, model.organisations, words: words, action: remove))
            <h3>\(words("accounts.person.add-role"))</h3>
            \(HTML.form(action: base + "/roles/add", """
                \(controls.text(
                    "organisation", label: words("accounts.organisation"),
                    hint: words("accounts.organisation.by-key"), width: .half))
                \(controls.select("role", label: words("accounts.role"), options: roles))
                \(HTML.buttons([HTML.button(words("accounts.person.add-role"), kind: .secondary)]))
                """))
            <p><a href="\(url: Link.to("/administration/audit", [("kind", "person"), ("record", id.description)]))">\(
                words("accounts.person.history"))</a></p>
            <p><a href="\(url: PeoplePages.list)">\(words("accounts.back"))</a></p>
            """
        return call.page(
            title: person.name, status: errors == nil ? .ok : .unprocessable, isPrivate: true, body: body)
    }

    private static func facts(_ model: Model, _ words: Words) -> HTML {
        HTML.summaryList([
            .init(words("accounts.state"), PersonState.tag(model.person.state, words)),
            .init(words("accounts.language"), "\(words.languageName(model.person.language))"),
            .init(
                words("accounts.second-factor.title"),
                "\(words(model.hasSecondFactor ? "accounts.second-factor.on" : "accounts.second-factor.none"))"),
            .init(words("accounts.sessions.title"), "\(words.number(model.sessions))"),
            .init(words("accounts.tokens.title"), "\(words.number(model.tokens.count))"),
        ])
    }

    private static func buttons(_ model: Model, base: String, _ words: Words) -> HTML {
        var buttons: [HTML] = []
        func add(_ key: String, _ action: String, kind: HTML.ButtonKind = .secondary) {
            buttons.append(HTML.actionButton(words(key), action: "\(base)/\(action)", kind: kind))
        }
        switch model.person.state {
        case .invited: add("accounts.person.send-invitation", "send-link")
        case .active: add("accounts.person.send-reset", "send-link")
        case .disabled: break
        }
        if model.hasSecondFactor { add("accounts.person.reset-second-factor", "reset-second-factor") }
        if model.sessions > 0 { add("accounts.person.end-sessions", "end-sessions") }
        if model.person.state == .disabled {
            add("accounts.person.enable", "enable")
        } else {
            add("accounts.person.disable", "disable", kind: .warning)
        }
        return HTML.buttons(buttons)
    }
}
