import HTML
import Platform
import SQL
import Web

/// The pages of signing in and out: a password, then a code if the person has a second factor.
enum SignInPages {
    static func routes(_ hasher: PasswordHasher) -> [Route] {
        let limit = RateLimit(bucket: "sign-in", limit: 60, per: .minutes(1), key: .address)
        return [
            .get("/sign-in", .everyone) { call in
                call.principal.isSignedIn
                    ? .redirect(to: Call.afterSignIn(call.query["next"])) : passwordPage(call, next: call.query["next"])
            },
            .post("/sign-in", .everyone, body: .form(), rate: limit) { call in
                try await checkPassword(call, hasher)
            },
            .get("/sign-in/code", .everyone) { call in
                call.session?.isPending == true
                    ? codePage(call, next: call.query["next"]) : .redirect(to: "/sign-in")
            },
            .post("/sign-in/code", .everyone, body: .form(), rate: limit) { call in
                try await checkCode(call, hasher)
            },
            .post("/sign-out", .everyone) { call in try await signOut(call) },
        ]
    }

    private static func checkPassword(_ call: Call, _ hasher: PasswordHasher) async throws -> Reply {
        let form = try await call.form()
        guard let email = form["email"], let password = form.raw("password"), !password.isEmpty else {
            var errors: [FieldError] = []
            if form["email"] == nil { errors.append(FieldError("email", "accounts.email.missing")) }
            if (form.raw("password") ?? "").isEmpty {
                errors.append(FieldError("password", "accounts.password.missing"))
            }
            return passwordPage(call, next: form["next"], form: form, errors: FieldErrors(errors))
        }
        let signIn = SignIn(services: call.services, hasher: hasher)
        switch try await signIn.password(password, email: email, from: call.origin, at: call.now) {
        case .refused:
            let error = FieldError("email", "accounts.sign-in.wrong")
            return passwordPage(call, next: form["next"], form: form, errors: FieldErrors([error]))
        case .wait(let wait):
            let error = waitError("email", wait, call)
            return passwordPage(
                call, next: form["next"], form: form, errors: FieldErrors([error]), status: .tooMany)
        case .codeDue(let session):
            return .redirect(to: Link.to("/sign-in/code", [("next", Call.afterSignIn(form["next"]))])).starting(session)
        case .signedIn(let session, let secret):
            return .redirect(to: Call.afterSignIn(form["next"])).signedIn(session, deviceSecret: secret, call: call)
        }
    }

    private static func checkCode(_ call: Call, _ hasher: PasswordHasher) async throws -> Reply {
        guard let session = call.session, session.isPending else {
            return .redirect(to: "/sign-in", flash: Flash("accounts.code.too-late", tone: .caution))
        }
        let form = try await call.form()
        guard let code = form["code"], code.count <= 40 else {
            return codePage(call, next: form["next"], error: FieldError("code", "accounts.code.missing"))
        }
        let signIn = SignIn(services: call.services, hasher: hasher)
        switch try await signIn.code(code, of: session.person, from: call.origin, at: call.now) {
        case .refused, .codeDue:
            return codePage(call, next: form["next"], error: FieldError("code", "accounts.code.wrong"))
        case .wait(let wait):
            return codePage(call, next: form["next"], error: waitError("code", wait, call), status: .tooMany)
        case .signedIn(let session, let secret):
            return .redirect(to: Call.afterSignIn(form["next"])).signedIn(session, deviceSecret: secret, call: call)
        }
    }

    private static func signOut(_ call: Call) async throws -> Reply {
        if let session = call.session {
            try await call.services.database.write { try Sessions.end($0, session.id) }
        }
        return Reply.redirect(to: "/", flash: Flash("accounts.signed-out", tone: .neutral)).endingSession()
    }

    static func waitError(_ field: String, _ wait: Duration, _ call: Call) -> FieldError {
        let minutes = max(1, Int((wait.components.seconds + 59) / 60))
        return FieldError(field, "accounts.wait", ["minutes": call.words.number(minutes)])
    }

    private static func passwordPage(
        _ call: Call, next: String?, form: Form? = nil, errors: FieldErrors? = nil, status: Status? = nil
    ) -> Reply {
        let words = call.words
        let controls = call.controls(values: form.map { ["email": $0.all("email")] } ?? [:], errors: errors)
        let body: HTML = """
            \(controls.errorSummary(words("accounts.errors")))
            \(HTML.pageHeading(words("accounts.sign-in.title")))
            \(HTML.form(action: "/sign-in", """
                \(HTML.hidden("next", value: Call.afterSignIn(next)))
                \(controls.text("email", label: words("accounts.email"), kind: .email, autocomplete: "email"))
                \(controls.password("password", label: words("accounts.password")))
                \(HTML.buttons([HTML.button(words("accounts.sign-in.button"))]))
                """))
            <p><a href="/reset">\(words("accounts.sign-in.forgotten"))</a></p>
            """
        return call.page(
            title: words("accounts.sign-in.title"), status: status ?? (errors == nil ? .ok : .unprocessable),
            isPrivate: true, body: body)
    }

    private static func codePage(
        _ call: Call, next: String?, error: FieldError? = nil, status: Status? = nil
    ) -> Reply {
        let words = call.words
        let controls = call.controls(errors: error.map { FieldErrors([$0]) })
        let body: HTML = """
            \(controls.errorSummary(words("accounts.errors")))
            \(HTML.pageHeading(words("accounts.code.title")))
            \(HTML.form(action: "/sign-in/code", """
                \(HTML.hidden("next", value: Call.afterSignIn(next)))
                \(controls.text(
                    "code", label: words("accounts.code"), hint: words("accounts.code.hint"), kind: .code,
                    autocomplete: "one-time-code", width: .half))
                \(HTML.buttons([HTML.button(words("accounts.continue"))]))
                """))
            \(HTML.details(words("accounts.code.lost"), "<p>\(words("accounts.code.lost-help"))</p>"))
            """
        return call.page(
            title: words("accounts.code.title"), status: status ?? (error == nil ? .ok : .unprocessable),
            isPrivate: true, body: body)
    }
}
