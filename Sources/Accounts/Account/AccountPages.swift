import HTML
import Platform
import SQL
import Web

/// A person's own page: name and language, roles, and the ways to the rest.
enum AccountPages {
    static func routes(_ hasher: PasswordHasher) -> [Route] {
        [
            .get("/account", .signedIn) { call in
                let person = try await call.ownPerson()
                return try await page(
                    call, person, values: ["name": [person.name], "language": [person.language]])
            },
            .post("/account", .signedIn, body: .form()) { call in try await save(call) },
            .get("/account/password", .signedIn) { call in passwordPage(call) },
            .post("/account/password", .signedIn, body: .form()) { call in try await changePassword(call, hasher) },
        ]
    }

    private static func save(_ call: Call) async throws -> Reply {
        var person = try await call.ownPerson()
        let form = try await call.form()
        let errors = PersonFields.read(form, into: &person, languages: call.services.catalogue.languages)
        guard errors.isEmpty else {
            return try await page(call, person, values: form.values, errors: FieldErrors(errors))
        }
        let changed = person
        let (principal, now) = (call.principal, call.now)
        try await call.services.database.write { connection in
            _ = try PeopleStore.update(connection, changed, by: principal, at: now)
        }
        return .redirect(to: "/account", flash: Flash("accounts.saved"))
    }

    private static func changePassword(_ call: Call, _ hasher: PasswordHasher) async throws -> Reply {
        let person = try await call.ownPerson()
        let form = try await call.form()
        let new = form.raw("new-password") ?? ""
        var errors: [FieldError] = []
        if let error = NewPassword.error(new, for: person) {
            errors.append(FieldError("new-password", error.key, error.facts))
        }
        if errors.isEmpty, let error = try await PasswordAgain.error(form.raw("password"), call, hasher) {
            errors.append(error)
        }
        guard errors.isEmpty else { return passwordPage(call, errors: FieldErrors(errors)) }
        let hash = try await hasher.hash(new)
        let (principal, now, session) = (call.principal, call.now, call.session?.id)
        try await call.services.database.write { connection in
            try PasswordStore.set(connection, of: person.id, to: hash, by: principal, at: now)
            try OneTimeLink.withdraw(connection, .reset, of: person.id)
            try Sessions.revokeAll(connection, of: person.id, except: session)
        }
        return .redirect(to: "/account", flash: Flash("accounts.password.changed"))
    }

    private static func passwordPage(_ call: Call, errors: FieldErrors? = nil) -> Reply {
        let words = call.words
        let controls = call.controls(errors: errors)
        let body: HTML = """
            \(controls.errorSummary(words("accounts.errors")))
            \(HTML.pageHeading(words("accounts.password.change"), lead: "\(words("accounts.password.change-lead"))"))
            \(HTML.form(action: "/account/password", """
                \(controls.password("password", label: words("accounts.password.current")))
                \(controls.password(
                    "new-password", label: words("accounts.password.new"), hint: words("accounts.password.hint"),
                    isNew: true))
                \(HTML.buttons([HTML.button(words("accounts.password.save"))]))
                """))
            """
        return call.page(
            title: words("accounts.password.change"), status: errors == nil ? .ok : .unprocessable, isPrivate: true,
            body: body)
    }

    private static func page(
        _ call: Call, _ person: Person, values: [String: [String]], errors: FieldErrors? = nil
    ) async throws -> Reply {
        let words = call.words
        let memberships = call.principal.memberships
        let (organisations, hasSecondFactor) = try await call.services.database.read { connection in
            (
                try PeopleStore.organisations(connection, ids: Set(memberships.map(\.organisation))),
                try SecondFactorStore.isOn(connection, for: person.id)
            )
        }
        let controls = call.controls(values: values, errors: errors)
        let urged = !hasSecondFactor && call.principal.has(.administrator)
        let body: HTML = """
            \(controls.errorSummary(words("accounts.errors")))
            \(HTML.pageHeading(words("accounts.account.title"), lead: "\(isolated: person.email)"))
            \(if: urged, HTML.notice("""
                <a href="/account/second-factor">\(words("accounts.second-factor.urge"))</a>
                """, tone: .caution))
            \(HTML.linkList([
                .init(words("accounts.password.change"), url: "/account/password"),
                .init(words("accounts.second-factor.title"), url: "/account/second-factor"),
                .init(words("accounts.sessions.title"), url: "/account/sessions"),
                .init(words("accounts.tokens.title"), url: "/account/tokens"),
            ]))
            <h2>\(words("accounts.account.you"))</h2>
            \(HTML.form(action: "/account", """
                \(PersonFields.controls(controls, call))
                \(HTML.buttons([HTML.button(words("accounts.save"))]))
                """))
            <h2>\(words("accounts.roles.title"))</h2>
            \(MembershipTable.html(memberships, organisations, words: words))
            """
        return call.page(
            title: words("accounts.account.title"), status: errors == nil ? .ok : .unprocessable, isPrivate: true,
            body: body)
    }
}
